// Receiving and handling place as two provinces that know of each other only by envelopes, in order and with delay.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { command, refusalOf, roles } from '../../../../test/support/cases/explore.js';
import { goodFacts } from '../../../../test/support/cases/facts.js';
import { factsOf, type Option, takeStep, walks, type WalkStep } from '../../../../test/support/cases/walk.js';
import { beginCourse, type Course } from '../machine/course.rules.js';
import { decide, type Decision, type Move } from '../machine/decide.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import type { Machine } from '../machine/machine.rules.js';
import { type CaseEvent, decidingEvents, type EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { deliverLeg } from './deliver-leg.rules.js';
import { forwardedCaseState, type ForwardedLegs, responsiblePlace } from './forwarded-state.rules.js';
import { handleLeg } from './handle-leg.rules.js';
import { receiveLeg } from './receive-leg.rules.js';

type LegName = 'RECEIVE' | 'HANDLE' | 'DELIVER';

const tables: Readonly<Record<LegName, Machine>> = { RECEIVE: receiveLeg, HANDLE: handleLeg, DELIVER: deliverLeg };

interface Taken {
  readonly leg: LegName;
  readonly before: Course;
  readonly move: Move;
}

class World {
  readonly courses: Record<LegName, Course> = {
    RECEIVE: beginCourse('NEW'),
    HANDLE: beginCourse('EXPECTED'),
    DELIVER: beginCourse('PLANNED'),
  };
  readonly moves: Taken[] = [];
  readonly lost: string[] = [];
  readonly toHandling: EnvelopeEvent[] = [];
  readonly toReceiving: EnvelopeEvent[] = [];
  #unanswered = 0;

  can(leg: LegName, event: CaseEvent, facts: Facts): boolean {
    const situation = { machine: tables[leg], course: this.courses[leg] };
    return roles.some(
      (role) => role !== 'OTHER_PROVINCE' && decide(situation, command(event, role, facts)).status === 'moved',
    );
  }

  ask(leg: LegName, event: CaseEvent, facts: Facts): Decision | undefined {
    const situation = { machine: tables[leg], course: this.courses[leg] };
    const decisions = roles
      .filter((role) => role !== 'OTHER_PROVINCE')
      .map((role) => decide(situation, command(event, role, facts)));
    const decision = decisions.find(({ status }) => status === 'moved') ?? decisions[0];
    if (decision?.status === 'moved') this.#take(leg, decision);
    return decision;
  }

  /** One envelope arrives; the inbox has dropped second copies. */
  deliver(place: 'HANDLING' | 'RECEIVING'): void {
    const event = (place === 'HANDLING' ? this.toHandling : this.toReceiving).shift();
    if (event === undefined) return;
    const leg = place === 'HANDLING' ? 'HANDLE' : 'RECEIVE';
    const situation = { machine: tables[leg], course: this.courses[leg] };
    const decision = decide(situation, command(event, 'OTHER_PROVINCE', goodFacts));
    if (decision.status === 'moved') this.#take(leg, decision);
    else this.lost.push(`${event}: ${decision.refusal.code}`);
  }

  drain(): void {
    while (this.toHandling.length + this.toReceiving.length > 0) {
      this.deliver('HANDLING');
      this.deliver('RECEIVING');
    }
  }

  get legs(): ForwardedLegs {
    const { RECEIVE, HANDLE, DELIVER } = this.courses;
    return { receive: RECEIVE.state, handle: HANDLE.state, deliver: DELIVER.state } as ForwardedLegs;
  }

  #take(leg: LegName, move: Move): void {
    this.moves.push({ leg, before: this.courses[leg], move });
    this.courses[leg] = move.next;
    const isCopy = move.entry.event === 'resendHandoff' && this.#unanswered > 0;
    if (move.entry.event === 'forwardCase') this.#unanswered = 1;
    if (!isCopy) (leg === 'HANDLE' ? this.toReceiving : this.toHandling).push(...move.envelopes);
    for (const trigger of move.triggers) this.ask(trigger.leg as LegName, trigger.event, goodFacts);
  }
}

