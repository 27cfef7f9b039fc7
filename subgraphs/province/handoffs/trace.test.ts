import { describe, expect, it } from '@jest/globals';
import { envelopeEvents } from '../cases/machine/vocabulary.rules.js';
import { holderMoves, legEvents } from './leg-events.rules.js';
import { type FiledCase, type FiledLeg, type HeldEntry, traceOf } from './trace.rules.js';

const at = (minute: number): string => `2026-03-02T08:0${minute}:00.000Z`;
const entry = (changes: Partial<HeldEntry>): HeldEntry => ({
  id: 'e1',
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
  traceOf({ province, origin: 'GD', entries, file: undefined });

const filed = (changes: Partial<FiledLeg>): FiledLeg => ({
  ...{ province: 'GD', name: 'receive', role: 'RECEIVE', state: 'RESULT_ARRIVED', stage: 0, isCritical: null },
  ...{ begunAt: at(0), since: at(3), dueAt: null, storedAt: at(3) },
  ...changes,
});
const file = (...legs: readonly FiledLeg[]): FiledCase => ({
  ...{ legs, begunAt: at(0), endedAt: null, envelopes: new Set(['e1']) },
});

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

  it('is told once, as the file of its own province has it, and later than any copy', () => {
    const entries = [entry({ at: at(5) })];
    const { legs } = traceOf({ province: 'GD', origin: 'GD', entries, file: file(filed({ dueAt: at(9) })) });

    expect(legs).toMatchObject([
      { state: 'RESULT_ARRIVED', begunAt: at(0), since: at(3), dueAt: at(9), isStale: false },
    ]);
    expect((legs[0]?.asOf ?? '') > at(5)).toBe(true);
  });

  it('is told as the chain has it where its file has forgotten what it told: a restored backup', () => {
    const restored = { ...file(filed({ state: 'CHECKED' })), envelopes: new Set<string>() };
    const { legs } = traceOf({ province: 'GD', origin: 'GD', entries: [entry({})], file: restored });

    expect(legs).toMatchObject([{ state: 'FORWARDED', stage: 0, isStale: false }]);
  });

  it('is told by the file of another province only while the chain is silent, and is no guess of its state', () => {
    const there = filed({ province: 'HN', name: 'release', role: 'PARTICIPATE', state: 'READY', stage: 2 });
    const dispatch = { event: 'legDispatched', payload: '{"leg":"release","state":"DISPATCHED"}' };
    const seen = (entries: readonly HeldEntry[]) =>
      traceOf({ province: 'GD', origin: 'GD', entries, file: file({ ...there, isCritical: true }) });

    expect(seen([]).legs).toMatchObject([{ state: 'READY', isStale: false, asOf: at(3) }]);
    expect(seen([entry({ ...dispatch, receipt: null })]).legs).toMatchObject([{ state: 'READY', isStale: true }]);
    expect(seen([entry(dispatch)]).legs).toMatchObject([
      { state: 'DISPATCHED', isStale: true, asOf: at(1), stage: 2, isCritical: true },
    ]);
    expect(seen([]).participants).toEqual(['GD', 'HN']);
  });
});

describe('who answers for a case', () => {
  const acknowledged = entry({ event: 'handoffAcknowledged', from: 'HN', to: 'GD', at: at(4) });
  const holder = (province: string, entries: readonly HeldEntry[], endedAt: string | null = null) =>
    traceOf({ province, origin: 'GD', entries, file: { ...file(filed({})), endedAt } }).holder;

  it('is its origin since the case began, until an acknowledged entry moves it', () => {
    expect(holder('GD', [])).toEqual({ province: 'GD', since: at(0) });
    expect(holder('GD', [acknowledged])).toEqual({ province: 'HN', since: at(4) });
  });

  it('is nobody once it has ended by the file of its origin, whatever others file', () => {
    expect(holder('GD', [acknowledged], at(6))).toEqual({ province: null, since: at(6) });
    expect(holder('HN', [acknowledged], at(6))).toEqual({ province: 'HN', since: at(4) });
    expect(holder('HN', [entry({})], at(6))).toEqual({ province: 'GD', since: null });
  });
});

it('calls an entry behind a gap whose number says that others came before', () => {
  const entries = [entry({ seq: 2 }), entry({ entryHash: 'h3', prevHash: 'h2', seq: 3 })];

  expect(seenFrom('HN', entries).entries.map(({ isAfterGap }) => isAfterGap)).toEqual([true, true]);
});

it('survives a time that no clock has written', () => {
  expect(seenFrom('GD', [entry({ at: 'yesterday' })]).legs).toMatchObject([{ asOf: 'yesterday' }]);
});
