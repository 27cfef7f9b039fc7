// What a text must have before anybody puts it on the table, and what time and lists say of it.
import { expect, it } from '@jest/globals';
import { aDataGrant } from '../../../../test/support/agreements/an-agreement.js';
import { aText, aWholeClause } from '../../../../test/support/agreements/a-text.js';
import { expiryWarningAt } from './expiry.rules.js';
import { isSuspended, isTerminated, type KeptSupplement, suspensionsOf } from './supplement.rules.js';
import { findLateDeadlines, findMissingTerms, findUnlisted, findWrongGrants, type ListedItem } from './terms.rules.js';

const parties = ['GD', 'HN'];
const withClause = (changes: Parameters<typeof aWholeClause>[0]) =>
  aText(parties, { clauses: { items: [aWholeClause(changes)], dataGrants: [] } });

it('finds nothing missing in a whole text', () => {
  expect(findMissingTerms(aText(parties))).toEqual([]);
});

it.each([
  [{ duties: [] }, ['the duties of the receiving place', 'the duties of the handling place']],
  [{ duties: aWholeClause().duties.slice(0, 1) }, ['the duties of the handling place']],
  [{ duties: aWholeClause().duties.slice(1) }, ['the duties of the receiving place']],
  [{ deadlines: [] }, ['deadlines of legs']],
  [{ materialSources: [] }, ['sources of materials']],
])('says what the clause %j lacks', (changes, lacking) => {
  expect(findMissingTerms(withClause(changes))).toEqual(lacking.map((what) => `§3.1 lacks ${what}.`));
});

it('asks for no receiving place where all is done online, and for a liaison of each party', () => {
  const online = withClause({ modes: ['FULLY_ONLINE'], duties: aWholeClause().duties.slice(1) });

  expect(findMissingTerms(online)).toEqual([]);
  expect(findMissingTerms(aText(parties, { liaison: aText(['GD']).liaison }))).toEqual(['liaison: HN has none.']);
});

it.each([
  [{ kind: 'EVIDENCE', types: ['driver-licence'], fields: ['EVIDENCE'] }, 0],
  [{ kind: 'EVIDENCE', types: ['horoscope'], fields: ['EVIDENCE'] }, 1],
  [{ kind: 'LICENCE', types: ['any'], fields: ['LICENCE', 'FINGERPRINT'] }, 1],
] as const)('takes grants of the catalogue only: %j', (changes, count) => {
  const dataGrants = [aDataGrant(changes)];

  expect(findWrongGrants(aText(parties, { clauses: { items: [], dataGrants } }))).toHaveLength(count);
});

const listed = (changes: Partial<ListedItem> = {}): ListedItem => ({
  ...{ itemCode: 'mca-orphan-recognition', scope: 'INTER_PROVINCE', statutory: { value: 5, unit: 'WORKING_DAY' } },
  ...changes,
});

it.each([
  [listed(), 0],
  [listed({ scope: 'NATIONWIDE' }), 0],
  [listed({ scope: 'INTER_CITY' }), 1],
  [listed({ itemCode: 'another' }), 1],
])('lets a party sign only for what its own list has for other provinces: %j', (item, count) => {
  expect(findUnlisted(aText(parties), { province: 'HN', list: [item] })).toHaveLength(count);
});

it('does not ask a party for items that only others hand over and take', () => {
  const text = aText(['GD', 'HN', 'GX'], {
    clauses: { items: [aWholeClause({ from: ['GD'], to: ['HN'] })], dataGrants: [] },
  });

  expect(findUnlisted(text, { province: 'GX', list: [] })).toEqual([]);
  expect(findUnlisted(text, { province: 'HN', list: [] })).toHaveLength(1);
});

it.each([
  [{ value: 5, unit: 'WORKING_DAY' }, 0],
  [{ value: 4, unit: 'WORKING_DAY' }, 1],
  [{ value: 7, unit: 'CALENDAR_DAY' }, 0],
  [{ value: 6, unit: 'CALENDAR_DAY' }, 1],
  [null, 0],
] as const)('takes five working days for a leg under the limit %j', (statutory, count) => {
  const list = [listed({ statutory })];

  expect(findLateDeadlines(aText(parties), { province: 'HN', list })).toHaveLength(count);
});

const supplement = (changes: Partial<KeptSupplement> = {}): KeptSupplement => ({
  ...{ number: 'S-1', version: 1, by: 'HN', kind: 'SUSPENSION', fromMs: 10, untilMs: null, isComplete: true },
  ...changes,
});

it('is suspended from the instant of a suspension to the end that its last version has', () => {
  const open = [supplement()];
  const lifted = [...open, supplement({ version: 2, untilMs: 20 })];

  expect([9, 10, 30].map((atMs) => isSuspended(open, atMs))).toEqual([false, true, true]);
  expect([9, 10, 19, 20].map((atMs) => isSuspended(lifted, atMs))).toEqual([false, true, true, false]);
  expect(isSuspended([...lifted, supplement({ by: 'GD' })], 20)).toBe(true);
  expect(suspensionsOf('HN', open, 5)).toHaveLength(1);
  expect(suspensionsOf('GD', open, 5)).toEqual([]);
});

it('is terminated at its instant, once all have signed that', () => {
  const ended = supplement({ number: 'T-1', by: null, kind: 'TERMINATION' });

  expect([9, 10].map((atMs) => isTerminated([ended], atMs))).toEqual([false, true]);
  expect(isTerminated([{ ...ended, isComplete: false }], 10)).toBe(false);
});

it('warns of the most pressing expiry, from its day on and until the end', () => {
  const days = { early: 60, soon: 30, last: 7 };
  const at = (left: number) => expiryWarningAt(100 * DAY_MS, (100 - left) * DAY_MS, days);

  expect([61, 60, 31, 30, 8, 7, 0].map(at)).toEqual([
    ...[undefined, 'EXPIRY_EARLY', 'EXPIRY_EARLY', 'EXPIRY_SOON', 'EXPIRY_SOON', 'EXPIRY_LAST', undefined],
  ]);
  expect(expiryWarningAt(null, 0, days)).toBeUndefined();
});

const DAY_MS = 86_400_000;
