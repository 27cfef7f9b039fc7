import type { CaseState } from '../../../schema/case-lists.js';
import type { Transaction } from '../exchange/exchange.entity.js';

/** The register of cases, as far as materials depend on it: the room of cases lies above this one. */
export interface CaseRegister {
  service_case: { readonly id: string; readonly state: keyof typeof CaseState.entries };
}

/** True for a case of this province. */
export async function isCase(reader: Pick<Transaction, 'getKysely'>, caseId: string): Promise<boolean> {
  const cases = reader.getKysely<CaseRegister>().selectFrom('service_case').select('id');
  return (await cases.where('id', '=', caseId).executeTakeFirst()) !== undefined;
}
