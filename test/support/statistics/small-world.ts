import fc from 'fast-check';
import {
  closeDimensions,
  type Dimension,
  durationBounds,
  durationValueOf,
  freeDimensions,
  type InternalDimension,
  internalDimensions,
  MAX_NAMED_DIMENSIONS,
  type VisibleDimension,
  visibleDimensions,
} from '../../../subgraphs/province/statistics/dimensions.rules.js';
import type { StatisticsCell } from '../../../subgraphs/province/statistics/protect-table.rules.js';

/** A case that could be, with all that is determined by what is chosen of it, and how many there are. */
export interface Atom {
  readonly values: Readonly<Partial<Record<Dimension, string>>>;
  readonly count: number;
  readonly minutes: number;
}

export interface SmallWorld {
  readonly visible: readonly VisibleDimension[];
  readonly dimensions: readonly Dimension[];
  readonly smallCell: number;
  readonly atoms: readonly Atom[];
}

export interface WorldSeed {
  /** What cases differ in: no two of them determine one another. */
  readonly visible: readonly VisibleDimension[];
  readonly internal: InternalDimension | undefined;
  readonly smallCell: number;
  /** How many values each dimension has. */
  readonly width: number;
  /** How unevenly cases are spread: 0 for evenly. */
  readonly skew: number;
  /** Cases for each combination on average. */
  readonly density: number;
  /** Of whatever is by chance. */
  readonly seed: number;
}

/** Worlds of all kinds: flat and deep, empty and crowded. */
export const anyWorld: fc.Arbitrary<SmallWorld> = fc
  .record({
    visible: fc.constantFrom<readonly VisibleDimension[]>(
      ['ITEM', 'RECEIVING_PROVINCE', 'MONTH'],
      ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE', 'STATE'],
      ['MODE', 'RECEIVING_PROVINCE', 'HANDLING_PROVINCE', 'YEAR'],
      ['ITEM', 'RECEIVING_PROVINCE'],
      ['MODE', 'MONTH'],
      ['STATE', 'SATISFACTION'],
    ),
    internal: fc.constantFrom<InternalDimension | undefined>(undefined, 'PROGRESS', 'DURATION', 'TIMELINESS'),
    smallCell: fc.integer({ min: 3, max: 6 }),
    width: fc.integer({ min: 2, max: 4 }),
    skew: fc.constantFrom(0, 0.5, 1, 2),
    density: fc.constantFrom(0.5, 2, 5, 20),
    seed: fc.nat(),
  })
  .map(createWorld);

const domains: Readonly<Record<string, (value: number) => Readonly<Partial<Record<Dimension, string>>>>> = {
  ITEM: (value) => ({ ITEM: `I${value}`, MODE: `M${value % 2}`, AUTHORITY: `A${Math.floor(value / 2)}` }),
  AUTHORITY: (value) => ({ AUTHORITY: `A${value}` }),
  MODE: (value) => ({ MODE: `M${value}` }),
  RECEIVING_PROVINCE: (value) => ({ RECEIVING_PROVINCE: `R${value}` }),
  HANDLING_PROVINCE: (value) => ({ HANDLING_PROVINCE: `H${value}` }),
  STATE: (value) => ({ STATE: `S${value}`, PROGRESS: value % 3 === 0 ? 'RUNNING' : 'ENDED' }),
  YEAR: (value) => ({ YEAR: `${2024 + value}` }),
  MONTH: (value) => ({ MONTH: `${2024 + (value % 2)}-0${1 + value}`, YEAR: `${2024 + (value % 2)}` }),
  SATISFACTION: (value) => ({ SATISFACTION: `${value}`, SATISFIED: value < 2 ? 'SATISFIED' : 'DISSATISFIED' }),
  PROGRESS: (value) => ({ PROGRESS: value === 0 ? 'RUNNING' : 'ENDED' }),
  DURATION: (value) =>
    value === 0
      ? { DURATION: 'RUNNING', PROGRESS: 'RUNNING' }
      : { DURATION: durationValueOf(durationBounds[value * 2] ?? 0), PROGRESS: 'ENDED' },
  TIMELINESS: (value) => ({
    TIMELINESS: ['ON_TIME', 'OVERDUE', 'OPEN'][value % 3] ?? 'OPEN',
    PROGRESS: value % 3 === 2 ? 'RUNNING' : 'ENDED',
  }),
  SATISFIED: (value) => ({ SATISFIED: ['SATISFIED', 'DISSATISFIED', 'UNRATED'][value % 3] ?? 'UNRATED' }),
};

