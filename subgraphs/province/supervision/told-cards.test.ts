import { describe, expect, it } from '@jest/globals';
import { startClock } from '../shared/clock.js';
import { mayTell, parseToldCards, type ToldCard } from './told-cards.rules.js';

const clock = startClock({
  ...{ province: 'HN', startedAt: 1_772_413_200_000, extensionAtMost: 10 },
  limit: { value: 20, unit: 'WORKING_DAY' },
});
const policy = { reminderShare: 20, reminderLeft: 1, rectify: 3 };
const step = {
  seq: 1,
  atMs: 1_772_500_000_000,
  event: 'explain',
  said: '说明',
  role: 'officer',
  province: 'HN',
  unit: 'U1',
};

const aCard: ToldCard = {
  ...{
    rule: 'R2',
    occurrence: 'handle/HANDLING/x',
    province: 'HN',
    leg: 'handle',
    clockName: 'HANDLING',
    teller: 'HN',
  },
  ...{ parties: ['GD', 'HN'], basis: { clock, hitMs: null, policy } },
  owned: { unitCode: 'U1', steps: [{ ...step, event: 'explain' }] },
};

const told = (card: object) => ({ cards: [card] });

it('reads what a province tells as it was told', () => {
  expect(parseToldCards(JSON.parse(JSON.stringify(told(aCard))))).toEqual([aCard]);
  expect(parseToldCards({ cards: [] })).toEqual([]);
});

it('takes no name that an extension may have, and nothing else that it does not know', () => {
  const extension = { at: 1_772_500_000_000, by: 5, approvedBy: '王局长' };
  const [card] =
    parseToldCards(told({ ...aCard, name: '赵甲示', basis: { ...aCard.basis, clock: { ...clock, extension } } })) ?? [];

  expect(JSON.stringify(card)).not.toMatch(/王局长|赵甲示/);
  expect(card?.basis.clock?.extension).toEqual({ ...extension, approvedBy: '' });
});

const basis = (change: object) => ({ ...aCard, basis: { ...aCard.basis, ...change } });
const owned = (change: object) => ({ ...aCard, owned: { unitCode: 'U1', steps: [{ ...step, ...change }] } });

describe('refuses as a whole what has not its form', () => {
  it.each([
    ['no object', 'text'],
    ['no list', { cards: aCard }],
    ['too many', { cards: Array.from({ length: 201 }, () => aCard) }],
    ['a rule that there is not', told({ ...aCard, rule: 'R13' })],
    ['a province that cannot be', told({ ...aCard, province: 'hn' })],
    ['a party that cannot be', told({ ...aCard, parties: ['GD', ''] })],
    ['neither limit nor hit', told(basis({ clock: null }))],
    ['both limit and hit', told(basis({ hitMs: 1 }))],
    ['a share beyond the whole', told(basis({ policy: { ...policy, reminderShare: 101 } }))],
    ['an order without end', told(basis({ policy: { ...policy, rectify: Infinity } }))],
    ['a limit in no unit', told(basis({ clock: { ...clock, limit: { value: 1, unit: 'HOUR' } } }))],
    ['a limit beyond all measure', told(basis({ clock: { ...clock, limit: { value: 1e9, unit: 'WORKING_DAY' } } }))],
    ['a pause that begins never', told(basis({ clock: { ...clock, pauses: [{ from: null, to: 1 }] } }))],
    ['an extension by half a day', told(basis({ clock: { ...clock, extension: { at: 1, by: 0.5 } } }))],
    ['a step that only time takes', told(owned({ event: 'lapse' }))],
    ['a step at no time', told(owned({ atMs: 'now' }))],
    ['words without end', told(owned({ said: 'x'.repeat(2_001) }))],
    ['words that no database takes', told(owned({ said: '说\0明' }))],
    ['an instant beyond all time', told({ ...aCard, basis: { clock: null, hitMs: 9e15, policy } })],
    ['one bad among good ones', { cards: [aCard, { ...aCard, leg: 7 }] }],
  ])('%s', (_what, payload) => {
    expect(parseToldCards(payload)).toBeUndefined();
  });
});

it('lets a province tell of its own units, and of others only what it watches', () => {
  const watched: ToldCard = { ...aCard, clockName: 'LEG', teller: 'GD', owned: null };

  expect(mayTell('HN', aCard)).toBe(true);
  expect(mayTell('GD', { ...aCard, owned: null, teller: 'GD' })).toBe(false);
  expect(mayTell('GD', watched)).toBe(true);
  expect(mayTell('GD', { ...watched, owned: aCard.owned })).toBe(false);
  expect(mayTell('SC', watched)).toBe(false);
  expect(mayTell('GD', { ...watched, rule: 'R9', clockName: null })).toBe(true);
});
