import type { LegRole } from '../../../../schema/case-lists.js';
import type { Applicant } from '../../access/own-case.js';
import type { Json } from '../../exchange/canonical-json.js';
import { toReceipt } from '../../exchange/chain-rows.js';
import type { ExchangeTables, Transaction } from '../../exchange/exchange.entity.js';
import { fromJson } from '../../storage/stored.js';
import { type CourseRecord, readCourse, tablesOf } from './dossier.service.js';
import type { CaseFileRow, CaseLogRow, FileContent } from './handling.entity.js';
import { type LegMeasure, measureHandoff, measureLeg, mostOf, UNMEASURED } from './measure-leg.rules.js';

/** A leg with what it is judged by. */
export interface MeasuredLeg extends LegMeasure {
  readonly name: string;
  readonly province: string;
  readonly role: keyof typeof LegRole.entries;
  /** The unit that holds it; null where only its own province knows. */
  readonly unitCode: string | null;
  /** How often its work was sent back to be done again. */
  readonly sentBack: number;
}

/** A case as this province knows it, with all of its legs. */
export interface MeasuredCase {
  readonly collaborationNo: string;
  /** Null where only a leg is done here. */
  readonly caseId: string | null;
  readonly applicant: Applicant;
  /** The unit that answers for it here, whichever leg that is. */
  readonly unitCode: string;
  readonly legs: readonly MeasuredLeg[];
  /** The province of every leg that this one knows by name, of those that it has no course of too. */
  readonly legProvinces: ReadonlyMap<string, string>;
  /** The provinces that take part in it, as far as this one knows. */
  readonly parties: readonly string[];
}

interface Here {
  readonly province: string;
  readonly nowMs: number;
}

/**
 * Measures the legs of a case: its own by their clocks, those of others by what the last letter of each says under its
 * province's seal. Undefined when this province has no file of it.
 */
export async function findMeasuredCase(
  transaction: Transaction,
  here: Here,
  collaborationNo: string,
): Promise<MeasuredCase | undefined> {
  const files = tablesOf({ transaction }).selectFrom('case_file').selectAll();
  const file = await files.where('collaboration_no', '=', collaborationNo).executeTakeFirst();
  if (file === undefined) return undefined;
  const courses = await readCourses(transaction, collaborationNo);
  const log = await readLog(transaction, courses);
  const told = await readTold(transaction, courses);
  const handoff = mostOf(courses.map(({ clocks }) => measureHandoff(clocks, here.nowMs)));
  const legs = courses.map((record): MeasuredLeg => {
    const { name, province, role, unitCode, kind } = record;
    const isTold = kind === 'TOLD';
    const measured = isTold ? (told.get(name) ?? UNMEASURED) : measureLeg(record.clocks, here.nowMs);
    const measure = isTold && name === 'handle' ? mostOf([measured, handoff]) : measured;
    return { name, province, role, unitCode, ...measure, sentBack: sentBack(record, log.get(record.id) ?? []) };
  });
  const unitCode = await unitHere(transaction, { file, courses });
  const applicant = { person: file.applicant_person, subject: file.applicant_subject };
  return { collaborationNo, caseId: file.case_id, applicant, unitCode, legs, ...placesOf(file, courses) };
}

function placesOf(
  { content }: CaseFileRow,
  courses: readonly CourseRecord[],
): Pick<MeasuredCase, 'legProvinces' | 'parties'> {
  const { places, flow } = fromJson<FileContent>(content);
  const legProvinces = new Map(courses.map(({ name, province }) => [name, province]));
  for (const { id, province } of flow?.legs ?? []) if (province !== undefined) legProvinces.set(id, province);
  const { ALONG = [], ...single } = places;
  const parties = [...new Set([...ALONG, ...Object.values<string>(single), ...legProvinces.values()])];
  return { legProvinces, parties };
}

async function readCourses(transaction: Transaction, collaborationNo: string): Promise<readonly CourseRecord[]> {
  const courses = tablesOf({ transaction }).selectFrom('case_course').selectAll();
  const rows = await courses.where('collaboration_no', '=', collaborationNo).orderBy('seq').execute();
  return rows.map(readCourse);
}

async function readLog(
  transaction: Transaction,
  courses: readonly CourseRecord[],
): Promise<ReadonlyMap<string, readonly CaseLogRow[]>> {
  const ids = courses.map(({ id }) => id);
  const log = tablesOf({ transaction }).selectFrom('case_log').selectAll().where('course_id', 'in', ids);
  return Map.groupBy(await log.orderBy('seq').execute(), ({ course_id: id }) => id);
}

// A handoff that comes back and a correction after it are both what the window should have seen; a leg of a joint case
// is sent back by a question.
const returns: ReadonlySet<string> = new Set(['handoffRejected', 'correctionRequested']);

function sentBack({ course }: CourseRecord, log: readonly CaseLogRow[]): number {
  return log.filter(({ event }) => returns.has(event)).length + course.infoRounds;
}

/** What the province of each other leg has said of it last, by leg. What anybody else says of it is not heard. */
async function readTold(
  transaction: Transaction,
  courses: readonly CourseRecord[],
): Promise<ReadonlyMap<string, LegMeasure>> {
  const provinces = new Map(courses.map(({ name, province }) => [name, province]));
  const inbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_inbox');
  const ofCase = inbox.where('collaboration_no', '=', courses[0]?.collaborationNo ?? '');
  const letters = await ofCase.select(['sender', 'payload', 'receipt']).orderBy('at').orderBy('seq').execute();
  const told = new Map<string, LegMeasure>();
  for (const { sender, payload, receipt } of letters) {
    const { leg, measure } = { ...(JSON.parse(payload) as { readonly leg?: Json; readonly measure?: Json }) };
    const read = parseMeasure(measure);
    if (typeof leg !== 'string' || read === undefined || provinces.get(leg) !== sender) continue;
    if (toReceipt(receipt).result === 'APPLIED') told.set(leg, read);
  }
  return told;
}

function parseMeasure(value: Json | undefined): LegMeasure | undefined {
  const { overdueMinutes, usedPercent } = { ...(value as Partial<LegMeasure> | null | undefined) };
  const isWhole = [overdueMinutes, usedPercent].every((number) => Number.isInteger(number) && Number(number) >= 0);
  return isWhole ? { overdueMinutes: Number(overdueMinutes), usedPercent: Number(usedPercent) } : undefined;
}

async function unitHere(
  transaction: Transaction,
  { file, courses }: { readonly file: CaseFileRow; readonly courses: readonly CourseRecord[] },
): Promise<string> {
  const held = courses.find(({ kind, unitCode }) => kind === 'OWN' && unitCode !== null)?.unitCode;
  if (held !== undefined && held !== null) return held;
  const { itemCode, mandate } = fromJson<FileContent>(file.content);
  const items = tablesOf({ transaction }).selectFrom('service_item').select('authority_code');
  const item = await items.where('item_code', '=', itemCode).orderBy('id').executeTakeFirst();
  return item?.authority_code ?? mandate?.unitCode ?? '';
}
