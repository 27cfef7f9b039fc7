import { addUp, at, type Codes, codesOf, type CountedCells, marginsOf, toColumns } from './count-cells.rules.js';
import type { StatisticsCell } from './count-cells.rules.js';
import { closeDimensions, type Dimension, freeDimensions } from './dimensions.rules.js';
import { hideCells } from './hide-cells.rules.js';
import { createNode, findZeros, type JudgedNode, readDomain, settle } from './judged-node.rules.js';

export type { StatisticsCell } from './count-cells.rules.js';

export interface TableOptions {
  /** In any order; cells with the same values are added up. One cell for each case will do. */
  readonly cells: readonly StatisticsCell[];
  /** Closed (`closeDimensions`). Of as many as there are, only nodes that are asked for cost anything. */
  readonly dimensions: readonly Dimension[];
  /** No count from 1 to below this is shown, or found by subtracting. */
  readonly smallCell: number;
}

/** One cell of a node. What is not published may be any number, and none. */
export interface NodeCell extends StatisticsCell {
  readonly isPublished: boolean;
}

/** The counts by some dimensions. What is not among its cells is zero, and published. */
export interface TableNode {
  readonly dimensions: readonly Dimension[];
  /** Those that have cases, in one fixed order; then the zeros that are withheld. */
  readonly cells: readonly NodeCell[];
}

/** A table with all its margins. What is hidden in a node is a function of that node's counts alone. */
export interface ProtectedTable {
  /** The node of these dimensions and what they determine; computed when it is first asked for. */
  readonly nodeOf: (dimensions: Iterable<Dimension>) => TableNode;
  /** How many cells a node could have: its values, multiplied. */
  readonly combinationsOf: (dimensions: Iterable<Dimension>) => number;
}

/** Protects a table: `answerQuestion` reads what may be said of it. */
export function protectTable({ cells, dimensions, smallCell }: TableOptions): ProtectedTable {
  if (closeDimensions(dimensions).join() !== dimensions.join()) throw new RangeError('dimensions are not closed');
  const whole = addUp(toColumns(cells, dimensions), dimensions);
  const domain = readDomain(whole);
  // Margins are added up from a finer node, which has fewer cells than the whole.
  const judge = remember((wanted, finer: CountedCells): JudgedNode => {
    const counted = addUp(finer, wanted);
    const margins = marginsOf(wanted).map((margin) => judge(margin, counted));
    const node = createNode(counted, margins, domain);
    hideCells(node, smallCell);
    return settle(node);
  });
  const zerosOf = remember((_, node: JudgedNode): readonly Codes[] =>
    findZeros(node, (margin) => zerosOf(margin.dimensions, margin)),
  );
  const nodeOf = remember((wanted, finer: CountedCells): TableNode => {
    const node = judge(wanted, finer);
    return toNode(node, zerosOf(wanted, node));
  });
  const close = (named: Iterable<Dimension>): readonly Dimension[] => {
    const wanted = closeDimensions(named);
    const missing = wanted.find((dimension) => !dimensions.includes(dimension));
    if (missing !== undefined) throw new RangeError(`the table has no ${missing}`);
    return wanted;
  };
  const sizeOf = (dimension: Dimension): number => domain.get(dimension)?.values.length ?? 0;
  return {
    nodeOf: (named) => nodeOf(close(named), whole),
    combinationsOf: (named) => freeDimensions(close(named)).reduce((size, dimension) => size * sizeOf(dimension), 1),
  };
}

/** Computes what belongs to some dimensions once. */
function remember<Source, Found>(
  compute: (dimensions: readonly Dimension[], source: Source) => Found,
): (dimensions: readonly Dimension[], source: Source) => Found {
  const known = new Map<string, Found>();
  return (dimensions, source) => {
    const key = dimensions.join();
    const found = known.get(key) ?? compute(dimensions, source);
    known.set(key, found);
    return found;
  };
}

function toNode({ dimensions, cells, hidden }: JudgedNode, zeros: readonly Codes[]): TableNode {
  const valuesOf = (codes: Codes): readonly string[] =>
    cells.columns.map(({ place, names }) => names[codes[place] ?? 0] ?? '');
  const counted = Array.from(cells.counts, (count, cell) => ({
    values: valuesOf(codesOf(cells, cell)),
    count,
    minutes: at(cells.minutes, cell),
    isPublished: at(hidden, cell) === 0,
  }));
  const withheld = zeros.map((codes) => ({ values: valuesOf(codes), count: 0, minutes: 0, isPublished: false }));
  return { dimensions, cells: [...counted, ...withheld] };
}
