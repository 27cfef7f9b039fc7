import type { LegRole } from '../../../../schema/case-lists.js';
import { isoTime } from '../../exchange/desk.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { fromJson } from '../../storage/stored.js';
import { criticalLegs, type LegStates, stagesOf } from '../joint/leg-graph.rules.js';
import { dueNowMs, workingDaysLeft } from './case-clocks.rules.js';
import { awaitingLegs, CASE, placeOf } from './case-face.rules.js';
import { type CourseRecord, readCourse, tablesOf } from './dossier.service.js';
import type { CaseFileRow, CaseLogRow, FileContent } from './handling.entity.js';

/** A leg as the file of this province has it. Instants are ISO 8601 in UTC. */
export interface FiledLeg {
  readonly province: string;
  /** `case` for the case itself. */
  readonly name: string;
  readonly role: keyof typeof LegRole.entries;
  /** As the table of its course calls it; null where only the province that does it can say. */
  readonly state: string | null;
  /** How many legs lie before it. */
  readonly stage: number;
  /** Whether it determines the end; null outside joint cases, and everywhere but at their lead. */
  readonly isCritical: boolean | null;
  /** Its first move, and the one that brought it into its state; null while it has not moved. */
  readonly begunAt: string | null;
  readonly since: string | null;
  /** Null when no clock runs. */
  readonly dueAt: string | null;
  /** When this province stored it last. */
  readonly storedAt: string;
}

/** What the file of this province says of a case. */
export interface FiledCase {
  readonly legs: readonly FiledLeg[];
  /** When the case began and ended; null before, and where this province has no case but only legs. */
  readonly begunAt: string | null;
  readonly endedAt: string | null;
  /** Ids of the envelopes by which this file has told others of its moves. */
  readonly envelopes: ReadonlySet<string>;
}

/** Reads the file of a collaboration as it stands at an instant; undefined when this province has none. */
export async function findFiledCase(
  transaction: Transaction,
  { province, nowMs }: { readonly province: string; readonly nowMs: number },
  collaborationNo: string,
): Promise<FiledCase | undefined> {
  const tables = tablesOf({ transaction });
  const files = tables.selectFrom('case_file').selectAll().where('collaboration_no', '=', collaborationNo);
  const file = await files.executeTakeFirst();
  if (file === undefined) return undefined;
  const courses = tables.selectFrom('case_course').selectAll().where('collaboration_no', '=', collaborationNo);
  const rows = await courses.orderBy('seq').execute();
  const ids = rows.map(({ id }) => id);
  const log = await tables.selectFrom('case_log').selectAll().where('course_id', 'in', ids).orderBy('seq').execute();
  const byCourse = Map.groupBy(log, ({ course_id: id }) => id);
  const filed = rows.map((row): FiledCourse => {
    const record = readCourse(row);
    return { record, storedAt: row.updated_at, log: byCourse.get(row.id) ?? [] };
  });
  const handoffs = tables.selectFrom('case_handoff').select('envelope_id').where('course_id', 'in', ids);
  const envelopes = new Set((await handoffs.execute()).map(({ envelope_id: id }) => id));
  return { ...readFile({ province, nowMs, file, courses: filed }), envelopes };
}

interface FiledCourse {
  readonly record: CourseRecord;
  readonly storedAt: string;
  readonly log: readonly CaseLogRow[];
}

interface Filed {
  readonly province: string;
  readonly nowMs: number;
  readonly file: CaseFileRow;
  readonly courses: readonly FiledCourse[];
}

function readFile({ province, nowMs, file, courses }: Filed): Omit<FiledCase, 'envelopes'> {
  const content: FileContent = fromJson(file.content);
  const records = courses.map(({ record }) => record);
  const moves = courses.flatMap(({ log }) => log.filter(isMove).map(({ at }) => at)).sort();
  const begunAt = moves[0] ?? null;
  const endedAt = placeOf(records) === null ? (moves.at(-1) ?? null) : null;
  const stages = stagesOf(content.flow?.legs ?? []);
  const isLead = content.places.LEAD === province;
  const critical = isLead ? criticalNow(content, records, nowMs) : undefined;
  const legs = courses.map(({ record, storedAt, log }): FiledLeg => {
    const { name, role, seq } = record;
    const stage = content.flow === null ? seq : (stages.get(name) ?? -1) + 1;
    const isCritical = stages.has(name) ? (critical?.has(name) ?? null) : null;
    const course = record.kind === 'TOLD' ? untold : courseOf(record, log, nowMs);
    return { province: record.province, name, role, stage, isCritical, ...course, storedAt };
  });
  const isHere = file.case_id !== null;
  return { legs, begunAt: isHere ? begunAt : null, endedAt: isHere ? endedAt : null };
}

// What is noted here of a leg elsewhere is what its province told, and that stands in the chain.
const untold = { state: null, begunAt: null, since: null, dueAt: null } as const;

const isMove = ({ from_state: from, to_state: to }: CaseLogRow): boolean => from !== to;

function courseOf({ state, clocks }: CourseRecord, log: readonly CaseLogRow[], nowMs: number) {
  const dueMs = dueNowMs(clocks, nowMs);
  return {
    state,
    begunAt: log[0]?.at ?? null,
    since: log.findLast(isMove)?.at ?? null,
    dueAt: dueMs === null ? null : isoTime(dueMs),
  };
}

/** The legs that determine the end by what each has left; none while the case does not wait for its legs. */
function criticalNow({ flow }: FileContent, records: readonly CourseRecord[], nowMs: number): ReadonlySet<string> {
  const state = records.find(({ name }) => name === CASE)?.state ?? '';
  if (flow === null || !awaitingLegs.has(state)) return new Set();
  // A course of a joint leg is stored with a state of its own table only.
  const states = Object.fromEntries(records.map(({ name, state }) => [name, state])) as LegStates;
  const left = records.flatMap(({ name, clocks: { LEG: clock } }): readonly (readonly [string, number])[] => {
    const days = clock === undefined ? undefined : workingDaysLeft(clock, nowMs);
    return days === undefined ? [] : [[name, days]];
  });
  return criticalLegs(flow.legs, states, Object.fromEntries(left));
}
