// A joint case between provinces: each leg is kept by lead and participant, who know of each other by envelopes only.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { command, roles } from '../../../../test/support/cases/explore.js';
import { goodFacts } from '../../../../test/support/cases/facts.js';
import { factsOf, type Option, takeStep, walks, type WalkStep } from '../../../../test/support/cases/walk.js';
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

  /** What asking for this does to the case; undefined when it is refused to everyone. */
  caseOption(name: CaseEvent, facts: Facts): Option | undefined {
    const legs = takeLegsTogether(this.flow, this.states(), findFlowFaults(this.flow).length === 0);
    const decisions = roles.map((role) =>
      decide({ machine: jointCase, course: this.course }, command(name, role, { ...facts, legs })),
    );
    const move = decisions.find((decision) => decision.status === 'moved');
    return move === undefined ? undefined : { name, act: () => void (this.course = move.next) };
  }

  /** What asking one side for this does to a leg; undefined when it is refused there. */
  legOption(
    side: Side,
    { leg: id, event, facts }: { leg: string; event: CaseEvent; facts: Facts },
  ): Option | undefined {
    const course = this.sides[side][id];
    const leg = this.flow.legs.find((each) => each.id === id);
    if (course === undefined || leg === undefined) return undefined;
    // The participant learns of a leg by the envelope that dispatches it, and has nothing to act on before.
    if (side === 'participant' && course.state === 'READY') return undefined;
    // The use case asks for a compensation only in the order that the graph gives.
    if (event === 'orderCompensation' && !this.#mayCompensate(id)) return undefined;
    // While the case is ended by the lead, it dispatches nothing more.
    if (event === 'dispatchLeg' && !['ACCEPTED', 'LEGS_DISPATCHED', 'IN_PROGRESS'].includes(this.course.state))
      return undefined;
    const known: Facts = {
      ...facts,
      areDependenciesDone: areDependenciesDone(this.flow.legs, id, this.states()),
      isReversible: leg.effect === 'REVERSIBLE',
    };
    const decisions = (side === 'lead' ? leadRoles : participantRoles).map((role) =>
      decide({ machine: jointLeg, course }, command(event, role, known)),
    );
    const move = decisions.find((decision) => decision.status === 'moved');
    if (move === undefined) return undefined;
    const to = side === 'lead' ? 'participant' : 'lead';
    const act = (): void => {
      this.#take(side, id, move);
      for (const envelope of move.envelopes)
        (this.#queues[`${id} ${to}`] ??= []).push({ to, event: envelope, facts: known });
    };
    return { name: event, act };
  }

  arrivalOption(id: string, to: Side): Option | undefined {
    const isThere = (this.#queues[`${id} ${to}`]?.length ?? 0) > 0;
    return isThere ? { name: 'arrival', act: () => void this.arrive(id, to) } : undefined;
  }

  askCase(event: CaseEvent, facts: Facts): void {
    this.caseOption(event, facts)?.act();
  }

  askLeg(side: Side, asked: { leg: string; event: CaseEvent; facts: Facts }): void {
    this.legOption(side, asked)?.act();
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

const caseActs = ['decideAfterRefusal', 'withdrawCase', 'decideCase', 'issueResult', 'voidCase'] as const;

function optionsOf(world: JointWorld, facts: Facts): readonly Option[] {
  const ofLegs = world.flow.legs.flatMap(({ id: leg }) => [
    ...[...leadActs, 'cancelLeg' as const].map((event) => world.legOption('lead', { leg, event, facts })),
    ...[...participantActs, 'cancelLeg' as const].map((event) => world.legOption('participant', { leg, event, facts })),
    world.arrivalOption(leg, 'lead'),
    world.arrivalOption(leg, 'participant'),
  ]);
  return [...ofLegs, ...caseActs.map((event) => world.caseOption(event, facts))].filter(
    (option) => option !== undefined,
  );
}

function play(
  flow: Flow,
  steps: readonly WalkStep[],
  check: (world: JointWorld) => void = () => undefined,
): JointWorld {
  const world = new JointWorld(flow);
  for (const step of steps) {
    takeStep(optionsOf(world, factsOf(step)), step);
    check(world);
  }
  return world;
}

const runs = { numRuns: 60 };
// By number, so that a failure prints short.
const anyFlow = fc.nat({ max: jointFlows.length - 1 }).map((index) => jointFlows[index] ?? hukou);

it('registers a household in exactly one place at every instant', () => {
  fc.assert(
    fc.property(walks(70), (steps) => {
      play(hukou, steps, (world) => {
        expect(holdersOf(hukou, world.truth(), 'HUKOU_REGISTRATION').size).toBe(1);
      });
    }),
    runs,
  );
});

it('leaves a leg as it is once it is done, except that it takes back what can be taken back', () => {
  fc.assert(
    fc.property(anyFlow, walks(70), (flow, steps) => {
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
    fc.property(anyFlow, walks(70), (flow, steps) => {
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
    fc.property(anyFlow, walks(70), (flow, steps) => {
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
    fc.property(anyFlow, walks(70), (flow, steps) => {
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