// What another leg sets off, nobody asks for.
const triggered = new Set(
  Object.values(tables).flatMap(({ rows }) =>
    rows.flatMap(({ detail }) => (detail.triggers ?? []).map(({ event }) => event as CaseEvent)),
  ),
);
const eventsOf = (leg: LegName): readonly CaseEvent[] => [
  ...new Set(tables[leg].rows.map(({ event }) => event).filter((event) => !triggered.has(event))),
];

function optionsOf(world: World, facts: Facts): readonly Option[] {
  const asks = (['RECEIVE', 'HANDLE', 'DELIVER'] as const).flatMap((leg) =>
    eventsOf(leg)
      .filter((event) => world.can(leg, event, facts))
      .map((name) => ({ name, act: () => void world.ask(leg, name, facts) })),
  );
  const arrivals = (['HANDLING', 'RECEIVING'] as const)
    .filter((place) => world[place === 'HANDLING' ? 'toHandling' : 'toReceiving'].length > 0)
    .map((place) => ({ name: place, act: () => world.deliver(place) }));
  return [...asks, ...arrivals];
}

const handOver = (world: World): void => {
  for (const event of ['receiveCase', 'verifyIdentity', 'reviewForm', 'forwardCase'] as const)
    world.ask('RECEIVE', event, goodFacts);
  world.deliver('HANDLING');
  world.ask('HANDLE', 'acknowledgeHandoff', goodFacts);
};

const endTo = (world: World): void => {
  world.drain();
  for (const event of ['acceptCase', 'startReview', 'decideCase', 'issueResult', 'returnResult'] as const)
    world.ask('HANDLE', event, goodFacts);
  world.drain();
};

function play(steps: readonly WalkStep[], check: (world: World) => void = () => undefined): World {
  const world = new World();
  for (const step of steps) {
    takeStep(optionsOf(world, factsOf(step)), step);
    check(world);
  }
  return world;
}

const runs = { numRuns: 60 };

it('lets the receiving place decide nothing, ever', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      const { moves, courses } = play(steps);
      for (const { leg, move } of moves) {
        if (leg !== 'HANDLE') expect(decidingEvents.has(move.entry.event)).toBe(false);
      }
      for (const event of decidingEvents) {
        for (const role of roles) {
          const code = refusalOf(
            decide({ machine: receiveLeg, course: courses.RECEIVE }, command(event, role, goodFacts)),
          );
          expect(['RECEIVING_PLACE_DECIDES_NOT', 'RECEIPT_IS_NOT_ACCEPTANCE']).toContain(code);
        }
      }
    }),
    runs,
  );
});

it('starts the legal clock in the handling place, at acceptance or deemed acceptance, and once', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      const { moves } = play(steps);
      const starts = moves.filter(({ move }) =>
        move.clockEffects.some(({ verb, clock }) => clock === 'HANDLING' && verb.startsWith('start')),
      );

      expect(starts.length).toBeLessThanOrEqual(1);
      for (const { leg, move } of starts) {
        expect(leg).toBe('HANDLE');
        expect(['acceptCase', 'deemAccepted']).toContain(move.entry.event);
      }
    }),
    runs,
  );
});

it('never starts the clock to forward anew: what comes back goes on where it stood', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      const { moves } = play(steps);
      const effects = moves.flatMap(({ move }) => move.clockEffects).filter(({ clock }) => clock === 'FORWARD');
      const rejected = moves.filter(({ move }) => move.entry.event === 'handoffRejected');

      expect(effects.filter(({ verb }) => verb === 'start').length).toBeLessThanOrEqual(1);
      for (const { move } of rejected) expect(move.next.clocks.FORWARD).toBe('RUNNING');
    }),
    runs,
  );
});

