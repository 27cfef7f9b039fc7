import { type Kysely, sql } from 'kysely';
import type { Applicant } from '../../access/own-case.js';
import type { CatalogueTables, ScenarioRecord } from '../../catalogue/index.js';
import { type Desk, isoTime } from '../../exchange/desk.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { chinaDayOf, compactDate } from '../../shared/calendar.js';
import type { AgreementBook } from '../../shared/agreement.js';
import type { ProvinceInstance } from '../../../shared/instance.js';
import { fromJson, toJson } from '../../storage/stored.js';
import { takeTurn } from '../../storage/turns.js';
import type { CaseRow, CaseTables } from '../case.entity.js';
import type { LegStates } from '../joint/leg-graph.rules.js';
import { beginCourse, type Course } from '../machine/course.rules.js';
import type { Gap, ItemFacts } from '../machine/facts.rules.js';
import type { ItemRequirements } from '../preflight.rules.js';
import { nextDueMs } from './case-clocks.rules.js';
import { CASE, type PlannedCourse } from './case-face.rules.js';
import type {
  CaseCourseRow,
  CaseFileRow,
  CourseClocks,
  CourseKind,
  FileContent,
  HandlingTables,
} from './handling.entity.js';

/** What handling works with, in one transaction. */
export interface Office {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly transaction: Transaction;
  readonly agreements: AgreementBook;
}

type Tables = CaseTables & CatalogueTables & HandlingTables;

/** The tables that handling reads and writes, in its transaction. */
export function tablesOf({ transaction }: Pick<Office, 'transaction'>): Kysely<Tables> {
  return transaction.getKysely<Tables>();
}

/** A course as it is worked with; changed by replacing it. */
export interface CourseRecord {
  readonly id: string;
  readonly collaborationNo: string;
  readonly name: string;
  readonly seq: number;
  readonly role: PlannedCourse['role'];
  readonly kind: CourseKind;
  readonly machine: string;
  readonly province: string;
  readonly unitCode: string | null;
  readonly state: string;
  readonly course: Course;
  readonly clocks: CourseClocks;
  readonly handoffId: string | null;
  readonly brought: ReturnType<typeof readBrought>;
  /** 0 until it is stored for the first time. */
  readonly version: number;
}

/** A case file with its courses by name; `courses` follows what is stored. */
export interface Dossier {
  readonly collaborationNo: string;
  readonly caseId: string | null;
  readonly applicant: Applicant;
  content: FileContent;
  gaps: readonly Gap[] | null;
  readonly courses: Map<string, CourseRecord>;
}

/** Somebody else moved the course since it was read; everything that was written is to be undone. */
export class CourseChangedError extends Error {
  override readonly name = 'CourseChangedError';
}

/** Opens the file of a collaboration, and takes the turn with it; undefined when there is none here. */
export async function findDossier(office: Office, collaborationNo: string): Promise<Dossier | undefined> {
  await takeTurn(office.transaction, collaborationNo);
  const files = tablesOf(office).selectFrom('case_file').selectAll();
  const file = await files.where('collaboration_no', '=', collaborationNo).executeTakeFirst();
  return file === undefined ? undefined : open(office, file);
}

/** As {@link findDossier}, by the case; undefined when that is not handled here (a seeded record, say). */
export async function findDossierOfCase(office: Office, caseId: string): Promise<Dossier | undefined> {
  const files = tablesOf(office).selectFrom('case_file').select('collaboration_no');
  const file = await files.where('case_id', '=', caseId).executeTakeFirst();
  return file === undefined ? undefined : findDossier(office, file.collaboration_no);
}

async function open(office: Office, file: CaseFileRow): Promise<Dossier> {
  const courses = tablesOf(office).selectFrom('case_course').selectAll();
  const rows = await courses.where('collaboration_no', '=', file.collaboration_no).orderBy('seq').execute();
  return {
    collaborationNo: file.collaboration_no,
    caseId: file.case_id,
    applicant: { person: file.applicant_person, subject: file.applicant_subject },
    content: fromJson(file.content),
    gaps: file.gaps === null ? null : fromJson(file.gaps),
    courses: new Map(rows.map((row) => [row.name, readCourse(row)])),
  };
}

/** A course as it is worked with, from its row. */
export function readCourse(row: CaseCourseRow): CourseRecord {
  const { id, name, seq, role, kind, machine, province, state, version } = row;
  const stored = { unitCode: row.unit_code, handoffId: row.handoff_id, brought: readBrought(row.brought) };
  const parts = { collaborationNo: row.collaboration_no, course: fromJson(row.course), clocks: fromJson(row.clocks) };
  return { id, name, seq, role, kind, machine, province, state, version, ...stored, ...parts };
}

const readBrought = (brought: CaseCourseRow['brought']) => (brought === null ? null : fromJson(brought));

/** The id of a course: of the leg, or of the case as its lead or its only place keeps it. */
export function courseId(province: string, collaborationNo: string, name: string): string {
  return `${province}:Leg:${collaborationNo}.${name}`;
}

/** A course of which nothing has happened yet. It is stored with its first move, or by {@link storeCourse}. */
export function planCourse(
  { instance }: Pick<Office, 'instance'>,
  collaborationNo: string,
  planned: PlannedCourse & {
    readonly seq: number;
    readonly kind: CourseKind;
    readonly state?: string;
    readonly unitCode?: string | null;
  },
): CourseRecord {
  const { name, role, machine, province, seq, kind, state = machine.initial, unitCode = null } = planned;
  const id = courseId(instance.code, collaborationNo, name);
  const blank = { clocks: {}, handoffId: null, brought: null, version: 0 };
  return {
    id,
    collaborationNo,
    name,
    seq,
    role,
    kind,
    machine: machine.name,
    province,
    unitCode,
    state,
    course: beginCourse(state),
    ...blank,
  };
}

