import { authorityMatrix } from '../../../schema/authority-matrix.js';
import type { Identity } from '../../../schema/identity.js';
import type { StatisticsDimensionCode } from '../../../schema/statistics-lists.js';
import type { StatisticsRefusalCode } from '../../../schema/statistics-refusals.js';
import type { ProvinceContext } from '../context.js';
import { type AnswerRow, boundHistogram, type Figure, shareOf } from './answer-question.rules.js';
import { spendQuestion } from './budget.service.js';
import { closeDimensions, type Dimension, durationBounds, type InternalDimension } from './dimensions.rules.js';
import { type AskedStatistics, type ReadQuestion, readQuestion } from './question.rules.js';
import { findSnapshot, readRows, readTable, type Snapshot } from './read-table.service.js';

/** What a cell is of: a value for each dimension that was asked for; null where the cases have none. */
export type CellKey = Readonly<Partial<Record<StatisticsDimensionCode, string | null>>>;

/** Something counted in a cell; null where the province does not publish it. */
export type Counted<Figures> = Figures | null;

/** One row of the answer of this province. What is dear to compute is computed when it is asked for. */
export interface AnsweredRow {
  readonly key: CellKey;
  readonly cases: Counted<number>;
  readonly minutes: () => Promise<Counted<{ readonly cases: number; readonly sum: number }>>;
  readonly durations: () => Promise<DurationBounds>;
  readonly timeliness: () => Promise<Counted<{ readonly onTime: number; readonly overdue: number }>>;
  readonly ratings: () => Promise<Counted<{ readonly rated: number; readonly satisfied: number }>>;
}

/** The durations of a cell over fixed buckets, between which the truth lies: hidden ones as short, or as long, as can be. */
export interface DurationBounds {
  readonly bounds: readonly number[];
  readonly least: readonly number[];
  readonly greatest: readonly number[];
}

/** What this province answers. */
export interface Answer {
  /** ISO 8601 in UTC: the beginning of the day as of which the facts are; null where it answers nothing. */
  readonly asOf: string | null;
  /** The last month that is counted. */
  readonly lastMonth: string | null;
  readonly smallestCell: number | null;
  readonly rows: readonly AnsweredRow[];
  readonly refusal: StatisticsRefusalCode | undefined;
}

// Every combination of values may have to be protected, and be a row of the answer. An item for each month, or for each
// receiving province, has some 4,000.
const MAX_COMBINATIONS = 8_000;

/** Answers a question for numbers, or says why this province does not. */
export async function answerStatistics(context: ProvinceContext, asked: AskedStatistics): Promise<Answer> {
  const read = readQuestion(asked);
  if ('refusal' in read) return refused(read.refusal);
  const { caller } = context;
  const isFree = asksFreely(caller);
  if (!read.isPublished && !isFree) return refused('TABLE_NOT_PUBLISHED');
  const snapshot = await findSnapshot(context);
  if (snapshot === undefined) return refused('NOT_READY');
  const costs = !read.isPublished && isFree;
  if (costs && !(await spendQuestion(context, caller, read.fingerprint))) return refused('BUDGET_SPENT');
  const source = new AnswerSource(context, snapshot, read);
  if ((await source.countCombinations()) > MAX_COMBINATIONS) return refused('TABLE_TOO_LARGE');
  const rows = await source.rows();
  const { asOf, lastMonth, smallestCell } = snapshot;
  return { asOf, lastMonth, smallestCell, rows, refusal: undefined };
}

const refused = (refusal: StatisticsRefusalCode): Answer => ({
  ...{ asOf: null, lastMonth: null, smallestCell: null, rows: [] },
  refusal,
});

/** True for whom the matrix lets read statistics without looking at what he asks. */
function asksFreely(caller: Identity | undefined): caller is Identity {
  return caller?.role !== undefined && authorityMatrix.readStatistics.grants[caller.role] === 'MAY';
}

