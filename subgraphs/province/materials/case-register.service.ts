import type { CaseState } from '../../../schema/case-lists.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { takeTurn } from '../storage/turns.js';
import { endedCaseStates, endedLegStates } from '../shared/ended-states.js';

/** The register of cases, as far as materials depend on it: the room of cases lies above this one. */
export interface CaseRegister {
  service_case: {
    readonly id: string;
    readonly state: keyof typeof CaseState.entries;
    /** Person key. */
    readonly applicant_person: string | null;
    readonly submitted_at: string;
    /** Of the last move. */
    readonly updated_at: string;
  };
  /** A participant of a joint case has the file, and no case. */
  case_file: { readonly collaboration_no: string; readonly case_id: string | null };
  case_course: {
    /** Of the leg. */
    readonly id: string;
    readonly collaboration_no: string;
    readonly kind: string;
    readonly state: string;
    readonly updated_at: string;
  };
}

type Reader = Pick<Transaction, 'getKysely'>;

/** True for a case of this province. */
export async function isCase(reader: Reader, caseId: string): Promise<boolean> {
  const cases = reader.getKysely<CaseRegister>().selectFrom('service_case').select('id');
  return (await cases.where('id', '=', caseId).executeTakeFirst()) !== undefined;
}

/** True for what has materials of its own here: a case, or a leg that is done for a case of another province. */
export async function isSubject(reader: Reader, id: string): Promise<boolean> {
  return (await isCase(reader, id)) || (await isLegElsewhere(reader, id));
}

async function isLegElsewhere(reader: Reader, id: string): Promise<boolean> {
  const legs = reader
    .getKysely<CaseRegister>()
    .selectFrom('case_course')
    .innerJoin('case_file', 'case_file.collaboration_no', 'case_course.collaboration_no')
    .select('case_course.id')
    .where('case_course.id', '=', id)
    .where('case_file.case_id', 'is', null);
  return (await legs.executeTakeFirst()) !== undefined;
}

/**
 * Takes the turn with whatever moves a case or leg, until the transaction ends: that of its collaboration. What has no
 * file there, such as a record of before, is moved by nobody.
 */
export async function takeTurnOf(transaction: Transaction, subject: string): Promise<void> {
  const db = transaction.getKysely<CaseRegister>();
  const files = db.selectFrom('case_file').select('collaboration_no').where('case_id', '=', subject);
  const legs = db.selectFrom('case_course').select('collaboration_no').where('id', '=', subject);
  const found = (await files.executeTakeFirst()) ?? (await legs.executeTakeFirst());
  if (found !== undefined) await takeTurn(transaction, found.collaboration_no);
}

/** True for a leg for a case elsewhere with which nothing goes to its lead any more. One that has run out may be done late. */
export async function isEndedLeg(reader: Reader, id: string): Promise<boolean> {
  if (!(await isLegElsewhere(reader, id))) return false;
  const legs = reader.getKysely<CaseRegister>().selectFrom('case_course').select('state').where('id', '=', id);
  const { state } = await legs.executeTakeFirstOrThrow();
  return state !== 'EXPIRED' && endedLegStates.some((ended) => ended === state);
}

/** A case and its legs, by their ids: results of legs come with those. */
export async function subjectsOf(reader: Reader, caseId: string): Promise<readonly string[]> {
  const legs = reader
    .getKysely<CaseRegister>()
    .selectFrom('case_file')
    .innerJoin('case_course', 'case_course.collaboration_no', 'case_file.collaboration_no')
    .select('case_course.id')
    .where('case_file.case_id', '=', caseId);
  return [caseId, ...(await legs.execute()).map(({ id }) => id)];
}

/** Person key of the applicant of a case; undefined when nobody has said who he is. */
export async function findApplicantOf(reader: Reader, caseId: string): Promise<string | undefined> {
  const cases = reader.getKysely<CaseRegister>().selectFrom('service_case').select('applicant_person');
  return (await cases.where('id', '=', caseId).executeTakeFirst())?.applicant_person ?? undefined;
}

/**
 * When what this province has of a collaboration has ended, by its last move: its case, or where it has none its legs.
 * Null while that goes on; undefined where nothing of it is here.
 */
export async function findEnd(reader: Reader, collaborationNo: string): Promise<string | null | undefined> {
  const db = reader.getKysely<CaseRegister>();
  const files = db.selectFrom('case_file').select('case_id').where('collaboration_no', '=', collaborationNo);
  const file = await files.executeTakeFirst();
  if (file === undefined) return undefined;
  const caseId = file.case_id;
  if (caseId !== null) {
    const cases = db.selectFrom('service_case').select(['state', 'updated_at']).where('id', '=', caseId);
    return endOf(await cases.execute(), endedCaseStates);
  }
  const legs = db.selectFrom('case_course').select(['state', 'updated_at']).where('kind', '=', 'OWN');
  return endOf(await legs.where('collaboration_no', '=', collaborationNo).execute(), endedLegStates);
}

interface Standing {
  readonly state: string;
  readonly updated_at: string;
}

function endOf(parts: readonly Standing[], ended: readonly string[]): string | null | undefined {
  if (!parts.every(({ state }) => ended.includes(state))) return null;
  return parts
    .map(({ updated_at: at }) => at)
    .toSorted()
    .at(-1);
}
