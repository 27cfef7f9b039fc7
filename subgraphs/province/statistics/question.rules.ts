import { publishedTables, type StatisticsDimensionCode } from '../../../schema/statistics-lists.js';
import type { StatisticsRefusalCode } from '../../../schema/statistics-refusals.js';
import { namesTooMany, type StatisticsQuestion } from './answer-question.rules.js';
import { allDimensions, type VisibleDimension } from './dimensions.rules.js';

/** A question as it is put. */
export interface AskedStatistics {
  readonly groupBy: readonly StatisticsDimensionCode[];
  /** By dimension, the values that are selected. */
  readonly filter: Readonly<Partial<Record<StatisticsDimensionCode, readonly string[] | undefined>>>;
  /** Months such as 2026-03, both inclusive. */
  readonly period: { readonly from: string; readonly to: string } | undefined;
}

/** A question as a province answers it. */
export interface ReadQuestion {
  readonly question: StatisticsQuestion;
  /** What it is grouped by, with the handling province, which all cases of a province share. */
  readonly groupBy: readonly StatisticsDimensionCode[];
  /** True for a table that everybody may see. */
  readonly isPublished: boolean;
  /** The same for all ways to put the same question. */
  readonly fingerprint: string;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const MAX_MONTHS = 600;

/** Reads a question, or says why it is none. */
export function readQuestion(asked: AskedStatistics): ReadQuestion | { readonly refusal: StatisticsRefusalCode } {
  const period = readPeriod(asked.period);
  if (period === undefined) return { refusal: 'PERIOD_INVALID' };
  const groupBy = allDimensions.filter((each) =>
    (asked.groupBy as readonly string[]).includes(each),
  ) as VisibleDimension[];
  const named = Object.entries({ ...asked.filter, ...period }).filter(([, values]) => values !== undefined);
  const question: StatisticsQuestion = {
    // All cases of a province are handled there: to it that is no dimension.
    groupBy: groupBy.filter((dimension) => dimension !== 'HANDLING_PROVINCE'),
    filter: Object.fromEntries(named.map(([dimension, values]) => [dimension, new Set(values)])),
  };
  if (namesTooMany(question)) return { refusal: 'TOO_MANY_DIMENSIONS' };
  const sorted = named.map(([dimension, values]) => [dimension, [...new Set(values)].sort()] as const);
  return {
    question,
    groupBy,
    isPublished: isPublished(groupBy, named),
    fingerprint: JSON.stringify([groupBy, sorted.sort(([one], [other]) => (one < other ? -1 : 1))]),
  };
}

function isPublished(groupBy: readonly string[], filter: readonly (readonly [string, unknown])[]): boolean {
  const isOfTable = (table: readonly string[]): boolean =>
    table.length === groupBy.length && table.every((dimension) => groupBy.includes(dimension));
  return filter.every(([dimension]) => dimension === 'YEAR') && publishedTables.some(isOfTable);
}

/** The years or months of a period; undefined for what is none. */
function readPeriod(period: AskedStatistics['period']): AskedStatistics['filter'] | undefined {
  if (period === undefined) return {};
  const { from, to } = period;
  if (!MONTH.test(from) || !MONTH.test(to) || from > to) return undefined;
  const [first, last] = [placeOf(from), placeOf(to)];
  if (last - first >= MAX_MONTHS) return undefined;
  const months = Array.from({ length: last - first + 1 }, (_, offset) => monthAt(first + offset));
  // Whole years are less to tell apart than their months are.
  if (!from.endsWith('-01') || !to.endsWith('-12')) return { MONTH: months };
  return { YEAR: [...new Set(months.map((month) => month.slice(0, 4)))] };
}

const placeOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthAt = (place: number): string =>
  `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
