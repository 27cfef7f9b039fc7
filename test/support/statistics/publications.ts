import {
  answerQuestion,
  namesTooMany,
  type StatisticsQuestion,
} from '../../../subgraphs/province/statistics/answer-question.rules.js';
import type { VisibleDimension } from '../../../subgraphs/province/statistics/dimensions.rules.js';
import type { ProtectedTable } from '../../../subgraphs/province/statistics/protect-table.rules.js';
import { allowedDivisions, allowedGroups, type Atom, createChance, type SmallWorld } from './small-world.js';

/** A number that some answer has, and what it is the number of: one bit for each atom of the world. */
export interface Publication {
  readonly region: bigint;
  readonly count: number;
  readonly minutes: number;
  readonly source: string;
}

/** Every question without a filter, and as many with one as are wanted, chosen by the seed. */
export function chooseQuestions(world: SmallWorld, filtered: number, seed: number): readonly StatisticsQuestion[] {
  const groups = allowedGroups(world);
  const divisions = allowedDivisions(world);
  const plain = groups.flatMap((groupBy) => divisions.map((divideBy) => ({ groupBy, filter: {}, divideBy })));
  const chance = createChance(seed);
  const choose = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const questions: StatisticsQuestion[] = [...plain];
  while (questions.length < plain.length + filtered) {
    const filter: Partial<Record<VisibleDimension, ReadonlySet<string>>> = {};
    for (const dimension of choose(groups)) {
      const values = [...new Set(world.atoms.map((atom) => atom.values[dimension] ?? ''))];
      filter[dimension] = new Set(values.filter(() => chance() < 0.6));
    }
    const question = { groupBy: choose(groups), filter, divideBy: choose(divisions) };
    if (!namesTooMany(question)) questions.push(question);
  }
  return questions;
}

/** All numbers in the answer to a question, each with what it counts as anybody reads the question. */
export function publicationsOf(
  world: SmallWorld,
  table: ProtectedTable,
  question: StatisticsQuestion,
): readonly Publication[] {
  const { groupBy, filter, divideBy } = question;
  const regionOf = (fits: (atom: Atom) => boolean): bigint =>
    world.atoms.reduce((region, atom, bit) => (fits(atom) ? region | (1n << BigInt(bit)) : region), 0n);
  const isSelected = ({ values }: Atom): boolean =>
    Object.entries(filter).every(([dimension, set]) => set.has(values[dimension as VisibleDimension] ?? ''));
  return answerQuestion(table, question).flatMap(({ key, whole, parts }) => {
    const isOfRow = (atom: Atom): boolean =>
      isSelected(atom) && groupBy.every((dimension) => atom.values[dimension] === key[dimension]);
    const source = `${groupBy.join()} ${JSON.stringify(key)} ${describe(filter)}`;
    const figures = [...parts].map(([value, figure]) => ({
      figure,
      source: `${source} ${String(divideBy)}=${value}`,
      fits: (atom: Atom) => isOfRow(atom) && divideBy !== undefined && atom.values[divideBy] === value,
    }));
    return [{ figure: whole, source, fits: isOfRow }, ...figures].flatMap((said) =>
      said.figure === undefined ? [] : [{ ...said.figure, source: said.source, region: regionOf(said.fits) }],
    );
  });
}

/** What is really there, by looking at every atom. */
export function countRegion({ atoms }: SmallWorld, region: bigint): { count: number; minutes: number } {
  const inside = atoms.filter((_, bit) => (region >> BigInt(bit)) & 1n);
  return {
    count: inside.reduce((sum, { count }) => sum + count, 0),
    minutes: inside.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

function describe(filter: StatisticsQuestion['filter']): string {
  return Object.entries(filter)
    .map(([dimension, values]) => `${dimension} in ${[...values].join()}`)
    .join(' and ');
}
