import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JointLegState } from '../modes/joint-leg.rules.js';
import type { flowFaults } from './flow-faults.rules.js';
import { findFlowFaults } from './flow-faults.rules.js';
import { type Flow, type FlowLeg, layOutFlow } from './flow.rules.js';
import { findFlow, flows } from './flows.rules.js';
import {
  ancestorsOf,
  compensableLegs,
  compensationOrder,
  criticalLegs,
  criticalPath,
  judgeLegs,
  type LegStates,
  orderLegs,
  readyLegs,
  stagesOf,
} from './leg-graph.rules.js';

const aLeg = (id: string, dependsOn: readonly string[] = [], change: Partial<FlowLeg> = {}): FlowLeg => ({
  id,
  role: 'PARTICIPATE',
  place: 'ORIGIN',
  nameZh: id,
  nameEn: id,
  dependsOn,
  workingDays: 5,
  isRequired: true,
  mayRefuse: false,
  effect: 'NONE',
  source: { text: 'test', mark: 'P' },
  ...change,
});
const aFlow = (legs: readonly FlowLeg[], rule: Flow['rule'] = { kind: 'ALL' }): Flow => ({
  name: 'test',
  mode: 'JOINT_HANDLING',
  itemCodes: [],
  rule,
  legs,
});

// Graphs without circles: a leg may depend on legs of lower number only.
const graphs = fc
  .array(
    fc.record({
      parents: fc.array(fc.nat(), { maxLength: 3 }),
      workingDays: fc.integer({ min: 1, max: 20 }),
      effect: fc.constantFrom('NONE' as const, 'REVERSIBLE' as const, 'IRREVERSIBLE' as const),
      isRequired: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((plans) =>
    plans.map(({ parents, ...rest }, index) =>
      aLeg(`l${index}`, index === 0 ? [] : [...new Set(parents.map((parent) => `l${parent % index}`))], rest),
    ),
  );
const legState = fc.constantFrom<JointLegState>('PLANNED', 'DISPATCHED', 'DONE', 'REFUSED', 'EXPIRED', 'COMPENSATED');
const states: fc.Arbitrary<LegStates> = fc.dictionary(fc.constantFrom('l0', 'l1', 'l2', 'l3', 'l4', 'l5'), legState);

it('finds the longest way through the graph, as trying every way does', () => {
  fc.assert(
    fc.property(graphs, (legs) => {
      const longestTo = (id: string): number => {
        const leg = legs.find((each) => each.id === id);
        return (leg?.workingDays ?? 0) + Math.max(0, ...(leg?.dependsOn ?? []).map(longestTo));
      };
      const path = criticalPath(legs);

      expect(path.workingDays).toBe(Math.max(...legs.map(({ id }) => longestTo(id))));
      for (const [index, id] of path.legs.entries()) {
        const before = path.legs[index - 1];
        if (before !== undefined) expect(legs.find((leg) => leg.id === id)?.dependsOn).toContain(before);
      }
    }),
  );
});

describe('the legs that determine the end', () => {
  const isSettled = (state: JointLegState | undefined): boolean =>
    ['DONE', 'REFUSED', 'COMPENSATED'].includes(state ?? 'PLANNED');
  /** Every way from a leg that waits for none to any leg, as ids. */
  const waysTo = (legs: readonly FlowLeg[], id: string): readonly (readonly string[])[] => {
    const before = legs.find((leg) => leg.id === id)?.dependsOn ?? [];
    return before.length === 0 ? [[id]] : before.flatMap((other) => waysTo(legs, other).map((way) => [...way, id]));
  };
  const left = fc.dictionary(fc.constantFrom('l0', 'l1', 'l2', 'l3', 'l4', 'l5'), fc.nat({ max: 9 }));

  it('are the open ones on the longest ways, as trying every way finds', () => {
    fc.assert(
      fc.property(graphs, states, left, (legs, now, days) => {
        const daysOf = (id: string): number =>
          isSettled(now[id]) ? 0 : (days[id] ?? legs.find((leg) => leg.id === id)?.workingDays ?? 0);
        const lengthOf = (way: readonly string[]): number => way.reduce((sum, id) => sum + daysOf(id), 0);
        const ways = legs.flatMap(({ id }) => waysTo(legs, id));
        const longest = Math.max(...ways.map(lengthOf));
        const onLongest = new Set(ways.filter((way) => lengthOf(way) === longest).flat());
        const expected = [...onLongest].filter((id) => !isSettled(now[id]));

        expect([...criticalLegs(legs, now, days)].sort()).toEqual(expected.sort());
      }),
    );
  });

  it('are several where ways are equally long, and follow what each has left', () => {
    const legs = [aLeg('a'), aLeg('b', ['a']), aLeg('c', ['a']), aLeg('d', ['b', 'c'])];

    expect([...criticalLegs(legs)]).toEqual(['a', 'b', 'c', 'd']);
    expect([...criticalLegs(legs, { a: 'DONE' }, { b: 1, c: 4 })]).toEqual(['c', 'd']);
    expect([...criticalLegs(legs, { a: 'DONE', b: 'DONE', c: 'DONE', d: 'DONE' })]).toEqual([]);
  });
});

it('puts a leg one stage behind the last that it waits for', () => {
  fc.assert(
    fc.property(graphs, (legs) => {
      const stages = stagesOf(legs);

      for (const { id, dependsOn } of legs) {
        const before = dependsOn.map((other) => stages.get(other) ?? NaN);
        expect(stages.get(id)).toBe(dependsOn.length === 0 ? 0 : Math.max(...before) + 1);
      }
    }),
  );
});

it('never grows when a leg is settled, and is nothing when all are', () => {
  fc.assert(
    fc.property(graphs, states, fc.nat(), (legs, now, pick) => {
      const id = `l${pick % legs.length}`;

      expect(criticalPath(legs, { ...now, [id]: 'DONE' }).workingDays).toBeLessThanOrEqual(
        criticalPath(legs, now).workingDays,
      );
      expect(criticalPath(legs, Object.fromEntries(legs.map((leg) => [leg.id, 'DONE']))).workingDays).toBe(0);
    }),
  );
});

it('makes legs ready so that each is done once, and after those that it depends on', () => {
  fc.assert(
    fc.property(graphs, (legs) => {
      const done: Record<string, JointLegState> = {};
      const order: string[] = [];
      for (let ready = readyLegs(legs, done); ready.length > 0; ready = readyLegs(legs, done)) {
        for (const { id, dependsOn } of ready) {
          expect(dependsOn.filter((other) => !order.includes(other))).toEqual([]);
          order.push(id);
        }
        for (const { id } of ready) done[id] = 'DONE';
      }

      expect(order).toHaveLength(legs.length);
      expect(
        orderLegs(legs)
          ?.map(({ id }) => id)
          .sort(),
      ).toEqual([...order].sort());
    }),
  );
});

it('takes back only what can be taken back, last first, and nothing once something irreversible stands', () => {
  fc.assert(
    fc.property(graphs, states, (legs, now) => {
      const order = compensationOrder(legs, now);
      const isFinal = legs.some(({ id, effect }) => effect === 'IRREVERSIBLE' && now[id] === 'DONE');

      expect(order.every(({ id, effect }) => effect === 'REVERSIBLE' && now[id] === 'DONE')).toBe(true);
      if (isFinal) expect(order).toEqual([]);
      for (const [index, { id }] of order.entries()) {
        for (const later of order.slice(index + 1)) expect(ancestorsOf(legs, later.id).has(id)).toBe(false);
      }
      const free = compensableLegs(legs, now);
      if (order.length > 0) expect(free.length).toBeGreaterThan(0);
      for (const { id } of free) expect(order.some((other) => ancestorsOf(legs, other.id).has(id))).toBe(false);
    }),
  );
});

it.each([
  ['ALL', { l0: 'DONE', l1: 'DONE' }, 'SATISFIED'],
  ['ALL', { l0: 'DONE', l1: 'REFUSED' }, 'IMPOSSIBLE'],
  ['ALL_REQUIRED', { l0: 'DONE', l1: 'REFUSED' }, 'SATISFIED'],
  ['ALL_REQUIRED', { l0: 'EXPIRED', l1: 'DONE' }, 'IMPOSSIBLE'],
  ['ANY', { l0: 'REFUSED' }, 'OPEN'],
  ['ANY', { l0: 'REFUSED', l1: 'DONE' }, 'SATISFIED'],
  ['ANY', { l0: 'REFUSED', l1: 'REFUSED' }, 'IMPOSSIBLE'],
] as const)('judges %s over %j as %s', (kind, now, verdict) => {
  expect(judgeLegs(aFlow([aLeg('l0'), aLeg('l1', [], { isRequired: false })], { kind }), now)).toBe(verdict);
});

it('judges by the rule of the item itself', () => {
  const needs = { all: [{ leg: 'l0' }, { atLeast: 2, of: [{ leg: 'l1' }, { leg: 'l2' }, { leg: 'l3' }] }] } as const;
  const flow = aFlow(
    ['l0', 'l1', 'l2', 'l3'].map((id) => aLeg(id)),
    { kind: 'EXPRESSION', needs },
  );

  expect(judgeLegs(flow, { l0: 'DONE', l1: 'DONE', l2: 'REFUSED' })).toBe('OPEN');
  expect(judgeLegs(flow, { l0: 'DONE', l1: 'DONE', l3: 'DONE' })).toBe('SATISFIED');
  expect(judgeLegs(flow, { l1: 'REFUSED', l2: 'REFUSED' })).toBe('IMPOSSIBLE');
});

const hold = { gives: 'THING', takes: 'THING', effect: 'IRREVERSIBLE' } as const;

it.each<[keyof typeof flowFaults, Flow]>([
  ['NO_LEG', aFlow([])],
  ['SAME_ID', aFlow([aLeg('a'), aLeg('a')])],
  ['UNKNOWN_LEG', aFlow([aLeg('a', ['b'])])],
  ['CIRCLE', aFlow([aLeg('a', ['b']), aLeg('b', ['a'])])],
  ['NO_LIMIT', aFlow([aLeg('a', [], { workingDays: 0 })])],
  ['IRREVERSIBLE_TOO_EARLY', aFlow([aLeg('a', [], { effect: 'IRREVERSIBLE' }), aLeg('b', ['a'], { mayRefuse: true })])],
  [
    'HOLDING_TORN',
    aFlow([aLeg('a', [], { gives: 'THING', effect: 'IRREVERSIBLE' }), aLeg('b', ['a'], { takes: 'THING' })]),
  ],
  ['RULE_NEVER_HOLDS', aFlow([aLeg('a')], { kind: 'EXPRESSION', needs: { atLeast: 2, of: [{ leg: 'a' }] } })],
])('names the fault %s', (code, flow) => {
  expect(findFlowFaults(flow).map((fault) => fault.code)).toContain(code);
});

it('finds no fault in what is prepared first and committed last', () => {
  expect(
    findFlowFaults(aFlow([aLeg('a', [], { mayRefuse: true }), aLeg('b', ['a'], { ...hold, mayRefuse: true })])),
  ).toEqual([]);
});

describe('the recorded flows', () => {
  const items = JSON.parse(
    readFileSync(new URL('../../../national/data/service-items.json', import.meta.url), 'utf8'),
  ) as readonly { readonly code: string; readonly mode: string }[];

  it.each(flows.map((flow) => [flow.name, flow] as const))(
    '%s has no fault, and is of real items of its mode',
    (_name, flow) => {
      const placed = layOutFlow(flow, { LEAD: 'GX', ORIGIN: 'HN', RECEIVING: 'GD', ALONG: ['HN', 'HB', 'HA'] });

      expect([...findFlowFaults(flow), ...findFlowFaults(placed)]).toEqual([]);
      expect(placed.legs.every(({ province }) => province !== undefined)).toBe(true);
      for (const code of flow.itemCodes) {
        expect(items.find((item) => item.code === code)?.mode).toBe(flow.mode);
        expect(findFlow(code)).toBe(flow);
      }
    },
  );

  it('asks every province along the route at the same time', () => {
    const flow = findFlow('mot-oversize-transport-permit');
    const placed = flow && layOutFlow(flow, { LEAD: 'GD', ALONG: ['HN', 'HB', 'HA'] });

    expect(readyLegs(placed?.legs ?? [], { accept: 'DONE' }).map(({ id }) => id)).toEqual([
      'approve-HN',
      'approve-HB',
      'approve-HA',
    ]);
    expect(criticalPath(placed?.legs ?? []).workingDays).toBe(10);
  });

  it.each([
    ['mohrss-pension-transfer-employee', 45],
    ['mca-orphan-recognition', 36],
    ['mca-disability-allowance', 16],
  ])('%s takes what its source says altogether', (code, workingDays) => {
    expect(criticalPath(findFlow(code)?.legs ?? []).workingDays).toBe(workingDays);
  });
});