it('has exactly one responsible place until it ends, and responsibility moves with the signed handoff', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      play(steps, ({ legs, courses }) => {
        const place = responsiblePlace(legs);
        const isAcknowledged = !['EXPECTED', 'OFFERED'].includes(courses.HANDLE.state);
        if (!isAcknowledged) expect(place).not.toBe('HANDLING');
        // The receiving place never believes to have handed over what the handling place has not signed for.
        if (courses.RECEIVE.state === 'HANDED_OVER') expect(isAcknowledged).toBe(true);
        // Where the legal clock or the clock for the notice runs, there the responsibility is.
        if (courses.HANDLE.clocks.HANDLING !== undefined || courses.HANDLE.clocks.NOTICE !== undefined)
          expect(place).toBe('HANDLING');
        if (courses.RECEIVE.clocks.FORWARD === 'RUNNING') expect(place).toBe('RECEIVING');
      });
    }),
    runs,
  );
});

it('ends with one completion code for both places together', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      const world = play(steps);
      endTo(world);
      const codes = [world.courses.RECEIVE.completion, world.courses.HANDLE.completion].filter((code) => code !== null);
      const state = forwardedCaseState(world.legs);
      const hasEnded = ['COMPLETED', 'DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'].includes(state);

      expect(codes).toHaveLength(hasEnded ? 1 : 0);
    }),
    runs,
  );
});

it('loses no envelope but those that an end has overtaken, and lets both places agree in the end', () => {
  fc.assert(
    fc.property(walks(60), (steps) => {
      const world = play(steps);
      world.drain();
      const { RECEIVE, HANDLE } = world.courses;

      const unexpected = world.lost.filter((line) => !/: (CASE_CLOSED|DECISION_STANDS)$/.test(line));
      expect(unexpected).toEqual([]);
      if (['WITHDRAWN', 'CLOSED'].includes(HANDLE.state)) expect(RECEIVE.state).toBe('CLOSED');
      if (HANDLE.state === 'NOT_ACCEPTED') expect(['RESULT_ARRIVED', 'RESULT_RECEIVED']).toContain(RECEIVE.state);
      if (RECEIVE.state === 'CORRECTION_REQUESTED') expect(HANDLE.state).toBe('CORRECTION');
    }),
    runs,
  );
});

it('carries a case through both places to its delivery', () => {
  const world = new World();
  handOver(world);
  endTo(world);
  world.ask('RECEIVE', 'acknowledgeResult', goodFacts);
  for (const event of ['deliverResult', 'confirmDelivery', 'rateCase'] as const) world.ask('DELIVER', event, goodFacts);
  world.drain();

  expect(world.legs).toEqual({ receive: 'RESULT_RECEIVED', handle: 'DELIVERED', deliver: 'DELIVERED' });
  expect(forwardedCaseState(world.legs)).toBe('DELIVERED');
  expect(responsiblePlace(world.legs)).toBeNull();
  expect(world.lost).toEqual([]);
});

it('returns a refusal as a message of its own', () => {
  const world = new World();
  handOver(world);
  for (const event of ['acceptCase', 'startReview', 'decideCase', 'issueResult', 'returnResult'] as const)
    world.ask('HANDLE', event, { ...goodFacts, outcome: 'REFUSED' });

  expect(world.toReceiving).toEqual(['handoffAcknowledged', 'caseAccepted', 'refusalReturned']);
  expect(world.courses.HANDLE.completion).toBe('RETURNED');
});

it('re-sends the same handoff, and raises an alert on the third try', () => {
  const world = new World();
  for (const event of ['receiveCase', 'verifyIdentity', 'reviewForm', 'forwardCase'] as const)
    world.ask('RECEIVE', event, goodFacts);
  const tries = [1, 2, 3].map(() => world.ask('RECEIVE', 'resendHandoff', goodFacts));

  expect(tries.map((decision) => (decision?.status === 'moved' ? decision.alerts : null))).toEqual([[], [], ['R9']]);
  expect(tries[2]).toMatchObject({ envelopes: ['caseForwarded'], next: { state: 'FORWARDED' } });
});
