import type { MonthsQuery } from '../operations/answers.js';
import { type Absence, countedFigure, type Figure, findAbsences, NOTHING, sharedFigure } from '../reading/figure.js';

/** One month: how many cases, how many of them were rated, and the share of those that is satisfied. */
export interface MonthReading {
  /** 2026-03 */
  readonly month: string;
  readonly cases: Figure;
  readonly rated: Figure;
  /** Undefined when nobody rated. */
  readonly satisfied: Figure | undefined;
}

/** A year and a half is what fits beside each other on a phone. */
export const MONTHS_SHOWN = 18;

/**
 * Reads the last months, without a gap: one that the table does not have is a zero when anybody answered, and missing
 * when nobody did.
 */
export function readMonths(answer: MonthsQuery | undefined, codes: readonly string[]): readonly MonthReading[] {
  const table = answer?.caseStatistics;
  const last =
    table?.lastMonth ??
    table?.rows
      .flatMap(({ month }) => month ?? [])
      .sort()
      .at(-1);
  if (table === undefined || last === undefined) return [];
  const absences = findAbsences(codes, table);
  const silent: Absence | undefined = codes.every((code) => absences.has(code))
    ? absences.values().next().value
    : undefined;
  const rows = new Map(table.rows.map((row) => [row.month, row]));
  return monthsUpTo(last, MONTHS_SHOWN).map((month) => {
    const row = rows.get(month);
    if (silent !== undefined) {
      const missing: Figure = { kind: 'missing', why: silent };
      return { month, cases: missing, rated: missing, satisfied: missing };
    }
    if (row === undefined) return { month, cases: NOTHING, rated: NOTHING, satisfied: undefined };
    const { rated, share, suppressedIn } = row.ratings;
    return {
      month,
      cases: countedFigure(row.cases, row.suppressedIn),
      rated: countedFigure(rated, suppressedIn),
      satisfied: sharedFigure(share, suppressedIn),
    };
  });
}

/** So many months up to one, the oldest first. */
export function monthsUpTo(last: string, count: number): readonly string[] {
  const [year = 0, month = 0] = last.split('-').map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7),
  );
}

/** A line over months, broken where there is no number; a number between two gaps is a dot alone. */
export interface TrendLine {
  readonly segments: readonly string[];
  readonly dots: readonly { readonly x: number; readonly y: number; readonly index: number }[];
}

export interface TrendFrame {
  readonly width: number;
  readonly height: number;
  /** The share at the lower edge; 1 is at the upper one. */
  readonly least: number;
}

/** Draws shares into a frame. */
export function drawTrend(shares: readonly (number | undefined)[], { width, height, least }: TrendFrame): TrendLine {
  const step = shares.length > 1 ? width / (shares.length - 1) : 0;
  const dots = shares.flatMap((share, index) =>
    share === undefined ? [] : [{ index, x: round(index * step), y: round((height * (1 - share)) / (1 - least)) }],
  );
  const segments: string[] = [];
  for (const [position, dot] of dots.entries()) {
    const before = dots[position - 1];
    const isJoined = before !== undefined && before.index === dot.index - 1;
    if (!isJoined) segments.push(`M${dot.x},${dot.y}`);
    else segments.push(`${segments.pop() ?? ''}L${dot.x},${dot.y}`);
  }
  return { segments: segments.filter((path) => path.includes('L')), dots };
}

/** The lower edge of a frame in which all shares have room: the tenth below the least, and never less than a tenth. */
export function leastShare(shares: readonly (number | undefined)[]): number {
  const known = shares.filter((share) => share !== undefined);
  return Math.max(0, Math.min(0.9, Math.floor(Math.min(1, ...known) * 10 - 1e-9) / 10));
}

const round = (value: number): number => Math.round(value * 10) / 10;
