// A case in the register of a province, with nothing else: what materials need to be handed in.
import type { CaseRow, CaseTables } from '../../subgraphs/province/cases/index.js';
import type { HandlingTables } from '../../subgraphs/province/cases/handling/handling.entity.js';
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
    ...{
      applicant_kind: 'NATURAL_PERSON',
      applicant_province: 'GD',
      applicant_person: null,
      channel: 'ONLINE_COMPUTER',
    },
    ...{ submitted_at: at, due_at: null, acceptance: null, special_procedures: toJson([]), materials: toJson([]) },
    ...{ completion: null, provenance: 'SYNTHETIC', updated_at: at },
  };
  const cases = em.getKysely<CaseTables>().insertInto('service_case').values(row);
  await cases.onConflict((conflict) => conflict.column('id').doUpdateSet({ state })).execute();
  return id;
}

/** Puts a case that is registered into another state, by a move at `at`. */
export async function moveCase(
  { em }: ProvinceStorage,
  id: string,
  { state, at }: { readonly state: CaseRow['state']; readonly at: string },
): Promise<void> {
  const cases = em.getKysely<CaseTables>().updateTable('service_case').where('id', '=', id);
  await cases.set({ state, updated_at: at }).execute();
}

/** Puts the file of a collaboration into the register: of a case, or of a leg for a case elsewhere. */
export async function registerFile({ em }: ProvinceStorage, no: string, caseId: string | null): Promise<void> {
  const blank = {
    applicant_person: null,
    applicant_subject: null,
    content: toJson({ places: { LEAD: 'GD' } }) as never,
    gaps: null,
  };
  await em
    .getKysely<HandlingTables>()
    .insertInto('case_file')
    .values({ ...blank, collaboration_no: no, case_id: caseId })
    .execute();
}

/** Puts a leg of a collaboration into the register, in a state that it has since `at`, and gives its id. */
export async function registerLeg(
  { em }: ProvinceStorage,
  no: string,
  { name, state, at }: { readonly name: string; readonly state: string; readonly at: string },
): Promise<string> {
  const id = `GD:Leg:${no}.${name}`;
  const blank = { unit_code: null, course: toJson({}) as never, clocks: toJson({}), handoff_id: null, brought: null };
  const kind = { role: 'PARTICIPATE', kind: 'OWN', machine: 'JOINT_LEG', province: 'GD' } as const;
  const row = { ...blank, ...kind, id, collaboration_no: no, name, state, updated_at: at };
  const courses = em.getKysely<HandlingTables>().insertInto('case_course');
  await courses.values({ ...row, seq: 0, next_due_ms: null, version: 1 }).execute();
  return id;
}
