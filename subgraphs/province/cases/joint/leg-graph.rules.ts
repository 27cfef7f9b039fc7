import type { LegsFacts } from '../machine/facts.rules.js';
import type { JointLegState } from '../modes/joint-leg.rules.js';
import type { Flow, FlowLeg, Needs } from './flow.rules.js';

/** The state of each leg of a case, by its id; what is not named is PLANNED. */
export type LegStates = Readonly<Record<string, JointLegState>>;

const stateOf = (states: LegStates, id: string): JointLegState => states[id] ?? 'PLANNED';
const isDone = (states: LegStates, id: string): boolean => stateOf(states, id) === 'DONE';

/** True when every leg that this one depends on is done. An optional leg that will not be done holds nobody up. */
export function areDependenciesDone(legs: readonly FlowLeg[], id: string, states: LegStates): boolean {
  const leg = legs.find((candidate) => candidate.id === id);
  return leg?.dependsOn.every((other) => isDone(states, other) || isGivenUp(legs, other, states)) ?? false;
}

const GIVEN_UP = new Set<JointLegState>(['REFUSED', 'EXPIRED', 'CANCELLED', 'COMPENSATED']);

function isGivenUp(legs: readonly FlowLeg[], id: string, states: LegStates): boolean {
  return legs.some((leg) => leg.id === id && !leg.isRequired) && GIVEN_UP.has(stateOf(states, id));
}

/** Planned legs that can become ready. */
export function readyLegs(legs: readonly FlowLeg[], states: LegStates): readonly FlowLeg[] {
  return legs.filter(({ id }) => stateOf(states, id) === 'PLANNED' && areDependenciesDone(legs, id, states));
}

/** Legs so that each comes after those that it depends on; undefined when they go in a circle. */
export function orderLegs(legs: readonly FlowLeg[]): readonly FlowLeg[] | undefined {
  const ordered: FlowLeg[] = [];
  const placed = new Set<string>();
  let rest = legs;
  while (rest.length > 0) {
    const known = new Set(legs.map(({ id }) => id));
    const free = rest.filter(({ dependsOn }) => dependsOn.every((id) => placed.has(id) || !known.has(id)));
    if (free.length === 0) return undefined;
    for (const leg of free) placed.add(leg.id);
    ordered.push(...free);
    rest = rest.filter(({ id }) => !placed.has(id));
  }
  return ordered;
}

/** How many legs, one waiting for the other, lie before each; 0 where a leg waits for none. Empty for a circle. */
export function stagesOf(legs: readonly FlowLeg[]): ReadonlyMap<string, number> {
  const stages = new Map<string, number>();
  for (const { id, dependsOn } of orderLegs(legs) ?? []) {
    stages.set(id, Math.max(0, ...dependsOn.map((other) => (stages.get(other) ?? 0) + 1)));
  }
  return stages;
}