/** Stores a course in the place of the version that it was read with, and keeps it in the dossier. */
export async function storeCourse(office: Office, dossier: Dossier, record: CourseRecord): Promise<CourseRecord> {
  const nowMs = office.desk.clock.nowMs();
  const { id, name, seq, role, kind, machine, province, state, version } = record;
  const row: CaseCourseRow = {
    ...{ id, name, seq, role, kind, machine, province, state },
    collaboration_no: dossier.collaborationNo,
    unit_code: record.unitCode,
    course: toJson(record.course),
    clocks: toJson(record.clocks),
    handoff_id: record.handoffId,
    brought: record.brought === null ? null : toJson(record.brought),
    // What another province moves by its clocks is not ours to bring about.
    next_due_ms: movesByTime(office, dossier, record) ? nextDueMs(record.clocks, nowMs) : null,
    version: version + 1,
    updated_at: isoTime(nowMs),
  };
  const courses = tablesOf(office);
  if (version === 0) await courses.insertInto('case_course').values(row).execute();
  else {
    const update = courses.updateTable('case_course').set(row).where('id', '=', id).where('version', '=', version);
    const { numUpdatedRows } = await update.executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new CourseChangedError(`${id} is no longer at version ${version}.`);
  }
  const stored = { ...record, version: version + 1 };
  dossier.courses.set(name, stored);
  return stored;
}

// The lead watches the limits of all legs of a joint case, its participants those of none.
function movesByTime({ instance }: Office, { content }: Dossier, { kind }: CourseRecord): boolean {
  if (kind === 'TOLD') return false;
  return content.mode !== 'JOINT_HANDLING' || content.places.LEAD === instance.code;
}

/** Stores what was applied for, and what a preflight found in it. */
export async function storeFile(office: Office, dossier: Dossier): Promise<void> {
  const { collaborationNo, caseId, applicant, content, gaps } = dossier;
  const staying = {
    ...{ collaboration_no: collaborationNo, case_id: caseId },
    ...{ applicant_person: applicant.person, applicant_subject: applicant.subject },
  };
  const changing = { content: toJson(content), gaps: gaps === null ? null : toJson(gaps) };
  await tablesOf(office)
    .insertInto('case_file')
    .values({ ...staying, ...changing })
    .onConflict((conflict) => conflict.column('collaboration_no').doUpdateSet(changing))
    .execute();
}

/** The next serial of a day in China, and that day as numbers write it. */
export async function nextSerial(office: Office): Promise<{ readonly date: string; readonly serial: number }> {
  const date = compactDate(chinaDayOf(office.desk.clock.nowMs()));
  const { last } = await tablesOf(office)
    .insertInto('case_serial')
    .values({ date, last: 1 })
    .onConflict((conflict) => conflict.column('date').doUpdateSet({ last: sql<number>`case_serial.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return { date, serial: last };
}

/** An item of this province, as far as handling depends on it. */
export interface KnownItem {
  readonly facts: ItemFacts;
  readonly requirements: ItemRequirements;
  readonly scenarios: readonly ScenarioRecord[];
  readonly version: number;
  readonly caseKind: ItemFacts['caseKind'];
  readonly mode: FileContent['mode'];
  readonly unitCode: string;
  readonly provenance: CaseRow['provenance'];
}

/** What this province lists of an item; undefined when it does not list it. */
export async function findKnownItem(office: Office, itemCode: string): Promise<KnownItem | undefined> {
  const items = tablesOf(office).selectFrom('service_item').selectAll().where('item_code', '=', itemCode);
  const row = await items.orderBy('id').executeTakeFirst();
  if (row === undefined) return undefined;
  const { statutory_value: value, statutory_unit: unit } = row;
  const facts: ItemFacts = {
    isInForce: true, // the list holds what is in force
    caseKind: row.case_kind,
    promised: { value: row.promised_value, unit: row.promised_unit },
    statutory: value === null || unit === null ? null : { value, unit },
    givesLicence: row.result_type === 'LICENCE',
  };
  const requirements = {
    materials: fromJson(row.materials),
    acceptanceConditions: fromJson(row.acceptance_conditions),
  };
  return {
    facts,
    requirements,
    scenarios: fromJson(row.scenarios),
    version: row.version,
    caseKind: row.case_kind,
    mode: row.mode,
    unitCode: row.authority_code,
    provenance: row.provenance,
  };
}

/** True for a unit of this province's list of authorities. */
export async function isUnit(office: Office, code: string): Promise<boolean> {
  const found = tablesOf(office).selectFrom('authority').select('code').where('code', '=', code);
  return (await found.executeTakeFirst()) !== undefined;
}

/** The states of the legs of a joint case, as they stand here. */
export function legStates({ content, courses }: Dossier): LegStates {
  const legs = content.flow?.legs ?? [];
  // A course of a joint leg is stored with a state of its own table only.
  return Object.fromEntries(legs.map(({ id }) => [id, courses.get(id)?.state ?? 'PLANNED'])) as LegStates;
}

/**
 * What other provinces have sent materials for that a course rests on, by id: its case, or the leg itself where there is
 * none. The course of a joint case rests on what came with the results of its legs, too.
 */
export function receivedFor({ caseId, courses }: Dossier, record: CourseRecord): readonly string[] {
  const done = [...courses.values()].filter(({ kind, state }) => kind === 'COPY' && state === 'DONE');
  return [caseId ?? record.id, ...(record.name === CASE ? done.map(({ id }) => id) : [])];
}
