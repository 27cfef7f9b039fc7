import { formatGlobalId } from '../../../schema/global-id.js';
import { policyParameters, type PolicyCode } from '../../../schema/policy-parameters.js';
import type { PolicyRefusalCode } from '../../../schema/policy-refusals.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { takeTurn } from '../storage/turns.js';
import type { PolicyChangeRow, PolicyTables } from './policy.entity.js';
import { type AskedValue, refuseValue } from './policy.rules.js';

/** A change of a parameter as its operator asks for it. */
export interface ParameterCommand extends AskedValue {
  readonly idempotencyKey: string;
}

type ParameterOutcome = Outcome<{ readonly refusal: PolicyRefusalCode }>;

/**
 * Sets a parameter of this province, or goes back to the national value, once for each key: the change is one more row,
 * and none before it is touched. Gives the id of the change.
 */
export async function setParameter(context: ProvinceContext, command: ParameterCommand): Promise<ParameterOutcome> {
  const { caller } = context;
  if (caller === undefined) throw new Error('Nobody known sets a parameter.');
  const { code, value, reason, idempotencyKey } = command;
  const request = ['setPolicyParameter', code, value ?? null, reason];
  const once = { idempotencyKey, caller, request, ifReused: { refusal: 'KEY_REUSED' } as const };
  return runOnce(context.exchange.desk, once, async (transaction): Promise<ParameterOutcome> => {
    await takeTurn(transaction, `policy ${code}`);
    const last = await findLast(transaction, code);
    const set = last?.to_value ?? null;
    const refusal = refuseValue(set, command);
    if (refusal !== undefined) return { refusal };
    const nowMs = context.surroundings.nowMs();
    const local = createUuidV7(nowMs, context.exchange.desk.randomness);
    const id = formatGlobalId({ province: context.province.code, type: 'PolicyChange', local });
    const change = { at: isoTime(nowMs), from_value: set ?? policyParameters[code].standard, to_value: value ?? null };
    const row = { id, code, seq: (last?.seq ?? 0) + 1, ...change, reason, changed_by: caller.subject };
    await transaction.getKysely<PolicyTables>().insertInto('policy_change').values(row).execute();
    return { subject: id };
  });
}

function findLast(transaction: Transaction, code: PolicyCode): Promise<PolicyChangeRow | undefined> {
  const changes = transaction.getKysely<PolicyTables>().selectFrom('policy_change').selectAll();
  return changes.where('code', '=', code).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}
