import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KnownSums } from '../../../test/support/statistics/linear-audit.js';
import { allowedNodes, anyWorld, cellsOf, type SmallWorld } from '../../../test/support/statistics/small-world.js';
import { closeDimensions, type Dimension } from './dimensions.rules.js';
import { type NodeCell, type ProtectedTable, protectTable, type TableNode } from './protect-table.rules.js';

const RUNS = Number(process.env['RUNS'] ?? 20);

function protect(world: SmallWorld, order: 'plain' | 'shuffled' = 'plain'): ProtectedTable {
  return protectTable({ cells: cellsOf(world, order), dimensions: world.dimensions, smallCell: world.smallCell });
}

function onEveryNode(claim: (node: TableNode, dimensions: readonly Dimension[], world: SmallWorld) => void): void {
  const property = fc.property(anyWorld, (world) => {
    const table = protect(world);
    for (const dimensions of allowedNodes(world)) claim(table.nodeOf(dimensions), dimensions, world);
  });
  fc.assert(property, { numRuns: RUNS });
}

/** Items in months: I1 has a small cell in May, and so has I3. */
const grid = [
  ['I1', 20, 30, 4],
  ['I2', 15, 12, 40],
  ['I3', 11, 60, 7],
] as const;
const gridCells = grid.flatMap(([item, ...row]) =>
  row.map((count, place) => ({ values: [item, `2026-0${place + 3}`], count, minutes: 0 })),
);

function drawGrid(smallCell: number): readonly string[] {
  const named: readonly Dimension[] = ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE'];
  const { cells } = protectTable({ cells: gridCells, dimensions: named, smallCell }).nodeOf(named);
  const draw = ({ count, isPublished }: NodeCell): string => (isPublished ? String(count) : '-');
  return grid.map(([item]) =>
    cells
      .filter(({ values }) => values[0] === item)
      .map(draw)
      .join(' '),
  );
}

it('hides what is small, and beside it what would give it away', () => {
  expect(drawGrid(10)).toEqual(['- 30 -', '15 12 40', '- 60 -']);
});

it('hides nothing where nothing is small', () => {
  expect(drawGrid(3)).toEqual(['20 30 4', '15 12 40', '11 60 7']);
});

it('hides nothing needlessly: a table without small numbers is published whole, zeros included', () => {
  const property = fc.property(anyWorld, (world) => {
    const cells = cellsOf(world).map((cell) => ({ ...cell, count: cell.count * world.smallCell }));
    const table = protectTable({ cells, dimensions: world.dimensions, smallCell: world.smallCell });

    for (const dimensions of allowedNodes(world)) {
      expect(table.nodeOf(dimensions).cells.filter(({ isPublished }) => !isPublished)).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: RUNS });
});

it('counts as who counts every case by himself', () => {
  onEveryNode(({ cells }, dimensions, { atoms }) => {
    const counted = new Map<string, number>();
    for (const { values, count } of atoms) {
      const key = dimensions.map((dimension) => values[dimension]).join();
      if (count > 0) counted.set(key, (counted.get(key) ?? 0) + count);
    }
    const found = cells.filter(({ count }) => count > 0).map(({ values, count }) => [values.join(), count] as const);
    expect(new Map(found)).toEqual(counted);
  });
});

it('never publishes a small cell', () => {
  onEveryNode(({ cells }, _, { smallCell }) => {
    expect(cells.filter(({ count, isPublished }) => isPublished && count < smallCell)).toEqual([]);
  });
});

it('withholds a zero only where no published margin leaves nothing for it', () => {
  const property = fc.property(anyWorld, (world) => {
    const table = protect(world);
    for (const dimensions of allowedNodes(world)) {
      const { cells } = table.nodeOf(dimensions);
      const zeros = cells.filter(({ count }) => count === 0);
      for (const dropped of dimensions) {
        const rest = dimensions.filter((dimension) => dimension !== dropped);
        if (closeDimensions(rest).length !== rest.length) continue;
        const keyOf = ({ values }: NodeCell): string =>
          values.filter((__, place) => dimensions[place] !== dropped).join();
        const complete = new Map(
          table
            .nodeOf(rest)
            .cells.filter(({ isPublished }) => isPublished)
            .map((cell) => [cell.values.join(), cell.count]),
        );
        for (const cell of cells) {
          const left = complete.get(keyOf(cell));
          if (left !== undefined && cell.isPublished) complete.set(keyOf(cell), left - cell.count);
        }
        expect(zeros.filter((zero) => complete.get(keyOf(zero)) === 0)).toEqual([]);
      }
    }
  });
  fc.assert(property, { numRuns: RUNS });
});

it('hides the same of a node whatever else the table has', () => {
  onEveryNode(({ cells }, dimensions, world) => {
    const own = world.atoms.map(({ values, ...sums }) => ({
      ...sums,
      values: dimensions.map((dimension) => values[dimension] ?? ''),
    }));
    const alone = protectTable({ cells: own, dimensions, smallCell: world.smallCell }).nodeOf(dimensions);

    expect(alone.cells).toEqual(cells);
  });
});

it('hides the same whatever the order in which cases come, and in whatever portions', () => {
  const property = fc.property(anyWorld, (world) => {
    const nodes = allowedNodes(world);
    const [table, other] = [protect(world), protect(world, 'shuffled')];

    expect(
      [...nodes]
        .reverse()
        .map((node) => other.nodeOf(node))
        .reverse(),
    ).toEqual(nodes.map((node) => table.nodeOf(node)));
  });
  fc.assert(property, { numRuns: RUNS });
});

/** Of the small cells of all nodes, how many follow from everything that is published, zeros and all margins included. */
function audit(world: SmallWorld): { readonly small: number; readonly determined: number } {
  const table = protect(world);
  const nodes = allowedNodes(world).map((dimensions) => table.nodeOf(dimensions));
  const keyOf = (values: SmallWorld['atoms'][number]['values'], { dimensions }: TableNode): string =>
    dimensions.map((dimension) => values[dimension]).join();
  // What has a published zero above it is known to be nothing.
  const present = nodes.map((node) => new Set(node.cells.map(({ values }) => values.join())));
  const unknown = world.atoms.filter(({ values }) =>
    nodes.every((node, place) => present[place]?.has(keyOf(values, node))),
  );
  const sumOf = (node: TableNode, cell: NodeCell): ReadonlyArray<0 | 1> =>
    unknown.map(({ values }) => (keyOf(values, node) === cell.values.join() ? 1 : 0));
  const cells = nodes.flatMap((node) => node.cells.map((cell) => ({ node, cell })));
  const known = new KnownSums();
  for (const { node, cell } of cells) if (cell.isPublished) known.add(sumOf(node, cell));
  const small = cells.filter(({ cell: { count } }) => count > 0 && count < world.smallCell);
  return {
    small: small.length,
    determined: small.filter(({ node, cell }) => known.determines(sumOf(node, cell))).length,
  };
}

it('leaves next to nothing to whoever asks everything and solves the equations', () => {
  const worlds = fc.sample(anyWorld, { numRuns: 3 * RUNS, seed: 20260302 });

  const audits = worlds.map(audit);

  const sum = (name: 'small' | 'determined'): number => audits.reduce((all, found) => all + found[name], 0);
  expect(sum('small')).toBeGreaterThan(1000);
  expect(sum('determined') / sum('small')).toBeLessThan(0.005);
});
