import { closeDimensions, type Dimension, freeDimensions } from './dimensions.rules.js';

/** Cases that are alike in all dimensions of their table. `values` stand in the order of the table's dimensions. */
export interface StatisticsCell {
  readonly values: readonly string[];
  readonly count: number;
  /** Working minutes of those that have ended, added up. */
  readonly minutes: number;
}

/** A dimension of counted cells. */
interface Column {
  readonly dimension: Dimension;
  /** Its place among the dimensions of the table. */
  readonly place: number;
  /** Each cell's value, as its place among all values of the table, each with all that it determines. */
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** Cells of some dimensions that all differ, column by column, in one fixed order. None is empty. */
export interface CountedCells {
  readonly columns: readonly Column[];
  readonly counts: Float64Array;
  readonly minutes: Float64Array;
}

/** A cell that need not exist: the code of its value at the place of each dimension, UNSAID where it has none. */
export type Codes = readonly number[];

export const UNSAID = -1;

/** Cells as columns. They may come in any order, more than once, and empty, which is as good as not at all. */
export function toColumns(given: readonly StatisticsCell[], dimensions: readonly Dimension[]): CountedCells {
  const cells = given.filter(({ count }) => count > 0);
  const columns = dimensions.map((dimension, place) => {
    const rest = closeDimensions([dimension]).filter((determined) => determined !== dimension);
    const places = [place, ...rest.map((determined) => dimensions.indexOf(determined))];
    const closed = cells.map((cell) => places.map((own) => valueAt(cell, own)).join('\n'));
    const distinct = [...new Set(closed)].sort();
    const codeOf = new Map(distinct.map((name, code) => [name, code]));
    const names = distinct.map((name) => name.split('\n')[0] ?? '');
    return { dimension, place, names, codes: Int32Array.from(closed, (name) => codeOf.get(name) ?? 0) };
  });
  const counts = Float64Array.from(cells, ({ count }) => count);
  return { columns, counts, minutes: Float64Array.from(cells, ({ minutes }) => minutes) };
}

function valueAt({ values }: StatisticsCell, place: number): string {
  const value = values[place];
  if (value === undefined) throw new RangeError(`a cell has no value at ${place}`);
  return value;
}

/** Adds up what is alike in the dimensions that are left. */
export function addUp(cells: CountedCells, dimensions: readonly Dimension[]): CountedCells {
  const kept = cells.columns.filter(({ dimension }) => dimensions.includes(dimension));
  const keys = keysOf(cells, dimensions);
  const distinct = keys.slice().sort();
  let size = 0;
  for (let next = 0; next < distinct.length; next += 1) {
    if (size === 0 || distinct[size - 1] !== distinct[next]) distinct[size++] = at(distinct, next);
  }
  const findPlace = placesOf(distinct.subarray(0, size));
  const places = Int32Array.from(keys, (key) => findPlace(key) ?? UNSAID);
  const add = (values: Float64Array): Float64Array => {
    const sums = new Float64Array(size);
    for (let from = 0; from < places.length; from += 1) {
      const to = at(places, from);
      sums[to] = at(sums, to) + at(values, from);
    }
    return sums;
  };
  const columns = kept.map((column) => {
    const codes = new Int32Array(size);
    for (let from = 0; from < places.length; from += 1) codes[at(places, from)] = at(column.codes, from);
    return { ...column, codes };
  });
  return { columns, counts: add(cells.counts), minutes: add(cells.minutes) };
}

/** For each cell, the place among the cells of a margin at which it is added. */
export function placesIn(margin: CountedCells, cells: CountedCells): Int32Array {
  const dimensions = margin.columns.map(({ dimension }) => dimension);
  const findPlace = placesOf(keysOf(margin, dimensions));
  return Int32Array.from(keysOf(cells, dimensions), (key) => findPlace(key) ?? UNSAID);
}

/** Makes one number of the codes of a cell that these cells have, or could have. */
export function createKeyOf({ columns }: CountedCells): (codes: Codes) => number {
  const free = freeColumns(columns, new Set(columns.map(({ dimension }) => dimension)));
  return (codes) => {
    let key = 0;
    for (const { place, names } of free) key = key * names.length + (codes[place] ?? UNSAID);
    return key;
  };
}

/** Finds the place of a cell by its codes; undefined for one that has no cases. */
export function createFinder(cells: CountedCells): (codes: Codes) => number | undefined {
  const dimensions = cells.columns.map(({ dimension }) => dimension);
  const findPlace = placesOf(keysOf(cells, dimensions));
  const keyOf = createKeyOf(cells);
  return (codes) => findPlace(keyOf(codes));
}

/** The codes of a cell. */
export function codesOf({ columns }: CountedCells, cell: number): Codes {
  const all: number[] = [];
  for (const { place, codes } of columns) {
    while (all.length < place) all.push(UNSAID);
    all.push(at(codes, cell));
  }
  return all;
}

/** The margins from which cells differ by one step: closed dimensions without one that no other determines. */
export function marginsOf(dimensions: readonly Dimension[]): readonly (readonly Dimension[])[] {
  return dimensions
    .map((dropped) => dimensions.filter((dimension) => dimension !== dropped))
    .filter((rest) => closeDimensions(rest).length === rest.length);
}

/** The columns that the others follow from. */
function freeColumns(columns: readonly Column[], dimensions: ReadonlySet<Dimension>): readonly Column[] {
  const free = new Set(freeDimensions(dimensions));
  return columns.filter(({ dimension }) => free.has(dimension));
}

/** One number for the values of each cell in some closed dimensions. */
function keysOf({ columns, counts }: CountedCells, dimensions: readonly Dimension[]): Float64Array {
  const keys = new Float64Array(counts.length);
  let span = 1;
  for (const { codes, names } of freeColumns(columns, new Set(dimensions))) {
    span *= names.length;
    if (span > Number.MAX_SAFE_INTEGER) throw new RangeError('a table has more combinations of values than numbers go');
    for (let place = 0; place < keys.length; place += 1)
      keys[place] = at(keys, place) * names.length + at(codes, place);
  }
  return keys;
}

// An array for every key there could be is several times as fast as a map, as long as most of it is not empty.
const SPARSEST = 16;

function placesOf(keys: Float64Array): (key: number) => number | undefined {
  let greatest = 0;
  for (let place = 0; place < keys.length; place += 1) greatest = Math.max(greatest, at(keys, place));
  if (greatest > SPARSEST * (keys.length + 64)) {
    const places = new Map<number, number>();
    for (let place = 0; place < keys.length; place += 1) places.set(at(keys, place), place);
    return (key) => places.get(key);
  }
  // One more than the place, so that 0 is none.
  const places = new Int32Array(greatest + 1);
  for (let place = 0; place < keys.length; place += 1) places[at(keys, place)] = place + 1;
  return (key) => {
    const place = places[key] ?? 0;
    return place === 0 ? undefined : place - 1;
  };
}

/** What stands in a column at a place that it has. */
export function at(column: Float64Array | Int32Array | Uint8Array, place: number): number {
  return column[place] ?? 0;
}
