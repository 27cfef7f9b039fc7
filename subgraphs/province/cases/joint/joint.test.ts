// A joint case between provinces: each leg is kept by lead and participant, who know of each other by envelopes only.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { command, roles } from '../../../../test/support/cases/explore.js';
import { goodFacts, incompleteFacts, variants } from '../../../../test/support/cases/facts.js';
import { beginCourse, type Course } from '../machine/course.rules.js';
import { decide, follow, type Move } from '../machine/decide.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import type { ActorRole, CaseEvent, EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { jointCase } from '../modes/joint-case.rules.js';
import { jointLeg, type JointLegState } from '../modes/joint-leg.rules.js';
import type { CaseStateName } from '../modes/shared-rows.rules.js';
import { findFlowFaults } from './flow-faults.rules.js';
import { type Flow, layOutFlow } from './flow.rules.js';
import { findFlow } from './flows.rules.js';
import {
  areDependenciesDone,
  compensableLegs,
  holdersOf,
  type LegStates,
  takeLegsTogether,
} from './leg-graph.rules.js';

type Leg = Course<JointLegState>;
type Side = 'lead' | 'participant';

// Acts by the side that does them; what the lead's own leg does, it does on both.
const leadActs = [
  'readyLeg',
  'dispatchLeg',
  'supplyInfo',
  'expireInfo',
  'expireLeg',
  'recallLeg',
  'orderCompensation',
] as const;
const participantActs = [
  'acknowledgeLeg',
  'startLeg',
  'requestInfo',
  'completeLeg',
  'refuseLeg',
  'compensateLeg',
] as const;
const leadRoles: readonly ActorRole[] = ['SYSTEM', 'LEAD_OFFICER', 'APPLICANT'];
const participantRoles: readonly ActorRole[] = ['SYSTEM', 'HANDLING_OFFICER'];

class JointWorld {
  course: Course<CaseStateName> = beginCourse('NEW');
  readonly sides: Record<Side, Record<string, Leg>> = { lead: {}, participant: {} };
  readonly moves: { leg: string; before: Leg; move: Move<JointLegState> }[] = [];
  readonly #queues: Record<string, { to: Side; event: EnvelopeEvent; facts: Facts }[]> = {};

  constructor(readonly flow: Flow) {
    for (const { id } of flow.legs) {
      this.sides.lead[id] = beginCourse('PLANNED');
      this.sides.participant[id] = beginCourse('READY');
    }
    for (const event of ['draftCase', 'submitCase', 'acceptCase'] as const) this.askCase(event, goodFacts);
  }

  states(side: Side = 'lead'): LegStates {
    return Object.fromEntries(Object.entries(this.sides[side]).map(([id, { state }]) => [id, state]));
  }

  /** What is truly done: the participant's copy once it has been dispatched, else the lead's. */
  truth(): LegStates {
    const { lead, participant } = { lead: this.states('lead'), participant: this.states('participant') };
    return Object.fromEntries(
      this.flow.legs.map(({ id }) => [id, (participant[id] === 'READY' ? lead[id] : participant[id]) ?? 'PLANNED']),
    );
  }

  askCase(event: CaseEvent, facts: Facts): void {
    const legs = takeLegsTogether(this.flow, this.states(), findFlowFaults(this.flow).length === 0);
    for (const role of roles) {
      const decision = decide({ machine: jointCase, course: this.course }, command(event, role, { ...facts, legs }));
      if (decision.status === 'refused') continue;
      this.course = decision.next;
      return;
    }
  }

