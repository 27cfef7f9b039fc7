import { isAsked } from '../../shared/ids.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import { emptyPage } from '../../shared/page.js';
import type { AdapterContext } from '../context.js';
import { connectionOf, coverageOf, totalCount } from './connection.js';

interface Asking extends ListArguments {
  readonly provinces?: readonly string[] | null;
}

const orders = {
  fields: { AT: { column: 'at', holds: 'TEXT', nullable: false, labelZh: '时间', labelEn: 'time' } },
  defaultOrder: 'AT_DESC',
} as const;

/** Nobody reads anything of a person here, so nothing is in the trail: that is known, and not merely untold. */
export const trailQueries = {
  myAccessTrail: (_root: unknown, { provinces, ...args }: Asking, { code }: AdapterContext) => {
    parseListRequest(args, orders);
    return connectionOf({ ...emptyPage(), provinces: isAsked(provinces, code) ? [code] : [] });
  },
  myWithheldAccess: (_root: unknown, { provinces }: Asking, { code }: AdapterContext) => {
    return { count: 0, byBasis: [], coverage: coverageOf(isAsked(provinces, code) ? [code] : []) };
  },
};

export const trailFields = { AccessTrailConnection: { totalCount } };
