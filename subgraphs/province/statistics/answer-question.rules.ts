import { marginsOf } from './count-cells.rules.js';
import {
  closeDimensions,
  type Dimension,
  durationBounds,
  freeDimensions,
  type InternalDimension,
  MAX_NAMED_DIMENSIONS,
  type VisibleDimension,
} from './dimensions.rules.js';
import type { NodeCell, ProtectedTable, TableNode } from './protect-table.rules.js';

/** A filter is a set of values for each of some dimensions: all of them must fit. */
export type QuestionFilter = Readonly<Partial<Record<VisibleDimension, ReadonlySet<string>>>>;

export interface StatisticsQuestion {
  readonly groupBy: readonly VisibleDimension[];
  readonly filter: QuestionFilter;
  /** The dimension that the metric divides each row by; none for the number of cases. */
  readonly divideBy?: InternalDimension | undefined;
}

/** A number of cases that may be said, and the working minutes of those that have ended. */
export interface Figure {
  readonly count: number;
  readonly minutes: number;
}

export interface AnswerRow {
  /** The dimensions of `groupBy`, and no others. */
  readonly key: Readonly<Partial<Record<VisibleDimension, string>>>;
  /** All cases of the row; undefined where it may not be said. */
  readonly whole: Figure | undefined;
  /** By each value of `divideBy`; a value that is not there has no cases. Undefined where it may not be said. */
  readonly parts: ReadonlyMap<string, Figure | undefined>;
}

/** True for more dimensions, in groups and filter together, than a question may name. */
export function namesTooMany({ groupBy, filter }: StatisticsQuestion): boolean {
  return freeDimensions([...groupBy, ...filteredBy(filter)]).length > MAX_NAMED_DIMENSIONS;
}

/**
 * Rows that have cases, or may have, in the order of their keys. A filter selects among cells that are protected as if nobody had
 * filtered; nothing is protected, or counted, anew for it.
 */
export function answerQuestion(table: ProtectedTable, question: StatisticsQuestion): readonly AnswerRow[] {
  const { groupBy, filter, divideBy } = question;
  const named = [...groupBy, ...filteredBy(filter)];
  const wholes = sumGroups(table, { node: table.nodeOf(named), groupBy, filter });
  const parts = new Map<string, Map<string, Figure | undefined>>();
  if (divideBy !== undefined) {
    const node = table.nodeOf([...named, divideBy]);
    for (const { values, figure } of sumGroups(table, { node, groupBy: [...groupBy, divideBy], filter }).values()) {
      const row = values.slice(0, -1).join('\n');
      parts.set(row, (parts.get(row) ?? new Map<string, Figure | undefined>()).set(values.at(-1) ?? '', figure));
    }
  }
  return [...wholes].map(([row, { values, figure }]) => ({
    key: Object.fromEntries(groupBy.map((dimension, place) => [dimension, values[place]])),
    whole: figure,
    parts: parts.get(row) ?? new Map<string, Figure | undefined>(),
  }));
}

interface Grouping {
  readonly node: TableNode;
  readonly groupBy: readonly Dimension[];
  readonly filter: QuestionFilter;
}

interface Group {
  readonly values: readonly string[];
  readonly figure: Figure | undefined;
}