  askLeg(side: Side, { leg: id, event, facts }: { leg: string; event: CaseEvent; facts: Facts }): void {
    const course = this.sides[side][id];
    const leg = this.flow.legs.find((each) => each.id === id);
    if (course === undefined || leg === undefined) return;
    // The participant learns of a leg by the envelope that dispatches it, and has nothing to act on before.
    if (side === 'participant' && course.state === 'READY') return;
    // The use case asks for a compensation only in the order that the graph gives.
    if (event === 'orderCompensation' && !this.#mayCompensate(id)) return;
    // While the case is ended by the lead, it dispatches nothing more.
    if (event === 'dispatchLeg' && !['ACCEPTED', 'LEGS_DISPATCHED', 'IN_PROGRESS'].includes(this.course.state)) return;
    const known: Facts = {
      ...facts,
      areDependenciesDone: areDependenciesDone(this.flow.legs, id, this.states()),
      isReversible: leg.effect === 'REVERSIBLE',
    };
    for (const role of side === 'lead' ? leadRoles : participantRoles) {
      const decision = decide({ machine: jointLeg, course }, command(event, role, known));
      if (decision.status === 'refused') continue;
      this.#take(side, id, decision);
      for (const envelope of decision.envelopes) {
        const to = side === 'lead' ? 'participant' : 'lead';
        (this.#queues[`${id} ${to}`] ??= []).push({ to, event: envelope, facts: known });
      }
      return;
    }
  }

  arrive(id: string, to: Side): boolean {
    const envelope = this.#queues[`${id} ${to}`]?.shift();
    const course = this.sides[to][id];
    if (envelope === undefined || course === undefined) return false;
    const decision = follow({ machine: jointLeg, course }, { ...envelope, at: '2026-03-02T01:00:00.000Z' });
    if (decision.status === 'moved') this.#take(to, id, decision);
    return true;
  }

  drain(): void {
    const arriveAnywhere = (): boolean =>
      this.flow.legs.some(({ id }) => this.arrive(id, 'participant') || this.arrive(id, 'lead'));
    while (arriveAnywhere());
  }

  #mayCompensate(id: string): boolean {
    const mayBegin = this.course.state === 'COMPENSATING';
    return mayBegin && compensableLegs(this.flow.legs, this.states()).some((leg) => leg.id === id);
  }

  #take(side: Side, leg: string, move: Move<JointLegState>): void {
    const before = this.sides[side][leg];
    if (before !== undefined) this.moves.push({ leg, before, move });
    this.sides[side][leg] = move.next;
    if (side === 'lead' && move.triggers.length > 0) this.askCase('assessLegs', goodFacts);
  }
}

const places = { LEAD: 'GX', ORIGIN: 'HN', ALONG: ['HN', 'HB', 'HA'] };
const placed = (code: string): Flow => {
  const flow = findFlow(code);
  if (flow === undefined) throw new Error(`No flow of ${code}`);
  return layOutFlow(flow, places);
};
const hukou = placed('mps-hukou-transfer-spouse');
const jointFlows = [
  hukou,
  placed('mot-oversize-transport-permit'),
  placed('mohrss-pension-transfer-employee'),
  placed('mca-marriage-registration'),
];

