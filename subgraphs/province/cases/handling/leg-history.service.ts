import type { Kysely } from 'kysely';
import type { Transaction } from '../../exchange/exchange.entity.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import { machines } from '../modes/machines.rules.js';
import { tablesOf } from './dossier.service.js';
import type { HandlingTables } from './handling.entity.js';

/** Instants from one, inclusive, to another; ISO 8601 in UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A leg of this province with what was done to it, oldest first. */
export interface LegHistory {
  readonly id: string;
  readonly collaborationNo: string;
  readonly name: string;
  readonly unitCode: string | null;
  readonly entries: readonly {
    readonly at: string;
    readonly event: CaseEvent;
    /** Account of who did it; null for systems and letters. */
    readonly subject: string | null;
  }[];
}

/** What happened to legs in a period, of all units or of one. */
export interface LegQuestion extends Period {
  readonly events: readonly CaseEvent[];
  readonly unit?: string | undefined;
}

/** The whole history of each own leg to which one of these events happened in a period: found by an index. */
export async function readLegHistories(
  transaction: Transaction,
  { from, to, events, unit }: LegQuestion,
): Promise<readonly LegHistory[]> {
  const log = tablesOf({ transaction }).selectFrom('case_log').select('case_log.course_id').distinct();
  const touched = log.where('event', 'in', events).where('at', '>=', from).where('at', '<', to);
  const ofUnit = touched.innerJoin('case_course', 'case_course.id', 'case_log.course_id');
  const rows = unit === undefined ? touched : ofUnit.where('case_course.unit_code', '=', unit);
  const ids = (await rows.execute()).map(({ course_id: id }) => id);
  return inParts(ids, (part) => readHistories(transaction, { column: 'id', values: part }));
}

/** The histories of the own legs of these collaborations, of all units or of one. */
export function readLegsOf(
  transaction: Transaction,
  collaborationNos: readonly string[],
  unit?: string,
): Promise<readonly LegHistory[]> {
  return inParts(collaborationNos, (values) =>
    readHistories(transaction, { column: 'collaboration_no', values, unit }),
  );
}

interface Wanted {
  readonly column: 'id' | 'collaboration_no';
  readonly values: readonly string[];
  readonly unit?: string | undefined;
}

async function readHistories(
  transaction: Transaction,
  { column, values, unit }: Wanted,
): Promise<readonly LegHistory[]> {
  const tables = tablesOf({ transaction });
  const courses = tables.selectFrom('case_course').selectAll().where(column, 'in', values).where('kind', '=', 'OWN');
  const wanted = unit === undefined ? courses : courses.where('unit_code', '=', unit);
  const legs = await wanted.orderBy('id').execute();
  if (legs.length === 0) return [];
  const ids = legs.map(({ id }) => id);
  const log = tables.selectFrom('case_log').select(['course_id', 'at', 'event', 'subject']);
  const entries = await log.where('course_id', 'in', ids).orderBy('course_id').orderBy('seq').execute();
  const byLeg = Map.groupBy(entries, ({ course_id: id }) => id);
  return legs.map((leg) => ({
    ...{ id: leg.id, collaborationNo: leg.collaboration_no, name: leg.name, unitCode: leg.unit_code },
    entries: (byLeg.get(leg.id) ?? []).map(({ at, event, subject }) => ({ at, event, subject })),
  }));
}

// SQLite binds at most 32,766 variables to one statement.
const PART = 10_000;

async function inParts<Row>(
  values: readonly string[],
  read: (part: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let begin = 0; begin < values.length; begin += PART)
    rows.push(...(await read(values.slice(begin, begin + PART))));
  return rows;
}

/** A leg that is open here, who has it, and who acted on it last. */
export interface OpenLeg {
  readonly unitCode: string | null;
  /** Account of the last person who acted on it; null while nobody has. */
  readonly subject: string | null;
}

// Planned legs wait for other legs, and a course in a final state is over. No state is open in one machine and final in
// another.
const waiting: ReadonlySet<string> = new Set(['NEW', 'PLANNED', 'EXPECTED', 'DRAFT']);

const open: readonly string[] = [
  ...new Set(
    machines.flatMap(({ states, final }) => states.filter((state) => !waiting.has(state) && !final.includes(state))),
  ),
];

/** The own legs of this province at which somebody is at work, of one unit or of all: sought by what is open. */
export function openLegs(db: Kysely<HandlingTables>, unit?: string) {
  const courses = db.selectFrom('case_course').select(['id', 'unit_code']).where('kind', '=', 'OWN');
  const atWork = courses.where('state', 'in', open);
  return unit === undefined ? atWork : atWork.where('unit_code', '=', unit);
}

/** What is open, and with whom. */
export async function listOpenLegs(transaction: Transaction, unit?: string): Promise<readonly OpenLeg[]> {
  const legs = await openLegs(tablesOf({ transaction }), unit).execute();
  const acted = await inParts(
    legs.map(({ id }) => id),
    (part) => readLastActors(transaction, part),
  );
  const last = new Map(acted.map(({ id, subject }) => [id, subject]));
  return legs.map(({ id, unit_code: unitCode }) => ({ unitCode, subject: last.get(id) ?? null }));
}

async function readLastActors(transaction: Transaction, ids: readonly string[]) {
  const log = tablesOf({ transaction }).selectFrom('case_log').select(['course_id', 'subject']);
  const acts = log.where('course_id', 'in', ids).where('unit_code', 'is not', null).where('subject', 'is not', null);
  const rows = await acts.orderBy('course_id').orderBy('seq').execute();
  return rows.map(({ course_id: id, subject }) => ({ id, subject })); // of equal ids, a map keeps the last
}
