// The life of an agreement as a table: what it allows, what it refuses, and that all of it can be reached.
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { agreementLifeRefusals } from '../../../../schema/agreement-life-refusals.js';
import { AgreementState } from '../../../../schema/agreement-life-lists.js';
import { checkTable } from '../../../../test/support/states/check-table.js';
import { reachedFrom } from '../../shared/state-table.js';
import { printAgreementStates } from '../agreement-states-page.rules.js';
import { binding, decideStep, life, negotiating, over } from './life.rules.js';
import {
  type Actor,
  type AgreementEvent,
  agreementEvents,
  type Guard,
  refusalOfGuard,
  type State,
} from './life-words.rules.js';

const states = Object.keys(AgreementState.entries) as readonly State[];
const guards = [...new Set(life.lines.flatMap(({ when }) => when))];
const allHold = Object.fromEntries(guards.map((guard) => [guard, true])) as Readonly<Record<Guard, boolean>>;
const step = (state: State, event: AgreementEvent, by: Actor, facts: Partial<Record<Guard, boolean>> = {}) =>
  decideStep({ state, event, by, facts: { ...allHold, ...facts } });

it('keeps what holds for every table of states', () => {
  const faults = checkTable(life, {
    ...{ states, guards, ends: over, itself: 'SYSTEM', isOut: 'isDue' },
    events: Object.keys(agreementEvents) as readonly AgreementEvent[],
    actors: ['PROPOSER', 'PARTY', 'SYSTEM'],
    // Instants stand in the text of an agreement and in its supplements; a sweep looks at them.
    boundedElsewhere: states,
  });

  expect(faults).toEqual([]);
});

it('reaches every state from a draft, and has one list or another for each', () => {
  expect([...reachedFrom(life, 'DRAFT')].sort()).toEqual([...states].sort());
  expect([...negotiating, ...binding, ...over, 'DRAFT'].sort()).toEqual([...states].sort());
});

it('uses every event, and names a refusal of the published list for every guard', () => {
  const used = new Set(life.lines.map(({ event }) => event));

  expect([...used].sort()).toEqual(Object.keys(agreementEvents).sort());
  expect(guards.filter((guard) => !Object.hasOwn(agreementLifeRefusals, refusalOfGuard(guard)))).toEqual([]);
});

it('comes to SIGNED by the last signature alone, and from no text that is not the current one', () => {
  const last = negotiating.map((state) => step(state, 'sign', 'PARTY'));
  const earlier = negotiating.map((state) => step(state, 'sign', 'PARTY', { isLast: false }));
  const others = life.lines.filter(
    ({ next, event }) => next === 'SIGNED' && !['sign', 'amend', 'suspend', 'resume', 'terminate'].includes(event),
  );

  expect(last).toEqual(negotiating.map(() => ({ next: 'SIGNED' })));
  expect(earlier).toEqual(negotiating.map((state) => ({ next: state })));
  expect(others).toEqual([]);
  expect(step('PROPOSED', 'sign', 'PARTY', { isCurrent: false })).toEqual({ refusal: 'NOT_THE_CURRENT_VERSION' });
  expect(step('PROPOSED', 'sign', 'PARTY', { isSigned: false })).toEqual({ refusal: 'SIGNATURE_INVALID' });
});

it('becomes a proposal again when its proposer signs a counter-proposal', () => {
  expect(step('UNDER_REVIEW', 'counter', 'PARTY')).toEqual({ next: 'COUNTERED' });
  expect(step('COUNTERED', 'sign', 'PROPOSER', { isLast: false })).toEqual({ next: 'PROPOSED' });
  expect(step('PROPOSED', 'counter', 'PROPOSER')).toEqual({ next: 'COUNTERED' });
});

it.each([
  ['hasTerms', 'TERMS_INCOMPLETE'],
  ['isWithinClasses', 'CLASS_NOT_GRANTABLE'],
  ['isListed', 'ITEM_NOT_ON_LIST'],
  ['isWithinLimits', 'DEADLINE_BEYOND_LAW'],
  ['isSigned', 'SIGNATURE_INVALID'],
] as const)('puts no text on the table without %s', (guard, refusal) => {
  expect(step('DRAFT', 'propose', 'PROPOSER', { [guard]: false })).toEqual({ refusal });
  expect(step('PROPOSED', 'counter', 'PARTY', { [guard]: false })).toEqual({ refusal });
});

it('stays in force while it is amended, and is over only when something takes its place or ends it', () => {
  expect(step('EFFECTIVE', 'amend', 'PARTY')).toEqual({ next: 'AMENDING' });
  expect(step('AMENDING', 'amend', 'PARTY', { isNoneOpen: false })).toEqual({ refusal: 'AMENDMENT_OPEN' });
  expect(step('AMENDING', 'keep', 'SYSTEM')).toEqual({ next: 'EFFECTIVE' });
  expect(step('AMENDING', 'supersede', 'SYSTEM')).toEqual({ next: 'SUPERSEDED' });
  expect(step('SUSPENDED', 'restart', 'SYSTEM')).toEqual({ next: 'AMENDING' });
  expect(step('SUSPENDED', 'restart', 'SYSTEM', { isAmended: false })).toEqual({ next: 'EFFECTIVE' });
});

it('is stopped and ended by nobody but time, after a notice that a party has given', () => {
  expect(step('EFFECTIVE', 'stop', 'PARTY')).toEqual({ refusal: 'NOT_FOR_THIS_PARTY' });
  expect(step('EFFECTIVE', 'suspend', 'PARTY')).toEqual({ next: 'EFFECTIVE' });
  expect(step('EFFECTIVE', 'suspend', 'PARTY', { isNoticed: false })).toEqual({ refusal: 'NOTICE_TOO_SHORT' });
  expect(step('SUSPENDED', 'resume', 'PARTY', { isOwn: false })).toEqual({ refusal: 'NOT_SUSPENDED_HERE' });
  expect(step('PROPOSED', 'suspend', 'PARTY')).toEqual({ refusal: 'NOT_IN_THIS_STATE' });
});

it('has the page that the documentation shows', () => {
  const page = readFileSync(new URL('../../../../docs/agreement-states.md', import.meta.url), 'utf8');

  expect(page).toBe(printAgreementStates());
});