const facts = fc.oneof(
  { weight: 8, arbitrary: fc.constant(goodFacts) },
  { weight: 1, arbitrary: fc.constantFrom(...variants) },
  { weight: 1, arbitrary: fc.constantFrom(...incompleteFacts) },
);
const pick = fc.nat({ max: 9 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ lead: fc.constantFrom<CaseEvent>(...leadActs, 'cancelLeg'), leg: pick, facts }) },
  {
    weight: 5,
    arbitrary: fc.record({
      participant: fc.constantFrom<CaseEvent>(...participantActs, 'cancelLeg'),
      leg: pick,
      facts,
    }),
  },
  { weight: 6, arbitrary: fc.record({ arrives: fc.constantFrom<Side>('lead', 'participant'), leg: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      onCase: fc.constantFrom<CaseEvent>(
        'decideAfterRefusal',
        'withdrawCase',
        'decideCase',
        'issueResult',
        'voidCase',
        'assessLegs',
      ),
      facts,
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const played = fc.array(step, { minLength: 60, maxLength: 300, size: 'max' });

function play(flow: Flow, steps: readonly Step[], check: (world: JointWorld) => void = () => undefined): JointWorld {
  const world = new JointWorld(flow);
  const idOf = (index: number): string => flow.legs[index % flow.legs.length]?.id ?? '';
  for (const each of steps) {
    if ('lead' in each) world.askLeg('lead', { leg: idOf(each.leg), event: each.lead, facts: each.facts });
    else if ('participant' in each)
      world.askLeg('participant', { leg: idOf(each.leg), event: each.participant, facts: each.facts });
    else if ('arrives' in each) world.arrive(idOf(each.leg), each.arrives);
    else world.askCase(each.onCase, each.facts);
    check(world);
  }
  return world;
}

const runs = { numRuns: 80 };
const anyFlow = fc.constantFrom(...jointFlows);

it('registers a household in exactly one place at every instant', () => {
  fc.assert(
    fc.property(played, (steps) => {
      play(hukou, steps, (world) => {
        expect(holdersOf(hukou, world.truth(), 'HUKOU_REGISTRATION').size).toBe(1);
      });
    }),
    runs,
  );
});

it('leaves a leg as it is once it is done, except that it takes back what can be taken back', () => {
  fc.assert(
    fc.property(anyFlow, played, (flow, steps) => {
      for (const { leg, before, move } of play(flow, steps).moves) {
        if (before.state === 'DONE') expect(['DONE', 'COMPENSATED']).toContain(move.next.state);
        if (before.state === 'DONE') expect(move.next.result).toBe(before.result);
        if (before.state === 'COMPENSATED') expect(move.next.state).toBe('COMPENSATED');
        if (move.next.state === 'COMPENSATED')
          expect(flow.legs.find(({ id }) => id === leg)?.effect).toBe('REVERSIBLE');
        expect(move.next.infoRounds).toBeLessThanOrEqual(2);
      }
    }),
    runs,
  );
});

it('does what cannot be taken back only when nothing that the case needs can still be refused', () => {
  fc.assert(
    fc.property(anyFlow, played, (flow, steps) => {
      play(flow, steps, (world) => {
        const states = world.truth();
        for (const { id } of flow.legs.filter((leg) => leg.effect === 'IRREVERSIBLE' && states[leg.id] === 'DONE')) {
          const open = flow.legs.filter(
            (leg) => leg.id !== id && leg.mayRefuse && leg.isRequired && states[leg.id] !== 'DONE',
          );
          expect(open).toEqual([]);
        }
      });
    }),
    runs,
  );
});

it('lets both sides agree on every leg once every envelope has arrived', () => {
  fc.assert(
    fc.property(anyFlow, played, (flow, steps) => {
      const world = play(flow, steps);
      world.drain();
      const [lead, participant] = [world.states('lead'), world.states('participant')];

      for (const { id } of flow.legs) {
        // The participant knows nothing of a leg that was never dispatched.
        if (['PLANNED', 'READY'].includes(lead[id] ?? '') || participant[id] === 'READY') continue;
        expect([id, participant[id]]).toEqual([id, lead[id]]);
      }
    }),
    runs,
  );
});

it('ends with one completion code, and leaves no effect standing when it ends without a result', () => {
  fc.assert(
    fc.property(anyFlow, played, (flow, steps) => {
      play(flow, steps, ({ course, flow: { legs }, ...world }) => {
        const hasEnded = ['COMPLETED', 'DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED', 'ABORTED'].includes(
          course.state,
        );
        expect(course.completion !== null).toBe(hasEnded);
        if (!['ABORTED', 'WITHDRAWN'].includes(course.state)) return;
        const states = Object.fromEntries(Object.entries(world.sides.lead).map(([id, leg]) => [id, leg.state]));
        expect(legs.filter(({ id, effect }) => effect === 'REVERSIBLE' && states[id] === 'DONE')).toEqual([]);
      });
    }),
    runs,
  );
});

it('takes the approval back when the other place refuses the release', () => {
  const world = new JointWorld(hukou);
  const lead = (leg: string, event: CaseEvent): void => world.askLeg('lead', { leg, event, facts: goodFacts });
  const participant = (leg: string, ...events: readonly CaseEvent[]): void => {
    for (const event of events) world.askLeg('participant', { leg, event, facts: goodFacts });
    world.drain();
  };
  for (const leg of ['approve', 'release']) {
    lead(leg, 'readyLeg');
    lead(leg, 'dispatchLeg');
    world.drain();
    participant(leg, 'acknowledgeLeg', 'startLeg', leg === 'approve' ? 'completeLeg' : 'refuseLeg');
  }
  expect(world.course.state).toBe('BLOCKED');

  world.askCase('decideAfterRefusal', goodFacts);
  expect(world.course.state).toBe('COMPENSATING');
  lead('approve', 'orderCompensation');
  world.drain();
  participant('approve', 'compensateLeg');

  expect(world.states()).toEqual({ approve: 'COMPENSATED', release: 'REFUSED', settle: 'PLANNED' });
  expect(world.course).toMatchObject({ state: 'ABORTED', completion: 'RETURNED', outcome: 'REFUSED' });
  expect([...holdersOf(hukou, world.truth(), 'HUKOU_REGISTRATION')]).toEqual(['ORIGIN']);
});
