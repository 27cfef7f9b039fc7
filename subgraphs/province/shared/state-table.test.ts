import { describe, expect, it } from '@jest/globals';
import { type Asked, decideBy, linesOf, reachedFrom, type StateTable } from './state-table.js';

interface DoorWords {
  readonly state: 'SHUT' | 'OPEN' | 'LOCKED' | 'BRICKED_UP';
  readonly event: 'push' | 'lock' | 'knock' | 'brick';
  readonly actor: 'GUEST' | 'OWNER';
  readonly guard: 'hasKey' | 'isInvited' | 'isDay';
  readonly clock: 'DRAUGHT' | 'NIGHT';
}

const line = linesOf<DoorWords>();
const door: StateTable<DoorWords> = {
  ...{ name: 'DOOR', labelZh: '门', labelEn: 'a door', initial: 'SHUT' },
  lines: [
    ...line('SHUT', ['push', 'GUEST'], ['OPEN', { when: ['isInvited', 'isDay'], clock: 'DRAUGHT' }]),
    ...line('SHUT', ['push', 'GUEST'], ['LOCKED', { when: ['isDay', 'hasKey'], clock: 'NIGHT' }]),
    ...line('SHUT', ['push', 'OWNER'], ['OPEN']),
    ...line(['OPEN', 'LOCKED'], ['knock', ['GUEST', 'OWNER']], ['OPEN', { clock: 'KEEP' }]),
    ...line('BRICKED_UP', ['brick', 'OWNER'], ['SHUT']),
  ],
};
const push = (facts: Asked<DoorWords>['facts'], by: 'GUEST' | 'OWNER' = 'GUEST') =>
  decideBy(door, { state: 'SHUT', event: 'push', by, facts });

describe('of several lines for one event', () => {
  it('the first of which all guards hold is taken, with its clock', () => {
    const all = { isInvited: true, isDay: true, hasKey: true };

    expect(push(all)).toEqual({ kind: 'STEP', next: 'OPEN', clock: 'DRAUGHT' });
    expect(push({ ...all, isInvited: false })).toEqual({ kind: 'STEP', next: 'LOCKED', clock: 'NIGHT' });
  });

  it('the last one’s first unmet guard says why none is taken', () => {
    expect(push({})).toEqual({ kind: 'UNMET', guard: 'isDay' });
    expect(push({ isDay: true })).toEqual({ kind: 'UNMET', guard: 'hasKey' });
    expect(push({ isInvited: true })).toEqual({ kind: 'UNMET', guard: 'isDay' });
  });

  it('those of another actor count neither way', () => {
    expect(push({}, 'OWNER')).toEqual({ kind: 'STEP', next: 'OPEN', clock: null });
  });
});

it('takes a fact that nobody has established, or that does not hold, for no', () => {
  expect(push({ isInvited: false, isDay: true, hasKey: false })).toEqual({ kind: 'UNMET', guard: 'hasKey' });
});

it('tells an event out of turn from one by the wrong actor', () => {
  const asked = { event: 'brick', by: 'GUEST', facts: {} } as const;

  expect(decideBy(door, { ...asked, state: 'OPEN' })).toEqual({ kind: 'OUT_OF_TURN' });
  expect(decideBy(door, { ...asked, state: 'BRICKED_UP' })).toEqual({ kind: 'NOT_BY_THIS_ACTOR' });
});

it('writes a line for each state and each actor, and lets the clock of one run on where it says so', () => {
  const knocking = door.lines.filter(({ event }) => event === 'knock');

  expect(knocking.map(({ from, by }) => `${from} ${by}`)).toEqual([
    ...['OPEN GUEST', 'OPEN OWNER'],
    ...['LOCKED GUEST', 'LOCKED OWNER'],
  ]);
  for (const state of ['OPEN', 'LOCKED'] as const)
    expect(decideBy(door, { state, event: 'knock', by: 'OWNER', facts: {} })).toEqual({
      ...{ kind: 'STEP', next: 'OPEN', clock: 'KEEP' },
    });
});

it('reaches from a state itself and all that lines lead to, and nothing else', () => {
  expect([...reachedFrom(door, 'SHUT')].sort()).toEqual(['LOCKED', 'OPEN', 'SHUT']);
  expect([...reachedFrom(door, 'BRICKED_UP')].sort()).toEqual(['BRICKED_UP', 'LOCKED', 'OPEN', 'SHUT']);
  expect([...reachedFrom({ ...door, lines: [] }, 'OPEN')]).toEqual(['OPEN']);
});
