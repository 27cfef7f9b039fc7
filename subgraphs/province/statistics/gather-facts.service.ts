import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { CaseTables } from '../cases/index.js';
import type { CatalogueTables } from '../catalogue/index.js';
import { atOneInstant, type Desk, inTransaction, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { repeat } from '../exchange/repeat.js';
import { isBad, type RatingTables } from '../ratings/index.js';
import { chinaDayOf, chinaInstant } from '../shared/calendar.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { createBulkInsert } from '../storage/bulk-insert.js';
import { fromJson, type Json } from '../storage/stored.js';
import type { BegunCourse } from '../access/unsubmitted.rules.js';
import { type CaseFact, factOf } from './fact.rules.js';
import type { CaseFactRow, StatisticsStateRow, StatisticsTables } from './statistics.entity.js';

/** Where facts are gathered. */
export interface FactPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
}

/** A day that does not come. */
export const NO_DAY = 2_147_483_647;

// One transaction each, so that others get their turn in between.
const CASES_PER_BATCH = 1_000;
const DROPPED_PER_BATCH = 5_000;

// What is committed late, or was stored with an earlier instant than that of its commit, is looked at once more.
const LOOK_BACK_DAYS = 1;

interface HandledTables {
  case_file: {
    readonly collaboration_no: string;
    readonly case_id: string | null;
    readonly content: Json<{ readonly places: { readonly LEAD: string; readonly RECEIVING?: string } }>;
  };
  case_course: {
    readonly collaboration_no: string;
    readonly name: string;
    readonly clocks: Json<BegunCourse['clocks']>;
  };
}

type Tables = CaseTables & CatalogueTables & HandledTables & RatingTables & StatisticsTables;

const tablesOf = (transaction: Transaction): Kysely<Tables> => transaction.getKysely<Tables>();

/**
 * Brings the facts up to the beginning of this day: what has changed until then, and nothing that has changed since.
 * Until the whole day is gathered, answers are as of the day before. To be called again and again; broken off anywhere,
 * it goes on from there.
 */
export async function gatherFacts(place: FactPlace): Promise<void> {
  const today = chinaDayOf(place.desk.clock.nowMs());
  const begun = await inTransaction(place.desk, (transaction) => begin(transaction, today));
  if (begun !== undefined) {
    const span = { day: today, from: fromOf(begun.as_of_day), to: isoTime(chinaInstant(today, 0)) };
    await gatherCases(place, span);
    await gatherRated(place, span);
    await inTransaction(place.desk, (transaction) => finish(transaction, today));
  }
  await dropOld(place, today);
}

