import { describe, expect, it } from '@jest/globals';
import { envelopeEvents } from '../cases/machine/vocabulary.rules.js';
import { holderMoves, legEvents } from './leg-events.rules.js';
import { type HeldEntry, traceOf } from './trace.rules.js';

const at = (minute: number): string => `2026-03-02T08:0${minute}:00.000Z`;
const entry = (changes: Partial<HeldEntry>): HeldEntry => ({
  entryHash: 'h1',
  prevHash: null,
  seenHash: null,
  from: 'GD',
  to: 'HN',
  seq: 1,
  event: 'caseForwarded',
  at: at(1),
  payload: '{"leg":"receive","state":"FORWARDED"}',
  receipt: { result: 'APPLIED', code: null, at: at(2) },
  ...changes,
});
const seenFrom = (province: string, entries: readonly HeldEntry[]) =>
  traceOf({ province, origin: 'GD', entries, ownLegs: [] });

it('knows of every event between provinces which leg it tells of', () => {
  expect(Object.keys(legEvents).sort()).toEqual(Object.keys(envelopeEvents).sort());
  expect([...holderMoves.keys()].filter((event) => !Object.hasOwn(envelopeEvents, event))).toEqual([]);
});

describe('a leg', () => {
  it.each(['not JSON', '[]', 'null', '{"leg":7,"state":"toString","dueAt":"soon"}', '{}'])(
    'has no state while nothing readable says it: %s',
    (payload) => {
      const [leg] = seenFrom('HN', [entry({ payload })]).legs;

      expect(leg).toMatchObject({ name: 'receive', province: 'GD', state: null, dueAt: null });
    },
  );

  it('is newer where its own province tells it than in any copy', () => {
    const [own] = seenFrom('GD', [entry({})]).legs;
    const [copy] = seenFrom('HN', [entry({})]).legs;

    expect([own?.isStale, copy?.isStale]).toEqual([false, true]);
    expect((own?.asOf ?? '') > (copy?.asOf ?? '')).toBe(true);
  });

  it('keeps since when it is in a state that is said again', () => {
    const again = entry({ entryHash: 'h2', prevHash: 'h1', seq: 2, at: at(3) });

    expect(seenFrom('HN', [entry({}), again]).legs).toMatchObject([{ since: at(1), begunAt: at(1), asOf: at(3) }]);
  });

  it('is not moved by what was refused, nor elsewhere by what is in transit', () => {
    const refused = entry({ receipt: { result: 'REFUSED', code: 'NOT_OURS', at: at(2) } });

    expect(seenFrom('GD', [refused]).legs).toEqual([]);
    expect(seenFrom('HN', [entry({ receipt: null })]).legs).toEqual([]);
    expect(seenFrom('GD', [entry({ receipt: null })]).legs).toHaveLength(1);
  });

  it('is told as it is stored where its course is', () => {
    const [told] = seenFrom('GD', [entry({})]).legs;
    const stored = { ...told, state: 'RESULT_ARRIVED', asOf: at(5) } as NonNullable<typeof told>;

    const { legs } = traceOf({ province: 'GD', origin: 'GD', entries: [entry({})], ownLegs: [stored] });

    expect(legs).toEqual([stored]);
  });
});

it('calls an entry behind a gap whose number says that others came before', () => {
  const entries = [entry({ seq: 2 }), entry({ entryHash: 'h3', prevHash: 'h2', seq: 3 })];

  expect(seenFrom('HN', entries).entries.map(({ isAfterGap }) => isAfterGap)).toEqual([true, true]);
});

it('survives a time that no clock has written', () => {
  expect(seenFrom('GD', [entry({ at: 'yesterday' })]).legs).toMatchObject([{ asOf: 'yesterday' }]);
});