/** Every combination that can be, with a number of cases: many have none, and few have most. */
export function createWorld(seed: WorldSeed): SmallWorld {
  const chance = createChance(seed.seed);
  const free: readonly Dimension[] = seed.internal === undefined ? seed.visible : [...seed.visible, seed.internal];
  let partial: readonly { values: Atom['values']; weight: number }[] = [{ values: {}, weight: 1 }];
  for (const dimension of free) {
    const width = dimension === 'TIMELINESS' || dimension === 'SATISFIED' ? 3 : seed.width;
    partial = partial.flatMap(({ values, weight }) =>
      Array.from({ length: width }, (_, value) => ({
        values: { ...values, ...domains[dimension]?.(value) },
        weight: weight / (1 + value) ** seed.skew,
        fits: Object.entries(domains[dimension]?.(value) ?? {}).every(
          ([name, own]) => (values[name as Dimension] ?? own) === own,
        ),
      })).filter(({ fits }) => fits),
    );
  }
  const mean = partial.reduce((sum, { weight }) => sum + weight, 0) / partial.length;
  // Exponentially distributed about its mean, rounded down: where few are expected, there are mostly none.
  const atoms = partial.map(({ values, weight }) => {
    const count = Math.floor((-Math.log(1 - 0.999 * chance()) * seed.density * weight) / mean);
    return { values, count, minutes: Math.floor(count * 100 * chance()) };
  });
  return { visible: seed.visible, dimensions: closeDimensions(free), smallCell: seed.smallCell, atoms };
}

/** The world as cells of a table; `order` turns and splits them as nobody should notice. */
export function cellsOf(
  { atoms, dimensions }: SmallWorld,
  order: 'plain' | 'shuffled' = 'plain',
): readonly StatisticsCell[] {
  const cells = atoms.map(({ values, count, minutes }) => ({
    values: dimensions.map((dimension) => values[dimension] ?? ''),
    count,
    minutes,
  }));
  if (order === 'plain') return cells;
  const split = cells.flatMap((cell) =>
    cell.count > 1
      ? [
          { ...cell, count: 1, minutes: 0 },
          { ...cell, count: cell.count - 1 },
        ]
      : [cell],
  );
  return [...split.slice(split.length / 3), ...split.slice(0, split.length / 3)].reverse();
}

/** Every list of dimensions that a question may group by. */
export function allowedGroups({ dimensions }: SmallWorld): readonly (readonly VisibleDimension[])[] {
  let groups: readonly (readonly VisibleDimension[])[] = [[]];
  for (const dimension of visibleDimensions.filter((visible) => dimensions.includes(visible))) {
    groups = groups.flatMap((group) => [group, [...group, dimension]]);
  }
  return groups.filter((group) => freeDimensions(group).length <= MAX_NAMED_DIMENSIONS);
}

/** What a question may divide its rows by. */
export function allowedDivisions({ dimensions }: SmallWorld): readonly (InternalDimension | undefined)[] {
  return [undefined, ...internalDimensions.filter((internal) => dimensions.includes(internal))];
}

/** Every node that some allowed question may read, with every margin of it, each once. */
export function allowedNodes(world: SmallWorld): readonly (readonly Dimension[])[] {
  const nodes = new Map<string, readonly Dimension[]>();
  const add = (dimensions: readonly Dimension[]): void => {
    if (nodes.has(dimensions.join())) return;
    nodes.set(dimensions.join(), dimensions);
    for (const dropped of dimensions) {
      const rest = dimensions.filter((dimension) => dimension !== dropped);
      if (closeDimensions(rest).length === rest.length) add(rest);
    }
  };
  for (const group of allowedGroups(world)) {
    for (const internal of allowedDivisions(world)) {
      add(closeDimensions(internal === undefined ? group : [...group, internal]));
    }
  }
  return [...nodes.values()];
}

/** Numbers from 0 to 1, the same for the same seed (xorshift). */
export function createChance(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
