import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EvidenceState } from '../../../../schema/evidence-lists.js';
import { evidenceRefusals, isEvidenceRule } from '../../../../schema/evidence-refusals.js';
import { checkTable } from '../../../../test/support/states/check-table.js';
import { reachedFrom } from '../../shared/state-table.js';
import { printEvidenceStates } from '../evidence-states-page.rules.js';
import { evidenceEvents } from './events.rules.js';
import { limits } from './limits.rules.js';
import { type Actor, decide, type EvidenceEvent, type Facts, type Guard, guards, type State } from './machine.rules.js';
import { provider } from './provider.rules.js';
import { requester } from './requester.rules.js';

const machines = [requester, provider] as const;
const actors: readonly Actor[] = ['APPLICANT', 'UNIT', 'SYSTEM', 'OTHER_PROVINCE'];
const states = Object.keys(EvidenceState.entries) as State[];
const events = Object.keys(evidenceEvents) as EvidenceEvent[];
const allHolds = Object.fromEntries(Object.keys(guards).map((guard) => [guard, true])) as unknown as Facts;

describe.each(machines.map((machine) => [machine.name, machine] as const))('the table of the %s', (_name, machine) => {
  it('is sound: takes its lines and nothing else, reaches its states and an end, lets nobody wait for ever', () => {
    const ends: readonly State[] = ['ERASED'];
    const words = { states, events, actors, guards: Object.keys(guards) as Guard[], ends };
    // What was provided is delivered by the exchange, which asks a person when it cannot.
    const boundedElsewhere: readonly State[] = ['PROVIDED'];

    expect(checkTable(machine, { ...words, itself: 'SYSTEM', isOut: 'isOut', boundedElsewhere })).toEqual([]);
  });

  it('refuses every line by the rule of the first guard that does not hold', () => {
    for (const { from, event, by, when, next, clock } of machine.lines) {
      const asked = { state: from, event, by };

      expect(decide(machine, { ...asked, facts: allHolds })).toEqual({ state: next, clock });
      for (const guard of when)
        expect(decide(machine, { ...asked, facts: { ...allHolds, [guard]: false } })).toBe(guards[guard]);
      expect(decide(machine, { ...asked, facts: {} })).toEqual(
        when[0] === undefined ? { state: next, clock } : guards[when[0]],
      );
    }
  });

  it('refuses what no line has by a published rule', () => {
    for (const state of states)
      for (const event of events)
        for (const by of actors) {
          const hasLine = machine.lines.some((line) => line.from === state && line.event === event && line.by === by);
          const decision = decide(machine, { state, event, by, facts: allHolds });

          expect([state, event, by, typeof decision]).toEqual([state, event, by, hasLine ? 'object' : 'string']);
          expect(typeof decision === 'string' ? isEvidenceRule(decision) : true).toBe(true);
        }
  });

  it('has one line for each state and event', () => {
    const places = machine.lines.map(({ from, event }) => `${from} ${event}`);

    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });
});

describe('a release', () => {
  it('is preceded by the entry in the trail on every way', () => {
    const withoutLog = { ...provider, lines: provider.lines.filter(({ event }) => event !== 'logAccess') };

    expect(reachedFrom(provider, 'MATCHING').has('PROVIDED')).toBe(true);
    expect(reachedFrom(withoutLog, 'MATCHING').has('PROVIDED')).toBe(false);
  });

  it('of what the applicant asked for is preceded by his approval, and by law needs a law', () => {
    const explicit = { ...provider, lines: provider.lines.filter(({ event }) => event !== 'match') };
    const unapproved = { ...explicit, lines: explicit.lines.filter(({ event }) => event !== 'approve') };

    expect(reachedFrom(explicit, 'MATCHING').has('PROVIDED')).toBe(true);
    expect(reachedFrom(unapproved, 'MATCHING').has('PROVIDED')).toBe(false);
    expect(decide(provider, { state: 'MATCHING', event: 'match', by: 'SYSTEM', facts: {} })).toBe('BASIS_MISSING');
  });

  it('is approved by the person himself, after he has looked', () => {
    const approve = { event: 'approve', by: 'APPLICANT' } as const;

    expect(decide(provider, { state: 'PREVIEW_OPENED', ...approve, facts: {} })).toBe('NOT_THE_SUBJECT');
    expect(decide(provider, { state: 'PREVIEW_PENDING', ...approve, facts: allHolds })).toBe('PREVIEW_FIRST');
    expect(decide(provider, { state: 'PREVIEW_EXPIRED', ...approve, facts: allHolds })).toBe('PREVIEW_OVER');
    expect(evidenceRefusals.PREVIEW_FIRST.code).toBe('PREVIEW_REQUIRED');
  });
});

describe('the table of the requester', () => {
  it('leads to SENT over an authorisation only', () => {
    const lines = requester.lines.filter(({ event }) => event !== 'authorise');

    expect(reachedFrom({ ...requester, lines }, 'DRAFT').has('SENT')).toBe(false);
  });

  it('uses only what has been received and bound to its request', () => {
    const receive = { state: 'MATCHING', event: 'receive', by: 'OTHER_PROVINCE' } as const;
    const lines = requester.lines.filter(({ event }) => event !== 'receive');

    expect(decide(requester, { ...receive, facts: { isBound: false } })).toBe('REQUEST_DIFFERS');
    expect(reachedFrom({ ...requester, lines }, 'DRAFT').has('USED')).toBe(false);
  });
});

it('gives 15 minutes to open a preview and 40 to decide', () => {
  expect([limits.OPEN.ms, limits.DECIDE.ms]).toEqual([900_000, 2_400_000]);
});

it('has the page of states in the documents as the tables are', () => {
  const page = readFileSync(new URL('../../../../docs/evidence-states.md', import.meta.url), 'utf8');

  expect(page).toBe(printEvidenceStates());
});