/** Adds up the selected cells of a node by group, where all of them are published; else by cells of its margins. */
function sumGroups(table: ProtectedTable, grouping: Grouping): ReadonlyMap<string, Group> {
  const { node, groupBy, filter } = grouping;
  const valuesOf = pickValues(node, groupBy);
  const groups = new Map<string, NodeCell[]>();
  for (const cell of node.cells.filter(selectBy(node, filter))) {
    const key = valuesOf(cell).join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  const sums = new Map<string, Group>();
  let margins: readonly Margin[] | undefined;
  for (const [key, cells] of groups) {
    let figure = addPublished(cells);
    if (figure === undefined) {
      margins ??= readMargins(table, grouping);
      figure = margins.map((margin) => addUncut(margin, cells)).find((found) => found !== undefined);
    }
    const [first] = cells;
    sums.set(key, { values: first === undefined ? [] : valuesOf(first), figure });
  }
  return new Map([...sums].sort(([, a], [, b]) => compareValues(a.values, b.values)));
}

function addPublished(cells: readonly NodeCell[]): Figure | undefined {
  if (cells.some(({ isPublished }) => !isPublished)) return undefined;
  return cells.reduce((sum, cell) => ({ count: sum.count + cell.count, minutes: sum.minutes + cell.minutes }), {
    count: 0,
    minutes: 0,
  });
}

/** A margin as a filter sees it. */
interface Margin {
  readonly keyOf: (cell: NodeCell) => string;
  readonly cells: ReadonlyMap<string, NodeCell>;
  readonly isCut: (cell: NodeCell) => boolean;
}

function readMargins(table: ProtectedTable, { node, groupBy, filter }: Grouping): readonly Margin[] {
  return marginsBetween(node, groupBy).map((dimensions) => {
    const margin = table.nodeOf(dimensions);
    const valuesOf = pickValues(node, dimensions);
    return {
      keyOf: (cell) => valuesOf(cell).join('\n'),
      cells: new Map(margin.cells.map((cell) => [cell.values.join('\n'), cell])),
      isCut: cutBy(table, margin, filter),
    };
  });
}

/**
 * Finds cells of a margin of which the filter leaves out a part: any value that there could be, whether there are cases
 * of it or not. Where there are none, the margin would tell just that.
 */
function cutBy(table: ProtectedTable, margin: TableNode, filter: QuestionFilter): (cell: NodeCell) => boolean {
  const tests = filteredBy(filter)
    .filter((dimension) => !margin.dimensions.includes(dimension))
    .map((dimension) => {
      const all = table.nodeOf([dimension]);
      const leftOut = all.cells.filter((cell) => !selectBy(all, { [dimension]: filter[dimension] })(cell));
      const shared = all.dimensions.filter((determined) => margin.dimensions.includes(determined));
      const keyOf = pickValues(all, shared);
      return { ofMargin: pickValues(margin, shared), cut: new Set(leftOut.map((cell) => keyOf(cell).join('\n'))) };
    });
  return (cell) => tests.some(({ ofMargin, cut }) => cut.has(ofMargin(cell).join('\n')));
}

/** The sum of a group as cells of a margin; undefined when the margin hides or the filter cuts one of them. */
function addUncut({ keyOf, cells, isCut }: Margin, group: readonly NodeCell[]): Figure | undefined {
  const found = [...new Set(group.map(keyOf))].flatMap((key) => cells.get(key) ?? []);
  return found.some(isCut) ? undefined : addPublished(found);
}

/** All margins of a node that still have the groups apart, finer ones first. */
function marginsBetween({ dimensions }: TableNode, groupBy: readonly Dimension[]): readonly (readonly Dimension[])[] {
  const needed = closeDimensions(groupBy);
  const found = new Map<string, readonly Dimension[]>();
  const level = [dimensions];
  for (const finer of level) {
    for (const margin of marginsOf(finer)) {
      if (found.has(margin.join()) || needed.some((dimension) => !margin.includes(dimension))) continue;
      found.set(margin.join(), margin);
      level.push(margin);
    }
  }
  return [...found.values()];
}

function selectBy(node: TableNode, filter: QuestionFilter): (cell: NodeCell) => boolean {
  const tests = filteredBy(filter).map((dimension) => ({
    place: node.dimensions.indexOf(dimension),
    values: filter[dimension] ?? new Set<string>(),
  }));
  return ({ values }) => tests.every((test) => test.values.has(values[test.place] ?? ''));
}

function pickValues({ dimensions }: TableNode, picked: readonly Dimension[]): (cell: NodeCell) => readonly string[] {
  const places = picked.map((dimension) => dimensions.indexOf(dimension));
  return ({ values }) => places.map((place) => values[place] ?? '');
}

function filteredBy(filter: QuestionFilter): readonly VisibleDimension[] {
  return (Object.keys(filter) as readonly VisibleDimension[]).filter((dimension) => filter[dimension] !== undefined);
}

function compareValues(a: readonly string[], b: readonly string[]): number {
  for (const [place, value] of a.entries()) {
    const other = b[place] ?? '';
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** Counts by bucket with what is hidden put as low, and as high, as it can be: the truth lies between the two. */
export interface HistogramBounds {
  readonly least: readonly number[];
  readonly greatest: readonly number[];
}

/** The bounds of a row that is divided by DURATION; undefined where the number of ended cases may not be said. */
export function boundHistogram(row: AnswerRow, ended: Figure | undefined): HistogramBounds | undefined {
  if (ended === undefined) return undefined;
  const buckets = Array.from({ length: durationBounds.length + 1 }, (_, bucket) => String(bucket));
  const isHidden = (bucket: string): boolean => row.parts.has(bucket) && row.parts.get(bucket) === undefined;
  const counts = buckets.map((bucket) => row.parts.get(bucket)?.count ?? 0);
  const rest = counts.reduce((left, count) => left - count, ended.count);
  const least = counts.slice();
  const greatest = counts.slice();
  const lowest = buckets.findIndex(isHidden);
  const highest = buckets.findLastIndex(isHidden);
  if (lowest >= 0) least[lowest] = rest;
  if (highest >= 0) greatest[highest] = rest;
  return { least, greatest };
}

/** Of the cases that have one of two values, how many have the first; undefined where either may not be said. */
export function shareOf(row: AnswerRow, value: string, other: string): { of: number; all: number } | undefined {
  const [of, rest] = [value, other].map((name) => (row.parts.has(name) ? row.parts.get(name)?.count : 0));
  return of === undefined || rest === undefined ? undefined : { of, all: of + rest };
}