/** Which changes make a day: those from one instant, inclusive, to the beginning of it. */
interface Span {
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

const fromOf = (asOf: number | null): string => (asOf === null ? '' : isoTime(chinaInstant(asOf - LOOK_BACK_DAYS, 0)));

/** How far facts are gathered; undefined before they ever were. */
export function findState(transaction: Transaction): Promise<StatisticsStateRow | undefined> {
  return tablesOf(transaction).selectFrom('statistics_state').selectAll().executeTakeFirst();
}

// The one row of the state.
const ONLY = 'facts';

async function begin(transaction: Transaction, day: number): Promise<StatisticsStateRow | undefined> {
  const state = await findState(transaction);
  if (state?.as_of_day !== undefined && state.as_of_day !== null && state.as_of_day >= day) return undefined;
  if (state?.gathering_day === day) return state;
  const begun = { id: ONLY, as_of_day: state?.as_of_day ?? null, gathering_day: day, cursor_at: null, cursor_id: null };
  const states = tablesOf(transaction).insertInto('statistics_state').values(begun);
  await states.onConflict((conflict) => conflict.column('id').doUpdateSet(begun)).execute();
  return begun;
}

async function finish(transaction: Transaction, day: number): Promise<void> {
  const done = { as_of_day: day, gathering_day: null, cursor_at: null, cursor_id: null };
  await tablesOf(transaction).updateTable('statistics_state').set(done).execute();
}

async function gatherCases(place: FactPlace, span: Span): Promise<void> {
  for (let isMore = true; isMore; ) {
    isMore = await inTransaction(place.desk, async (transaction) => {
      const state = await findState(transaction);
      const behind = [state?.cursor_at ?? span.from, state?.cursor_id ?? ''] as const;
      const rows = await casesIn(transaction, span)
        .where(sql<boolean>`(service_case.updated_at, service_case.id) > (${behind[0]}, ${behind[1]})`)
        .orderBy('service_case.updated_at')
        .orderBy('service_case.id')
        .limit(CASES_PER_BATCH)
        .execute();
      const last = rows.at(-1);
      if (last === undefined) return false;
      await storeFacts({ transaction, place, span }, rows);
      const cursor = { cursor_at: last.updated_at, cursor_id: last.id };
      await tablesOf(transaction).updateTable('statistics_state').set(cursor).execute();
      return true;
    });
  }
}

/** A rating may come, or be excluded, without a move of its case: those cases are looked at as well. */
async function gatherRated(place: FactPlace, span: Span): Promise<void> {
  let behind: readonly [string, string] = [span.from, ''];
  for (let isMore = true; isMore; ) {
    isMore = await inTransaction(place.desk, async (transaction) => {
      const changed = await tablesOf(transaction)
        .selectFrom('rating')
        .select(['id', 'updated_at', 'collaboration_no'])
        .where('updated_at', '<', span.to)
        .where(sql<boolean>`(updated_at, id) > (${behind[0]}, ${behind[1]})`)
        .orderBy('updated_at')
        .orderBy('id')
        .limit(CASES_PER_BATCH)
        .execute();
      const last = changed.at(-1);
      if (last === undefined) return false;
      const numbers = [...new Set(changed.map(({ collaboration_no }) => collaboration_no))];
      const rows = await casesIn(transaction, span).where('case_file.collaboration_no', 'in', numbers).execute();
      await storeFacts({ transaction, place, span }, rows);
      behind = [last.updated_at, last.id];
      return true;
    });
  }
}

function casesIn(transaction: Transaction, { to }: Span) {
  return tablesOf(transaction)
    .selectFrom('service_case')
    .leftJoin('case_file', 'case_file.case_id', 'service_case.id')
    .leftJoin('case_course', (join) =>
      join.onRef('case_course.collaboration_no', '=', 'case_file.collaboration_no').on('case_course.name', '=', 'case'),
    )
    .select(['service_case.id', 'service_case.item_code', 'service_case.mode', 'service_case.state'])
    .select(['service_case.applicant_province', 'service_case.submitted_at', 'service_case.due_at'])
    .select(['service_case.completion', 'service_case.updated_at'])
    .select(['case_file.collaboration_no', 'case_file.content', 'case_course.clocks'])
    .where('service_case.updated_at', '<', to);
}

type CaseInSpan = Awaited<ReturnType<ReturnType<typeof casesIn>['execute']>>[number];

interface Storing {
  readonly transaction: Transaction;
  readonly place: FactPlace;
  readonly span: Span;
}

const insertFacts = createBulkInsert<CaseFactRow & Readonly<Record<string, unknown>>>('case_fact');

async function storeFacts({ transaction, place, span }: Storing, rows: readonly CaseInSpan[]): Promise<void> {
  if (rows.length === 0) return;
  const authorities = await readAuthorities(transaction);
  const ratings = await readRatings(transaction, rows, span);
  const facts = rows.flatMap((row) => {
    const fact = factOf({
      ...{ province: place.instance.code, itemCode: row.item_code, mode: row.mode, state: row.state },
      ...{ applicantProvince: row.applicant_province, submittedAt: row.submitted_at, dueAt: row.due_at },
      completedAt: row.completion === null ? null : fromJson(row.completion).completedAt,
      places: row.content === null ? null : fromJson(row.content).places,
      courses: row.clocks === null ? [] : [{ name: 'case', clocks: fromJson(row.clocks) }],
      authority: authorities.get(row.item_code),
      rating: ratings.get(row.collaboration_no ?? ''),
    });
    return fact === undefined ? [] : [rowOf(row.id, span.day, fact)];
  });
  const ids = rows.map(({ id }) => id);
  const tables = tablesOf(transaction);
  // What a run that was broken off has left for this day is replaced; what held until now stays for answers of today.
  await tables.deleteFrom('case_fact').where('case_id', 'in', ids).where('since_day', '=', span.day).execute();
  const held = tables.updateTable('case_fact').where('case_id', 'in', ids).where('until_day', '=', NO_DAY);
  await held.set({ until_day: span.day }).execute();
  await insertFacts(tables, facts);
}

function rowOf(caseId: string, day: number, { values, minutes }: CaseFact): CaseFactRow & Record<string, unknown> {
  return {
    ...{ case_id: caseId, since_day: day, until_day: NO_DAY },
    ...{ item: values.ITEM, authority: values.AUTHORITY, mode: values.MODE, receiving: values.RECEIVING_PROVINCE },
    ...{ state: values.STATE, year: values.YEAR, month: values.MONTH, satisfaction: values.SATISFACTION },
    ...{ progress: values.PROGRESS, duration: values.DURATION, timeliness: values.TIMELINESS },
    ...{ satisfied: values.SATISFIED, minutes },
  };
}

async function readAuthorities(transaction: Transaction): Promise<ReadonlyMap<string, string>> {
  const items = tablesOf(transaction).selectFrom('service_item').select(['item_code', 'competent_authority']);
  const rows = await items.orderBy('id', 'desc').execute();
  return new Map(rows.map(({ item_code, competent_authority }) => [item_code, competent_authority]));
}

async function readRatings(transaction: Transaction, rows: readonly CaseInSpan[], { to }: Span) {
  const numbers = rows.flatMap(({ collaboration_no }) => collaboration_no ?? []);
  if (numbers.length === 0) return new Map<string, { readonly level: string; readonly isBad: boolean }>();
  const given = await tablesOf(transaction)
    .selectFrom('rating')
    .select(['collaboration_no', 'level'])
    .where('collaboration_no', 'in', numbers)
    .where('given_at', '<', to)
    .where('state', '!=', 'EXCLUDED')
    .orderBy('given_at')
    .orderBy('id')
    .execute();
  return new Map(given.map(({ collaboration_no, level }) => [collaboration_no, { level, isBad: isBad(level) }]));
}

/** Drops facts that no answer reads any more, not even one that began on the day before; and who has asked what on earlier days. */
async function dropOld({ desk }: FactPlace, today: number): Promise<void> {
  const asOf = (await atOneInstant(desk, findState))?.as_of_day ?? 0;
  for (let dropped = DROPPED_PER_BATCH; dropped === DROPPED_PER_BATCH; ) {
    dropped = await inTransaction(desk, async (transaction) => {
      const tables = tablesOf(transaction);
      const old = tables.selectFrom('case_fact').select(['case_id', 'since_day']).where('until_day', '<', asOf);
      const rows = tables
        .deleteFrom('case_fact')
        .where(sql<boolean>`(case_id, since_day) in ${old.limit(DROPPED_PER_BATCH)}`);
      const { numDeletedRows } = await rows.executeTakeFirst();
      return Number(numDeletedRows);
    });
  }
  await inTransaction(desk, async (transaction) => {
    await tablesOf(transaction).deleteFrom('statistics_question').where('day', '<', today).execute();
  });
}

// A day begins at midnight in China; a minute later is soon enough.
const LOOK_EVERY_MS = 60_000;

/** Gathers now and whenever a day has begun until it is disposed of, which waits for what is under way. */
export function startStatistics(
  place: FactPlace,
  { onFault }: { readonly onFault: (error: unknown) => void },
): AsyncDisposable {
  let gathered: number | undefined;
  return repeat({ clock: place.desk.clock, everyMs: LOOK_EVERY_MS, onFault }, async () => {
    const today = chinaDayOf(place.desk.clock.nowMs());
    if (gathered === today) return;
    await gatherFacts(place);
    gathered = today;
  });
}
