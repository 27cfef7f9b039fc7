import { type Kysely, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { atOneInstant } from '../exchange/desk.js';
import type { ProvinceContext } from '../context.js';
import { readPolicy } from '../policy/index.js';
import { chinaInstant, dateOf } from '../shared/calendar.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { answerQuestion, type AnswerRow, type StatisticsQuestion } from './answer-question.rules.js';
import type { Dimension } from './dimensions.rules.js';
import { findState } from './gather-facts.service.js';
import { protectTable, type ProtectedTable, type StatisticsCell } from './protect-table.rules.js';
import type { CaseFactRow, StatisticsTables } from './statistics.entity.js';

/** The facts that are counted, and by what they are protected. */
export interface Snapshot {
  /** Day in China as of whose beginning they are. */
  readonly day: number;
  /** ISO 8601 in UTC. */
  readonly asOf: string;
  /** The last month that was over by then. */
  readonly lastMonth: string;
  readonly smallestCell: number;
}

/** The facts as they stand to be read; undefined before they were ever gathered. */
export function findSnapshot(context: ProvinceContext): Promise<Snapshot | undefined> {
  return atOneInstant(context.exchange.desk, async (transaction) => {
    const day = (await findState(transaction))?.as_of_day;
    if (day === undefined || day === null) return undefined;
    const firstOfMonth = Date.parse(`${dateOf(day).slice(0, 7)}-01T00:00:00Z`);
    return {
      day,
      asOf: new Date(chinaInstant(day, 0)).toISOString(),
      lastMonth: new Date(firstOfMonth - 1).toISOString().slice(0, 7),
      smallestCell: (await readPolicy(transaction)).valueOf('SMALL_CELL'),
    };
  });
}

// The tables of a dashboard and of some questions beside it, by the memory that they take: some 300 bytes a cell.
const KEPT_CELLS = 40_000;

/** What was asked for lately, each read, protected and answered once a day. It lives as long as its storage. */
const shelves = new WeakMap<ProvinceStorage, LRUCache<string, Kept>>();

interface Kept {
  readonly value: ProtectedTable | readonly AnswerRow[];
  readonly cells: number;
}

const sizeOf = ({ cells }: Kept): number => cells + 1;

function shelfOf({ orm }: ProvinceContext): LRUCache<string, Kept> {
  const shelf = shelves.get(orm) ?? new LRUCache<string, Kept>({ maxSize: KEPT_CELLS, sizeCalculation: sizeOf });
  shelves.set(orm, shelf);
  return shelf;
}

/** The protected table of these dimensions, which must be closed. */
export async function readTable(
  context: ProvinceContext,
  snapshot: Snapshot,
  dimensions: readonly Dimension[],
): Promise<ProtectedTable> {
  const shelf = shelfOf(context);
  const { day, smallestCell } = snapshot;
  const key = ['table', day, smallestCell, ...dimensions].join();
  const known = shelf.get(key)?.value as ProtectedTable | undefined; // what is kept under such a key is a table
  if (known !== undefined) return known;
  const cells = await readCells(context, snapshot, dimensions);
  const table = protectTable({ cells, dimensions, smallCell: smallestCell });
  shelf.set(key, { value: table, cells: cells.length });
  return table;
}

/** A question, and what makes it this one. */
export interface AskedRows {
  readonly table: ProtectedTable;
  readonly question: StatisticsQuestion;
  readonly fingerprint: string;
}

/** The rows of a question; asked for again on the same day, the same. */
export function readRows(context: ProvinceContext, snapshot: Snapshot, asked: AskedRows): readonly AnswerRow[] {
  const shelf = shelfOf(context);
  const { table, question, fingerprint } = asked;
  const key = ['rows', snapshot.day, snapshot.smallestCell, question.divideBy ?? '', fingerprint].join();
  const known = shelf.get(key)?.value as readonly AnswerRow[] | undefined; // what is kept under such a key are rows
  if (known !== undefined) return known;
  const rows = answerQuestion(table, question);
  shelf.set(key, { value: rows, cells: rows.length });
  return rows;
}

const columns = {
  ITEM: 'item',
  AUTHORITY: 'authority',
  MODE: 'mode',
  RECEIVING_PROVINCE: 'receiving',
  STATE: 'state',
  YEAR: 'year',
  MONTH: 'month',
  SATISFACTION: 'satisfaction',
  PROGRESS: 'progress',
  DURATION: 'duration',
  TIMELINESS: 'timeliness',
  SATISFIED: 'satisfied',
} as const satisfies Readonly<Record<Exclude<Dimension, 'HANDLING_PROVINCE'>, keyof CaseFactRow>>;

/** Counts the facts of closed months by some dimensions: rows come together here, and leave nowhere. */
async function readCells(
  context: ProvinceContext,
  { day, lastMonth }: Snapshot,
  dimensions: readonly Dimension[],
): Promise<readonly StatisticsCell[]> {
  const by = dimensions.flatMap((dimension) => (dimension === 'HANDLING_PROVINCE' ? [] : [columns[dimension]]));
  const db: Kysely<StatisticsTables> = context.orm.em.getKysely();
  const counted = db
    .selectFrom('case_fact')
    .select((eb) => [...by.map((column) => eb.ref(column).as(column)), eb.fn.countAll<number>().as('cases')])
    .select(sql<number>`coalesce(sum(minutes), 0)`.as('minutes_sum'))
    .where('since_day', '<=', day)
    .where('until_day', '>', day)
    .where('month', '<=', lastMonth)
    .groupBy(by);
  const rows = await (by.length === 0 ? counted.clearGroupBy() : counted).execute();
  return rows.map((row) => ({
    values: by.map((column) => row[column]),
    count: row.cases,
    minutes: row.minutes_sum,
  }));
}
