// A case in the register of a province, with nothing else: what materials need to be handed in.
import type { CaseRow, CaseTables } from '../../subgraphs/province/cases/index.js';
import type { ProvinceStorage } from '../../subgraphs/province/storage/orm.js';
import { toJson } from '../../subgraphs/province/storage/stored.js';

/** Puts a case into the register, a draft unless another state is given, and gives its id. */
export async function registerCase(
  { em }: ProvinceStorage,
  id: string,
  state: CaseRow['state'] = 'DRAFT',
): Promise<string> {
  const at = '2026-03-02T02:00:00.000Z';
  const row: CaseRow = {
    ...{ id, case_no: id, item_code: 'mps-idcard-first', mode: 'FULLY_ONLINE', state, kind: null },
    ...{ applicant_kind: 'NATURAL_PERSON', applicant_province: 'GD', channel: 'ONLINE_COMPUTER' },
    ...{ submitted_at: at, due_at: null, acceptance: null, special_procedures: toJson([]), materials: toJson([]) },
    ...{ completion: null, provenance: 'SYNTHETIC', updated_at: at },
  };
  const cases = em.getKysely<CaseTables>().insertInto('service_case').values(row);
  await cases.onConflict((conflict) => conflict.column('id').doUpdateSet({ state })).execute();
  return id;
}
