import type { Flow, FlowLeg, Needs } from './flow.rules.js';
import { ancestorsOf, orderLegs } from './leg-graph.rules.js';

/** What can be wrong with a graph of legs. */
export const flowFaults = {
  NO_LEG: { zh: '没有环节', en: 'there is no leg' },
  SAME_ID: { zh: '环节标识重复', en: 'two legs have the same id' },
  UNKNOWN_LEG: { zh: '引用了不存在的环节', en: 'a leg is named that is not there' },
  CIRCLE: { zh: '环节互相依赖', en: 'legs depend on each other in a circle' },
  NO_LIMIT: { zh: '环节没有时限', en: 'a leg has no limit' },
  IRREVERSIBLE_TOO_EARLY: {
    zh: '不可撤回的环节不能早于仍可能不予办理的环节',
    en: 'a leg that cannot be taken back may be done while a leg that the case needs can still be refused',
  },
  HOLDING_TORN: {
    zh: '交出与接收必须在同一环节同时发生',
    en: 'what one place gives up, another does not take in the same leg',
  },
  RULE_NEVER_HOLDS: { zh: '办结条件不可能成立', en: 'the completion rule can never hold' },
} as const;

/** One fault of a graph, and the leg that shows it. */
export interface FlowFault {
  readonly code: keyof typeof flowFaults;
  readonly leg: string | null;
}

/** Every fault of a graph; none when it may be used. */
export function findFlowFaults(flow: Flow): readonly FlowFault[] {
  const { legs } = flow;
  if (legs.length === 0) return [{ code: 'NO_LEG', leg: null }];
  const structure = [
    ...legs.filter(({ id }, index) => legs.findIndex((leg) => leg.id === id) !== index).map(faultOf('SAME_ID')),
    ...unknownLegs(flow).map((leg) => ({ code: 'UNKNOWN_LEG' as const, leg })),
    ...legs.filter(({ workingDays }) => !(Number.isInteger(workingDays) && workingDays > 0)).map(faultOf('NO_LIMIT')),
  ];
  if (orderLegs(legs) === undefined) return [...structure, { code: 'CIRCLE', leg: null }];
  if (structure.length > 0) return structure;
  return [
    ...legs.filter((leg) => isTooEarly(flow, leg)).map(faultOf('IRREVERSIBLE_TOO_EARLY')),
    ...legs.filter(isTorn).map(faultOf('HOLDING_TORN')),
    ...(flow.rule.kind === 'EXPRESSION' && !canHold(flow.rule.needs)
      ? [{ code: 'RULE_NEVER_HOLDS' as const, leg: null }]
      : []),
  ];
}

const faultOf =
  (code: FlowFault['code']) =>
  ({ id }: FlowLeg): FlowFault => ({ code, leg: id });

function unknownLegs({ legs, rule }: Flow): readonly string[] {
  const known = new Set(legs.map(({ id }) => id));
  const named = [
    ...legs.flatMap(({ dependsOn }) => dependsOn),
    ...(rule.kind === 'EXPRESSION' ? namesIn(rule.needs) : []),
  ];
  return [...new Set(named)].filter((id) => !known.has(id));
}

const namesIn = (needs: Needs): readonly string[] => {
  if ('leg' in needs) return [needs.leg];
  return ('all' in needs ? needs.all : needs.of).flatMap(namesIn);
};

// Destination approval, source release, destination commit: whatever may still be refused comes before what stands.
function isTooEarly({ legs, rule }: Flow, leg: FlowLeg): boolean {
  if (leg.effect !== 'IRREVERSIBLE') return false;
  const before = ancestorsOf(legs, leg.id);
  return legs.some(
    ({ id, mayRefuse, isRequired }) =>
      id !== leg.id && mayRefuse && (isRequired || rule.kind === 'ALL') && !before.has(id),
  );
}

// Given in one leg and taken in another, it would be held nowhere in between, or in two places.
const isTorn = ({ gives, takes, effect }: FlowLeg): boolean =>
  gives !== takes || (gives !== undefined && effect !== 'IRREVERSIBLE');

function canHold(needs: Needs): boolean {
  if ('leg' in needs) return true;
  if ('all' in needs) return needs.all.every(canHold);
  return needs.of.filter(canHold).length >= needs.atLeast;
}
