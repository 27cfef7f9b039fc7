import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LicenceEvent, LicenceStatus } from '../../../schema/licence-lists.js';
import {
  type EventName,
  eventsIn,
  isInForce,
  type LicenceTerm,
  statusAfter,
  statusAt,
  type StatusName,
} from './status.rules.js';

const statuses = Object.keys(LicenceStatus.entries) as StatusName[];
const events = Object.keys(LicenceEvent.entries) as EventName[];
const SEED = Number(process.env['SEED'] ?? 20261126);

const valid: LicenceTerm = { status: 'VALID', validFrom: '2024-03-01', validTo: '2026-02-28', supersededFrom: null };
const at = (instant: string): number => Date.parse(instant);

const anyEvents = fc.array(fc.constantFrom(...events), { maxLength: 12 });

/** Follows events as far as each is one of the status in which it comes. */
const follow = (from: StatusName, happening: readonly EventName[]): StatusName =>
  happening.reduce((status, event) => statusAfter(status, event) ?? status, from);

describe('the status of a licence', () => {
  it('goes by this table', () => {
    expect(Object.fromEntries(statuses.map((status) => [status, eventsIn(status)]))).toEqual({
      VALID: ['WITHHOLD', 'REVOKE', 'CANCEL', 'TRANSFER_OUT', 'WITHDRAW'],
      WITHHELD: ['RELEASE', 'REVOKE', 'CANCEL', 'WITHDRAW'],
      LAPSED: ['REVOKE', 'CANCEL'],
      ...{ REVOKED: [], CANCELLED: [], TRANSFERRED_OUT: [], WITHDRAWN: [], OTHER: [] },
    });
  });

  it('is final once it is revoked, cancelled, withdrawn or transferred, whatever is tried then', () => {
    const final = ['REVOKED', 'CANCELLED', 'WITHDRAWN', 'TRANSFERRED_OUT'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...final), anyEvents, (status, happening) => {
        expect(follow(status, happening)).toBe(status);
      }),
      { seed: SEED },
    );
  });

  it('is never made lapsed by anybody', () => {
    fc.assert(
      fc.property(anyEvents, (happening) => {
        expect(follow('VALID', happening)).not.toBe('LAPSED');
      }),
      { seed: SEED },
    );
  });

  it('comes back from being withheld only by release', () => {
    expect(events.filter((event) => statusAfter('WITHHELD', event) === 'VALID')).toEqual(['RELEASE']);
  });
});

describe('as of an instant a licence', () => {
  it.each([
    ['2026-02-28T15:59:59.999Z', 'VALID'], // the last moment of the day in China
    ['2026-02-28T16:00:00.000Z', 'LAPSED'],
  ])('at %s is %s when its last day is 2026-02-28', (instant, expected) => {
    expect(statusAt(valid, at(instant))).toBe(expected);
  });

  it('that is withheld lapses like any other, and one that was withdrawn stays withdrawn', () => {
    const later = at('2027-01-01T00:00:00Z');

    expect(statusAt({ ...valid, status: 'WITHHELD' }, later)).toBe('LAPSED');
    expect(statusAt({ ...valid, status: 'WITHDRAWN' }, later)).toBe('WITHDRAWN');
  });

  it('never lapses without an end or a successor', () => {
    expect(statusAt({ ...valid, validTo: null }, at('2999-01-01T00:00:00Z'))).toBe('VALID');
  });

  it('ends on the day on which its successor begins, and not before', () => {
    const followed = { ...valid, supersededFrom: '2025-06-01' };

    expect(statusAt(followed, at('2025-05-31T15:59:59Z'))).toBe('VALID');
    expect(statusAt(followed, at('2025-05-31T16:00:00Z'))).toBe('LAPSED');
  });

  it('is in force from its first day on', () => {
    expect(isInForce(valid, at('2024-02-29T15:59:59Z'))).toBe(false);
    expect(isInForce(valid, at('2024-02-29T16:00:00Z'))).toBe(true);
    expect(isInForce({ ...valid, status: 'WITHHELD' }, at('2025-01-01T00:00:00Z'))).toBe(false);
  });
});
