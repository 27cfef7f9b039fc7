import {
  addUp,
  at,
  type Codes,
  codesOf,
  type CountedCells,
  createFinder,
  createKeyOf,
  placesIn,
  UNSAID,
} from './count-cells.rules.js';
import { closeDimensions, type Dimension } from './dimensions.rules.js';

/** The cells of some dimensions, and which of them are published. Finer nodes are judged by it, never the other way. */
export interface JudgedNode {
  readonly dimensions: readonly Dimension[];
  readonly cells: CountedCells;
  /** One for each margin one step coarser. */
  readonly lines: readonly Lines[];
  /** 1 for each cell that is not published. */
  readonly hidden: Uint8Array;
  /** The place of a cell; undefined for one that has no cases. */
  readonly find: (codes: Codes) => number | undefined;
  /**
   * Of a combination without cases, whether that is kept back. It is published only where it follows anyway: where a
   * published margin has nothing left for it. Any other zero would give the hidden cells beside it away.
   */
  readonly isWithheldZero: (codes: Codes) => boolean;
  readonly domain: Domain;
}

/** What a value of each dimension can be, with all that it determines. */
export type Domain = ReadonlyMap<Dimension, { readonly place: number; readonly values: readonly Codes[] }>;

/** All lines of one margin: each is a cell of the margin, and the cells that add up to it. */
export interface Lines {
  readonly margin: JudgedNode;
  readonly dropped: Dimension;
  /** The line of each cell. */
  readonly lineOf: Int32Array;
  /** Cells line by line, and where each line begins among them. */
  readonly members: Int32Array;
  readonly begins: Int32Array;
  /** How many are hidden in each line, and how many cases these have. */
  readonly hiddenCells: Int32Array;
  readonly hiddenCases: Float64Array;
}

/** A node of which nothing is hidden yet. */
export function createNode(cells: CountedCells, margins: readonly JudgedNode[], domain: Domain): JudgedNode {
  const dimensions = cells.columns.map(({ dimension }) => dimension);
  const lines = margins.map((margin) => linesOf(margin, cells));
  const hidden = new Uint8Array(cells.counts.length);
  const isWithheldZero = (codes: Codes): boolean => judgeZero(lines, codes);
  return { dimensions, cells, lines, hidden, find: createFinder(cells), isWithheldZero, domain };
}

/** Hides one cell. */
export function hideCell({ cells, lines, hidden }: JudgedNode, cell: number): void {
  hidden[cell] = 1;
  for (const { lineOf, hiddenCells, hiddenCases } of lines) {
    const line = at(lineOf, cell);
    hiddenCells[line] = at(hiddenCells, line) + 1;
    hiddenCases[line] = at(hiddenCases, line) + at(cells.counts, cell);
  }
}

/** What each value of each dimension can be, as far as there is a case of it. */
export function readDomain(whole: CountedCells): Domain {
  return new Map(
    whole.columns.map(({ dimension, place }) => {
      const cells = addUp(whole, closeDimensions([dimension]));
      return [dimension, { place, values: Array.from(cells.counts, (_, cell) => codesOf(cells, cell)) }];
    }),
  );
}

/** The node when nothing more of it will be hidden: it remembers what it says of zeros. */
export function settle(node: JudgedNode): JudgedNode {
  const judged = new Map<number, boolean>();
  const keyOf = createKeyOf(node.cells);
  const isWithheldZero = (codes: Codes): boolean => {
    const key = keyOf(codes);
    const known = judged.get(key);
    if (known !== undefined) return known;
    const isWithheld = node.isWithheldZero(codes);
    judged.set(key, isWithheld);
    return isWithheld;
  };
  return { ...node, isWithheldZero };
}

/** What a cell of a margin, or a zero of it, can be divided into by the dimension that the margin has dropped. */
export function divide(codes: Codes, { dropped }: Lines, domain: Domain): readonly Codes[] {
  const { place, values } = domain.get(dropped) ?? { place: 0, values: [] };
  return values.filter((value) => isAlike(value, codes, place)).map((value) => join(codes, value));
}

/** True when a value determines what the codes say, where both say something besides the value itself. */
function isAlike(value: Codes, codes: Codes, own: number): boolean {
  return value.every((code, place) => place === own || code === UNSAID || code === codes[place]);
}

function join(codes: Codes, value: Codes): Codes {
  const joined = codes.slice();
  for (let place = 0; place < value.length; place += 1) {
    while (joined.length <= place) joined.push(UNSAID);
    if (value[place] !== UNSAID) joined[place] = value[place] ?? UNSAID;
  }
  return joined;
}

/** All zeros of a node that are not published, given those of its margins. Nothing else can be divided into one. */
export function findZeros(node: JudgedNode, zerosOf: (margin: JudgedNode) => readonly Codes[]): readonly Codes[] {
  // Any margin finds all of them: the one with the least to divide.
  const [fewest] = node.lines
    .map((lines) => {
      const incomplete = [...lines.margin.hidden.keys()].filter((line) => isIncomplete(lines, line));
      return { lines, incomplete, zeros: zerosOf(lines.margin) };
    })
    .sort((a, b) => a.incomplete.length + a.zeros.length - b.incomplete.length - b.zeros.length);
  if (fewest === undefined) return [];
  const { lines, incomplete, zeros } = fewest;
  return [...incomplete.map((line) => codesOf(lines.margin.cells, line)), ...zeros]
    .flatMap((codes) => divide(codes, lines, node.domain))
    .filter((codes) => node.find(codes) === undefined && node.isWithheldZero(codes));
}

/** True for a line that has something to hide: what it publishes does not add up to a published margin. */
function isIncomplete({ margin, hiddenCells }: Pick<Lines, 'margin' | 'hiddenCells'>, line: number): boolean {
  return at(margin.hidden, line) === 1 || at(hiddenCells, line) > 0;
}

/** True when no line has a complete sum that leaves nothing for the zero. */
function judgeZero(lines: readonly Lines[], codes: Codes): boolean {
  return (
    lines.length > 0 &&
    lines.every(({ margin, hiddenCells }) => {
      const line = margin.find(codes);
      return line === undefined ? margin.isWithheldZero(codes) : isIncomplete({ margin, hiddenCells }, line);
    })
  );
}

function linesOf(margin: JudgedNode, cells: CountedCells): Lines {
  const lineOf = placesIn(margin.cells, cells);
  const size = margin.hidden.length;
  const begins = new Int32Array(size + 1);
  for (const line of lineOf) begins[line + 1] = at(begins, line + 1) + 1;
  for (let line = 0; line < size; line += 1) begins[line + 1] = at(begins, line + 1) + at(begins, line);
  const next = begins.slice();
  const members = new Int32Array(lineOf.length);
  for (let cell = 0; cell < lineOf.length; cell += 1) {
    const line = at(lineOf, cell);
    members[at(next, line)] = cell;
    next[line] = at(next, line) + 1;
  }
  const dropped = cells.columns.find(({ dimension }) => !margin.dimensions.includes(dimension))?.dimension;
  if (dropped === undefined) throw new RangeError('a margin drops a dimension');
  const hiddenCases = new Float64Array(size);
  return { margin, dropped, lineOf, members, begins, hiddenCells: new Int32Array(size), hiddenCases };
}