/** Ids of all legs that come before this one. */
export function ancestorsOf(legs: readonly FlowLeg[], id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const leg = legs.find((candidate) => candidate.id === next);
    for (const other of leg?.dependsOn ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

/** The longest way through the legs that are still to be done: what the applicant has to wait for. */
export interface CriticalPath {
  readonly legs: readonly string[];
  readonly workingDays: number;
}

/**
 * The critical path over what each leg has left: its limit unless `left` says less or more, and nothing once it is
 * settled. Refuses a graph with a circle.
 */
export function criticalPath(
  legs: readonly FlowLeg[],
  states: LegStates = {},
  left: Readonly<Record<string, number>> = {},
): CriticalPath {
  const ordered = orderLegs(legs);
  if (ordered === undefined) throw new Error('A graph with a circle has no critical path');
  const ends = new Map<string, CriticalPath>();
  let longest: CriticalPath = { legs: [], workingDays: 0 };
  for (const leg of ordered) {
    const before = longestOf(leg.dependsOn.flatMap((id) => ends.get(id) ?? []));
    const end = isSettled(states, leg.id) ? before : extend(before, leg, left[leg.id] ?? leg.workingDays);
    ends.set(leg.id, end);
    longest = longestOf([longest, end]);
  }
  return longest;
}

/**
 * The legs that determine the end: one working day more of such a leg is one more of the whole. Every leg counts,
 * whether the case needs it or not, as in {@link criticalPath}.
 */
export function criticalLegs(
  legs: readonly FlowLeg[],
  states: LegStates = {},
  left: Readonly<Record<string, number>> = {},
): ReadonlySet<string> {
  const { workingDays: whole } = criticalPath(legs, states, left);
  const isCritical = ({ id, workingDays }: FlowLeg): boolean => {
    const longer = { ...left, [id]: (left[id] ?? workingDays) + 1 };
    return criticalPath(legs, states, longer).workingDays > whole;
  };
  return new Set(legs.filter(isCritical).map(({ id }) => id));
}

function longestOf(paths: readonly CriticalPath[]): CriticalPath {
  return paths.reduce((best, path) => (path.workingDays > best.workingDays ? path : best), {
    legs: [],
    workingDays: 0,
  });
}

function extend(path: CriticalPath, leg: FlowLeg, workingDays: number): CriticalPath {
  return { legs: [...path.legs, leg.id], workingDays: path.workingDays + workingDays };
}

const SETTLED = new Set<JointLegState>(['DONE', 'REFUSED', 'CANCELLED', 'COMPENSATED']);
const isSettled = (states: LegStates, id: string): boolean => SETTLED.has(stateOf(states, id));

type Verdict = LegsFacts['verdict'];

/** Whether the case has what it needs, may still get it, or cannot get it as things stand. */
export function judgeLegs({ rule, legs }: Flow, states: LegStates): Verdict {
  switch (rule.kind) {
    case 'ALL':
      return judge({ all: legs.map(({ id }) => ({ leg: id })) }, states);
    case 'ALL_REQUIRED':
      return judge({ all: legs.filter(({ isRequired }) => isRequired).map(({ id }) => ({ leg: id })) }, states);
    case 'ANY':
      return judge({ atLeast: 1, of: legs.map(({ id }) => ({ leg: id })) }, states);
    case 'EXPRESSION':
      return judge(rule.needs, states);
  }
}

function judge(needs: Needs, states: LegStates): Verdict {
  if ('leg' in needs) {
    if (isDone(states, needs.leg)) return 'SATISFIED';
    return GIVEN_UP.has(stateOf(states, needs.leg)) ? 'IMPOSSIBLE' : 'OPEN';
  }
  const [parts, count] = 'all' in needs ? [needs.all, needs.all.length] : [needs.of, needs.atLeast];
  const verdicts = parts.map((part) => judge(part, states));
  if (verdicts.filter((verdict) => verdict === 'SATISFIED').length >= count) return 'SATISFIED';
  return verdicts.filter((verdict) => verdict !== 'IMPOSSIBLE').length >= count ? 'OPEN' : 'IMPOSSIBLE';
}

/** Done legs whose effect is to be taken back, last one first. Empty once something irreversible is done. */
export function compensationOrder(legs: readonly FlowLeg[], states: LegStates): readonly FlowLeg[] {
  if (isIrreversibleDone(legs, states)) return [];
  return [...(orderLegs(legs) ?? [])]
    .reverse()
    .filter(({ id, effect }) => effect === 'REVERSIBLE' && isDone(states, id));
}

/** Legs that may be compensated at once: no later leg's effect stands on theirs. */
export function compensableLegs(legs: readonly FlowLeg[], states: LegStates): readonly FlowLeg[] {
  const standing = compensationOrder(legs, states);
  return standing.filter(({ id }) => !standing.some((later) => ancestorsOf(legs, later.id).has(id)));
}

function isIrreversibleDone(legs: readonly FlowLeg[], states: LegStates): boolean {
  return legs.some(({ id, effect }) => effect === 'IRREVERSIBLE' && isDone(states, id));
}

const IDLE = new Set<JointLegState>(['PLANNED', 'READY', ...SETTLED]);

/** What the case must know of its legs before it moves. An expired leg may still be done, so it counts as at work. */
export function takeLegsTogether(flow: Flow, states: LegStates, isFlowValid: boolean): LegsFacts {
  const each = flow.legs.map(({ id }) => stateOf(states, id));
  return {
    isFlowValid,
    isAnyDispatched: each.some((state) => state !== 'PLANNED' && state !== 'READY' && state !== 'CANCELLED'),
    isAnyAcknowledged: each.some((state) => ['ACKNOWLEDGED', 'WORKING', 'WAITING_INFO', 'DONE'].includes(state)),
    isAnyAtWork: each.some((state) => !IDLE.has(state)),
    isIrreversibleDone: isIrreversibleDone(flow.legs, states),
    isCompensationOutstanding: compensationOrder(flow.legs, states).length > 0,
    verdict: judgeLegs(flow, states),
  };
}

/** Where something is held as the log shows it: at its first holder until a leg gives it, at another once one takes it. */
export function holdersOf(flow: Flow, states: LegStates, thing: string): ReadonlySet<FlowLeg['place']> {
  const holders = new Set<FlowLeg['place']>();
  const isGiven = flow.legs.some(({ id, gives }) => gives === thing && isDone(states, id));
  if (!isGiven) holders.add('ORIGIN');
  for (const { id, takes, place } of flow.legs) if (takes === thing && isDone(states, id)) holders.add(place);
  return holders;
}
