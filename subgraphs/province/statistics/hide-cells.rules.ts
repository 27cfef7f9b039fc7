import { at, type Codes, codesOf } from './count-cells.rules.js';
import { divide, hideCell, type JudgedNode, type Lines } from './judged-node.rules.js';

interface Line {
  readonly lines: Lines;
  readonly place: number;
}

/**
 * Hides the small cells of a node, and as many others that no line gives one of them away. What it hides is a function of
 * the counts of this node alone, whatever else is asked.
 */
export function hideCells(node: JudgedNode, smallCell: number): void {
  node.cells.counts.forEach((count, cell) => {
    if (count < smallCell) hideCell(node, cell);
  });
  closeLines(node, smallCell);
  // Only where nothing that has cases is left to hide with. Each hides one more cell at least, so it comes to an end.
  while (isolatedLines(node).some((line) => freeZero(node, line))) closeLines(node, smallCell);
}

/** Hides until no line is open any more. */
function closeLines(node: JudgedNode, smallCell: number): void {
  const open = node.lines.flatMap((lines) => [...lines.margin.hidden.keys()].map((place): Line => ({ lines, place })));
  // It grows while it is read: hiding a cell in one line may leave another line open.
  for (const line of open) {
    while (isOpen(line, smallCell)) {
      const cell = chooseCell(node, line);
      if (cell === undefined) break;
      hideCell(node, cell);
      for (const lines of node.lines) if (lines !== line.lines) open.push({ lines, place: at(lines.lineOf, cell) });
    }
  }
}

/** True while subtracting what is published from the margin would leave a small number, or a single cell. */
function isOpen({ lines, place }: Line, smallCell: number): boolean {
  const hiddenCells = at(lines.hiddenCells, place);
  const hiddenCases = at(lines.hiddenCases, place);
  // The margin must not be had as the sum of what is published below it. Below a small one everything is hidden.
  if (at(lines.margin.hidden, place) === 1) {
    return hiddenCases < Math.min(smallCell, at(lines.margin.cells.counts, place));
  }
  return hiddenCells === 1 || (hiddenCells > 0 && hiddenCases < smallCell);
}

/** The cell of a line that is hidden next: the one that opens the fewest other lines, then the smallest, then the first. */
function chooseCell({ cells, hidden, lines: all }: JudgedNode, { lines, place }: Line): number | undefined {
  let best: { readonly cell: number; readonly harm: number } | undefined;
  for (let member = at(lines.begins, place); member < at(lines.begins, place + 1); member += 1) {
    const cell = at(lines.members, member);
    if (at(hidden, cell) === 1) continue;
    let harm = 0;
    for (const others of all) if (others !== lines) harm += harmTo(others, at(others.lineOf, cell));
    const isBetter =
      best === undefined ||
      harm < best.harm ||
      (harm === best.harm && at(cells.counts, cell) < at(cells.counts, best.cell));
    if (isBetter) best = { cell, harm };
  }
  return best?.cell;
}

// More than all other lines of a cell together: it would be hidden in vain, since it is all that its line has.
const IN_VAIN = 100;

/** What hiding one cell does to a line of it. */
function harmTo({ margin, begins, hiddenCells }: Lines, line: number): number {
  if (at(margin.hidden, line) === 1 || at(hiddenCells, line) > 0) return 0;
  return at(begins, line + 1) - at(begins, line) === 1 ? IN_VAIN : 1;
}

/** Lines of published margins in which one cell alone is hidden. */
function isolatedLines({ lines: all }: JudgedNode): readonly Line[] {
  return all.flatMap((lines) =>
    [...lines.hiddenCells.entries()]
      .filter(([place, hiddenCells]) => hiddenCells === 1 && at(lines.margin.hidden, place) === 0)
      .map(([place]) => ({ lines, place })),
  );
}

/**
 * Sees to it that some combination without cases in the line is withheld beside the one hidden cell. True when cells had to
 * be hidden for it; false when there is one already, or none can be.
 */
function freeZero(node: JudgedNode, { lines, place }: Line): boolean {
  const zeros = divide(codesOf(lines.margin.cells, place), lines, node.domain).filter(
    (codes) => node.find(codes) === undefined,
  );
  if (zeros.some(node.isWithheldZero)) return false;
  const [cheapest] = zeros
    .map((codes) => completeLines(node, codes))
    .filter((complete) => complete !== undefined)
    .sort((a, b) => a.length - b.length);
  for (const line of cheapest ?? []) {
    const cell = chooseCell(node, line);
    if (cell !== undefined) hideCell(node, cell);
  }
  return cheapest !== undefined;
}

/** The lines that leave nothing for a zero, and could; undefined when a margin has published it as zero. */
function completeLines({ lines: all }: JudgedNode, codes: Codes): readonly Line[] | undefined {
  const complete: Line[] = [];
  for (const lines of all) {
    const place = lines.margin.find(codes);
    if (place === undefined && !lines.margin.isWithheldZero(codes)) return undefined;
    if (place === undefined || at(lines.margin.hidden, place) === 1 || at(lines.hiddenCells, place) > 0) continue;
    complete.push({ lines, place });
  }
  return complete;
}