/** The rows of one answer. What divides them further is read when a metric is asked for, once for all rows. */
class AnswerSource {
  readonly #context: ProvinceContext;
  readonly #snapshot: Snapshot;
  readonly #read: ReadQuestion;
  readonly #divided = new Map<InternalDimension, Promise<ReadonlyMap<string, AnswerRow>>>();

  constructor(context: ProvinceContext, snapshot: Snapshot, read: ReadQuestion) {
    this.#context = context;
    this.#snapshot = snapshot;
    this.#read = read;
  }

  /** How many cells the table of the question could have, those that its filter leaves out among them. */
  async countCombinations(): Promise<number> {
    return (await this.#readTable(undefined)).combinationsOf(this.#named());
  }

  async rows(): Promise<readonly AnsweredRow[]> {
    const rows = await this.#readRows(undefined);
    return rows.map((row) => this.#answered(row));
  }

  #answered({ key, whole }: AnswerRow): AnsweredRow {
    const text = textOf(key);
    const cellOf = (code: StatisticsDimensionCode): string | null => key[code] ?? null;
    const own = this.#context.province.code;
    const partsBy = async (by: InternalDimension) => (await this.#divide(by)).get(text);
    const ended = async () => figureOf(await partsBy('PROGRESS'), 'ENDED');
    const share = async (by: InternalDimension, value: string, other: string) => {
      const row = await partsBy(by);
      return row === undefined ? undefined : shareOf(row, value, other);
    };
    return {
      key: Object.fromEntries(
        this.#read.groupBy.map((code) => [code, code === 'HANDLING_PROVINCE' ? own : emptyAsNull(cellOf(code))]),
      ),
      cases: whole?.count ?? null,
      minutes: async () => {
        const figure = await ended();
        return figure === undefined ? null : { cases: figure.count, sum: figure.minutes };
      },
      durations: async () => {
        const row = await partsBy('DURATION');
        const none = durationBounds.map(() => 0).concat(0);
        const bounded = row && boundHistogram(row, await ended());
        return { bounds: durationBounds, ...(bounded ?? { least: none, greatest: none }) };
      },
      timeliness: async () => {
        const late = await share('TIMELINESS', 'OVERDUE', 'ON_TIME');
        return late === undefined ? null : { onTime: late.all - late.of, overdue: late.of };
      },
      ratings: async () => {
        const good = await share('SATISFIED', 'SATISFIED', 'DISSATISFIED');
        return good === undefined ? null : { rated: good.all, satisfied: good.of };
      },
    };
  }

  #divide(divideBy: InternalDimension): Promise<ReadonlyMap<string, AnswerRow>> {
    const known = this.#divided.get(divideBy);
    if (known !== undefined) return known;
    const divided = this.#readRows(divideBy).then((rows) => new Map(rows.map((row) => [textOf(row.key), row])));
    this.#divided.set(divideBy, divided);
    return divided;
  }

  async #readRows(divideBy: InternalDimension | undefined): Promise<readonly AnswerRow[]> {
    const { question, fingerprint } = this.#read;
    const asked = { table: await this.#readTable(divideBy), question: { ...question, divideBy }, fingerprint };
    return readRows(this.#context, this.#snapshot, asked);
  }

  #named(): readonly Dimension[] {
    const { groupBy, filter } = this.#read.question;
    return [...groupBy, ...(Object.keys(filter) as Dimension[])];
  }

  #readTable(divideBy: InternalDimension | undefined) {
    const named = this.#named();
    const dimensions = closeDimensions(divideBy === undefined ? named : [...named, divideBy]);
    return readTable(this.#context, this.#snapshot, dimensions);
  }
}

const textOf = (key: AnswerRow['key']): string => JSON.stringify(Object.entries(key).sort());
const emptyAsNull = (value: string | null): string | null => (value === '' ? null : value);

function figureOf(row: AnswerRow | undefined, value: string): Figure | undefined {
  if (row === undefined) return undefined;
  return row.parts.has(value) ? row.parts.get(value) : { count: 0, minutes: 0 };
}
