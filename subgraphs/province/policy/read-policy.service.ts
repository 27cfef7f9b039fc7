import type { SqlEntityManager } from '@mikro-orm/sql';
import { type PolicyCode, policyParameters } from '../../../schema/policy-parameters.js';
import type { PolicyTables } from './policy.entity.js';

/** The parameters of a province at one instant, in the unit that each has. */
export interface Policy {
  readonly valueOf: (code: PolicyCode) => number;
}

/** Reads what the province has set; the national value stands for whatever it has not. */
export async function readPolicy(em: SqlEntityManager): Promise<Policy> {
  const changes = em.getKysely<PolicyTables>().selectFrom('policy_change').select(['code', 'to_value']);
  const set = new Map<string, number | null>();
  for (const { code, to_value } of await changes.orderBy('code').orderBy('seq').execute()) set.set(code, to_value);
  return { valueOf: (code) => set.get(code) ?? policyParameters[code].standard };
}

/** What one parameter was at any instant, in milliseconds: what was in force when a limit began stays so for it. */
export async function readPast(em: SqlEntityManager, code: PolicyCode): Promise<(atMs: number) => number> {
  const changes = em.getKysely<PolicyTables>().selectFrom('policy_change').select(['at', 'to_value']);
  const rows = await changes.where('code', '=', code).orderBy('seq').execute();
  const { standard } = policyParameters[code];
  return (atMs) => rows.findLast(({ at }) => Date.parse(at) <= atMs)?.to_value ?? standard;
}
