import { audienceOf, authorityMatrix, type Action } from '../../schema/authority-matrix.js';
import type { Identity } from '../../schema/identity.js';
import { roles } from '../../schema/roles.js';
import { SubgraphError } from '../server/errors.js';

/** Why somebody may not do something in this province at all, whatever the row; undefined when the row decides. */
export function refuseAction(
  action: Action,
  caller: Identity | undefined,
  province: string,
): SubgraphError | undefined {
  const { isOpen, isAtHome, grants } = authorityMatrix[action];
  if (isOpen) return undefined;
  if (caller === undefined) return refusal('UNAUTHENTICATED', action);
  const { role } = caller;
  if (role === undefined || grants[role] === 'NO') return refusal('FORBIDDEN', action);
  if (!isAtHome || !roles[role].isOfProvince || caller.province === province) return undefined;
  return new SubgraphError(
    'FORBIDDEN',
    `仅限本省${roles[role].zh}：${action}。 · ${action} is done by a ${roles[role].en} of ${province} only.`,
  );
}

function refusal(code: 'UNAUTHENTICATED' | 'FORBIDDEN', action: Action): SubgraphError {
  const { zh, en } = audienceOf(action);
  const entry = authorityMatrix[action];
  return new SubgraphError(code, `${entry.zh}（${action}）限于：${zh}。 · ${action} (${entry.en}) is for: ${en}.`);
}
