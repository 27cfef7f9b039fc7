import { expect, it } from '@jest/globals';
import type { Identity } from '../../../schema/identity.js';
import type { Purpose } from '../../../schema/purpose.js';
import { roles, type Role } from '../../../schema/roles.js';
import { AFTER_HANDOVER_MS, type CaseFacts, decideView, type View } from './release.rules.js';

const NOW = Date.parse('2026-03-12T08:00:00.000Z');
const HANDED_OVER = Date.parse('2026-03-02T08:00:00.000Z');

const facts: CaseFacts = {
  about: 'GD:Case:1',
  person: 'P'.repeat(43),
  receivingUnits: ['HALL'],
  handedOverMs: null,
  handlingUnits: ['BUREAU'],
  basis: { kind: 'AGREEMENT', text: 'A-1 v1 2' },
};
const CASE_HANDLING: Purpose = { code: 'CASE_HANDLING', reference: undefined };
const ORDER: Purpose = { code: 'SUPERVISION', reference: 'order-12' };

interface Situation {
  readonly purpose?: Purpose | undefined;
  readonly nowMs?: number;
  readonly facts?: Partial<CaseFacts>;
}

function view(identity: Partial<Identity> & { readonly role: Role }, situation: Situation = {}): View | undefined {
  const nobody = { subject: 'li', province: undefined, unit: undefined, person: undefined, scopes: new Set<string>() };
  const { purpose = CASE_HANDLING, nowMs = NOW } = situation;
  const asker = { caller: { ...nobody, ...identity }, purpose, province: 'GD', nowMs };
  return decideView(asker, { ...facts, ...situation.facts });
}

const clerk = { role: 'clerk', province: 'GD', unit: 'HALL' } as const;
const officer = { role: 'officer', province: 'GD', unit: 'BUREAU' } as const;
const MASKED = { kind: 'MASKED' };
const handed = { handedOverMs: HANDED_OVER };

it.each([
  ['a citizen his own', view({ role: 'citizen', person: facts.person }), 'OWN'],
  ['an app for him', view({ role: 'app', person: facts.person }), 'OWN'],
  ['a clerk what his unit received', view(clerk), 'AGREEMENT'],
  ['an officer what his unit handles', view(officer), 'AGREEMENT'],
  [
    'an officer who names the case',
    view(officer, { purpose: { ...CASE_HANDLING, reference: 'GD:Case:1' } }),
    'AGREEMENT',
  ],
  ['a supervisor under an order', view({ role: 'supervisor' }, { purpose: ORDER }), 'ORDER'],
  ['one of this province under an order', view({ role: 'supervisor', province: 'GD' }, { purpose: ORDER }), 'ORDER'],
])('shows %s in clear', (_title, seen, basis) => {
  expect(seen).toMatchObject({ kind: 'CLEAR', basis: { kind: basis } });
});

it.each([
  ['a clerk of another unit', view({ ...clerk, unit: 'BUREAU' })],
  ['a clerk of no unit', view({ role: 'clerk', province: 'GD' })],
  ['an officer of another unit', view({ ...officer, unit: 'HALL' })],
  ['a clerk who says nothing of what for', decideView({ ...asking(clerk), purpose: undefined }, facts)],
  ['a clerk who maintains the system', view(clerk, { purpose: { code: 'MAINTENANCE', reference: undefined } })],
  ['a clerk who names another case', view(clerk, { purpose: { ...CASE_HANDLING, reference: 'GD:Case:2' } })],
  ['an officer who names another case', view(officer, { purpose: { code: 'EVIDENCE', reference: 'GD:Case:2' } })],
  ['a clerk of another unit whose own document it is', view({ ...clerk, unit: 'X', person: facts.person })],
])('shows masks to %s', (_title, seen) => {
  expect(seen).toEqual(MASKED);
});

function asking(identity: typeof clerk) {
  const caller = { subject: 'li', person: undefined, scopes: new Set<string>(), ...identity };
  return { caller, province: 'GD', nowMs: NOW };
}

it.each([
  ['nobody known', decideView({ ...asking(clerk), caller: undefined, purpose: ORDER }, facts)],
  ['another citizen', view({ role: 'citizen', person: 'Q'.repeat(43) })],
  ['a citizen whose document nobody has seen', view({ role: 'citizen' })],
  ['a clerk of another province', view({ ...clerk, province: 'HN' })],
  ['an officer of another province', view({ ...officer, province: 'HN' })],
  ['a supervisor without an order', view({ role: 'supervisor' })],
  ['one whose order has no number', view({ role: 'supervisor' }, { purpose: { ...ORDER, reference: undefined } })],
  ['one of another province', view({ role: 'supervisor', province: 'HN' }, { purpose: ORDER })],
])('shows nothing to %s', (_title, seen) => {
  expect(seen).toBeUndefined();
});

it('decides about every role there is', () => {
  const seen = Object.keys(roles).filter((role) => view({ role: role as Role, province: 'GD' }) !== undefined);

  expect(seen).toEqual(['clerk', 'officer']);
});

it('shows a window what it has handed over for ten days more, to the millisecond', () => {
  const until = (nowMs: number) => view(clerk, { nowMs, facts: handed })?.kind;

  expect(until(HANDED_OVER + AFTER_HANDOVER_MS)).toBe('CLEAR');
  expect(until(HANDED_OVER + AFTER_HANDOVER_MS + 1)).toBe('MASKED');
  expect(view(officer, { nowMs: NOW + AFTER_HANDOVER_MS, facts: handed })?.kind).toBe('CLEAR');
});
