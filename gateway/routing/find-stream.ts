import { Fault } from '../errors.js';
import type { Registry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import { chooseOwner } from './choose-provinces.js';
import { requestBody } from './province-operation.js';
import { whyUnasked } from './fan-out.js';
import type { OwnerPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** Where the events of a subscription come from, and by what they are asked for. */
export interface ProvinceStream {
  /** Letter code. */
  readonly province: string;
  readonly url: URL;
  /** GraphQL request as JSON text. */
  readonly body: string;
}

export interface StreamSources {
  readonly variables: Variables;
  readonly registry: Registry;
  readonly status: ProvinceStatus;
}

/** The stream of the one province that the argument names. Throws {@link Fault} when it is not asked at present. */
export function findOwnStream(part: OwnerPart, { variables, registry, status }: StreamSources): ProvinceStream {
  const owner = chooseOwner(part, variables, registry);
  if (owner.kind === 'nation') throw new Fault('BAD_ID', 'No province owns what begins with CN.');
  const { code, url } = owner.province;
  const unasked = whyUnasked(owner.province, { status, isUnderWay: owner.isUnderWay });
  if (unasked !== undefined)
    throw new Fault(unasked.code, unasked.message, {
      province: code,
      path: [part.selected.key],
      cause: unasked.cause,
    });
  return { province: code, url, body: requestBody(part.operation, variables) };
}
