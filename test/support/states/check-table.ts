// What holds for every table of states, whatever it is about. A module's test gives its table and its words.
import {
  decideBy,
  type Line,
  reachedFrom,
  type StateTable,
  type Words,
} from '../../../subgraphs/province/shared/state-table.js';

/** The words that may be asked of a table, and what its states mean for those who wait. */
export interface TableTraits<W extends Words> {
  readonly states: readonly W['state'][];
  readonly events: readonly W['event'][];
  readonly actors: readonly W['actor'][];
  readonly guards: readonly W['guard'][];
  /** States that nothing leads out of. */
  readonly ends: readonly W['state'][];
  /** Who goes on at once, without being asked. */
  readonly itself: W['actor'];
  /** The guard of what happens because a clock has run out. */
  readonly isOut: W['guard'];
  /** States whose end something else than a clock of this table sees to. */
  readonly boundedElsewhere?: readonly W['state'][];
}

/**
 * What is wrong with a table, in words: lines that are never taken, decisions without a line, states that are never
 * reached or never left, and waiting without a clock. Nothing is wrong with a table that gives an empty list.
 */
export function checkTable<W extends Words>(table: StateTable<W>, traits: TableTraits<W>): readonly string[] {
  return [
    ...unknownWords(table, traits),
    ...linesNotTaken(table),
    ...decisionsWithoutLine(table, traits),
    ...statesOutOfReach(table, traits),
    ...endlessWaits(table, traits),
  ];
}

const nameOf = <W extends Words>({ from, event, by }: Pick<Line<W>, 'from' | 'event' | 'by'>): string =>
  `${from} ${event} ${by}`;

function unknownWords<W extends Words>({ lines }: StateTable<W>, traits: TableTraits<W>): readonly string[] {
  const { states, events, actors, guards } = traits;
  const known: ReadonlySet<string> = new Set([...states, ...events, ...actors, ...guards]);
  const words = lines.flatMap(({ from, event, by, when, next }) => [from, event, by, ...when, next]);
  return [...new Set(words)].filter((word) => !known.has(word)).map((word) => `${word} is no word of the table`);
}

// A line is for when its guards hold and no others do; whoever stands before it must leave that case to it.
function linesNotTaken<W extends Words>(table: StateTable<W>): readonly string[] {
  return table.lines.flatMap((line, index) => {
    const { from, event, by, when, next, clock } = line;
    const ask = (facts: readonly W['guard'][]) => decideBy(table, { state: from, event, by, facts: holding<W>(facts) });
    const taken = ask(when);
    const isTaken = taken.kind === 'STEP' && taken.next === next && taken.clock === clock;
    const isFirst = table.lines.findIndex((other) => isSameCase(other, line)) === index;
    const faults = isTaken && isFirst ? [] : [`${nameOf(line)} is never taken to ${next}`];
    const others = table.lines.filter((other, at) => nameOf(other) === nameOf(line) && at !== index);
    const unguarded = when.filter((guard) => {
      const rest = when.filter((name) => name !== guard);
      const isLeftToOthers = others.some((other) => other.when.every((name) => rest.includes(name)));
      return !isLeftToOthers && ask(rest).kind !== 'UNMET';
    });
    return [...faults, ...unguarded.map((guard) => `${nameOf(line)} does not ask for ${guard}`)];
  });
}

const isSameCase = <W extends Words>(one: Line<W>, other: Line<W>): boolean =>
  nameOf(one) === nameOf(other) && one.when.every((guard) => other.when.includes(guard));

const holding = <W extends Words>(guards: readonly W['guard'][]): Readonly<Partial<Record<W['guard'], boolean>>> =>
  Object.fromEntries(guards.map((guard) => [guard, true])) as Partial<Record<W['guard'], boolean>>;

function decisionsWithoutLine<W extends Words>(table: StateTable<W>, traits: TableTraits<W>): readonly string[] {
  const places = new Set(table.lines.map(nameOf));
  const facts = holding<W>(traits.guards);
  const asked = traits.states.flatMap((state) =>
    traits.events.flatMap((event) => traits.actors.map((by) => ({ state, event, by, facts }))),
  );
  const stepping = asked.filter((one) => decideBy(table, one).kind === 'STEP');
  const names = stepping.map(({ state, event, by }) => nameOf<W>({ from: state, event, by }));
  return names.filter((name) => !places.has(name)).map((name) => `${name} is decided without a line`);
}

function statesOutOfReach<W extends Words>(table: StateTable<W>, { ends }: TableTraits<W>): readonly string[] {
  const mentioned = new Set(table.lines.flatMap(({ from, next }) => [from, next]));
  const unreached = [...mentioned.difference(reachedFrom(table, table.initial))];
  const endless = [...mentioned].filter((state) => reachedFrom(table, state).isDisjointFrom(new Set(ends)));
  const left = table.lines.filter(({ from }) => ends.includes(from));
  return [
    ...unreached.map((state) => `${state} is never reached`),
    ...endless.map((state) => `${state} never ends`),
    ...left.map((line) => `${nameOf(line)} leads out of an end`),
  ];
}

// Whatever nobody goes on from at once waits for a person, for somebody else, or for the end of a limit.
function endlessWaits<W extends Words>({ lines }: StateTable<W>, traits: TableTraits<W>): readonly string[] {
  const { itself, isOut, boundedElsewhere = [] } = traits;
  const outOf = (state: W['state']) => lines.filter(({ from }) => from === state);
  const waits = (state: W['state']): boolean =>
    outOf(state).length > 0 &&
    !boundedElsewhere.includes(state) &&
    !outOf(state).some(({ by, when }) => by === itself && !when.includes(isOut));
  const into = lines.filter(({ next }) => waits(next));
  // A clock can only run on out of a state in which one runs.
  const unlimited = into.filter(({ clock, from }) => clock === null || (clock === 'KEEP' && !waits(from)));
  const limited = new Set(into.map(({ next }) => next));
  const unheard = [...limited].filter((state) => !outOf(state).some(({ when }) => when.includes(isOut)));
  return [
    ...unlimited.map((line) => `${nameOf(line)} lets wait in ${line.next} without a clock`),
    ...unheard.map((state) => `${state} has nothing to happen when its clock runs out`),
  ];
}
