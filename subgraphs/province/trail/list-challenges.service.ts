import type { Kysely } from 'kysely';
import type { ChallengeState } from '../../../schema/trail-lists.js';
import type { ProvinceContext } from '../context.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import type { PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import { type Challenge, withAllSteps } from './challenge.service.js';
import type { TrailTables } from './trail-rows.service.js';

/** The one order of a list of challenges: who has waited longest comes first. */
export const challengeOrders = {
  fields: {
    OPENED_AT: { column: 'opened_at', holds: 'TEXT', nullable: false, labelZh: '提出时间', labelEn: 'opened at' },
  },
  defaultOrder: 'OPENED_AT_ASC',
} as const satisfies ListOrders;

/** The challenges of this province in one state, those that have waited longest first. */
export async function listChallenges(
  context: ProvinceContext,
  state: keyof typeof ChallengeState.entries,
  args: ListArguments,
): Promise<PageOf<Challenge>> {
  const request = parseListRequest(args, challengeOrders);
  const page = await listPage(
    challengesIn(context.orm.em.getKysely<TrailTables>(), state).selectAll(),
    request,
    context.province.code,
  );
  const challenges = await withAllSteps(
    context,
    page.items.map(({ node }) => node),
  );
  const items = page.items.flatMap(({ cursor }, index) => {
    const node = challenges[index];
    return node === undefined ? [] : [{ cursor, node }];
  });
  return { ...page, items };
}

/** The challenges in a state; the query brings no order. */
export function challengesIn(db: Kysely<TrailTables>, state: keyof typeof ChallengeState.entries) {
  return db.selectFrom('access_challenge').where('state', '=', state);
}
