import { expect, it } from '@jest/globals';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { readStore } from '../../../test/support/exchange/read-stores.js';
import type { Delivery } from './check-envelope.js';
import { toSealed } from './chain-rows.js';
import { hashEntry, isReceiptFor, type SealedEnvelope, sealPayload, signSeal } from './envelope.js';
import { receiveEnvelope, retryPoisoned } from './receive-envelope.js';
import { CANCEL_EVENT } from './send-envelope.js';
import { isoTime } from './desk.js';

const uuid = (n: number): string => `0197a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A genuine envelope of GD, as GD would seal it at this moment. */
async function sealed(world: ExchangeWorld, change: Partial<SealedEnvelope> = {}): Promise<Delivery> {
  const at = isoTime(world.clock.nowMs());
  const entry = {
    id: uuid(change.seq ?? 1),
    collaborationNo: 'C-1',
    from: 'GD',
    to: 'HN',
    seq: 1,
    event: 'note',
    prevHash: null,
    seenHash: null,
    at,
    ...sealPayload({ text: '您好' }),
    ...change,
  };
  const seal = await signSeal(world.keyRing.signerOf('GD'), hashEntry(entry), change.sentAt ?? at);
  return { envelope: { ...entry, ...seal, ...change }, receipt: null };
}

const receive = (world: ExchangeWorld, delivery: Delivery) => {
  const { desk, handlers } = world.house('HN');
  return receiveEnvelope(desk, handlers, delivery);
};

/** The next envelope behind another. */
const behind = (world: ExchangeWorld, { envelope }: Delivery, change: Partial<SealedEnvelope> = {}) =>
  sealed(world, { seq: envelope.seq + 1, prevHash: hashEntry(envelope), ...change });

it('applies an envelope and signs for it', async () => {
  await using world = await ExchangeWorld.open();
  const delivery = await sealed(world);

  const answer = await receive(world, delivery);

  expect(answer).toMatchObject({ status: 'receipt', duplicate: false, receipt: { result: 'APPLIED', code: null } });
  const { envelope } = delivery;
  const receipt = answer.status === 'receipt' ? answer.receipt : undefined;
  const subject = { ...envelope, entryHash: hashEntry(envelope) };
  expect(receipt && isReceiptFor(subject, receipt, world.keyRing.keys)).toBe(true);
  expect((await readStore('HN', world.house('HN'))).effects).toHaveLength(1);
});

it('answers a second copy with the first receipt, under a new key too', async () => {
  await using world = await ExchangeWorld.open();
  const first = await receive(world, await sealed(world));
  const at = isoTime(world.clock.nowMs());
  world.clock.advance(60_000);
  world.keyRing.rotate('GD', isoTime(world.clock.nowMs()));

  const again = await sealed(world, { at, sentAt: isoTime(world.clock.nowMs()) });
  const second = await receive(world, again);

  expect(second).toEqual({ ...first, duplicate: true });
  expect((await readStore('HN', world.house('HN'))).effects).toHaveLength(1);
});

it('undoes what a handler wrote before it refused, and signs the refusal', async () => {
  await using world = await ExchangeWorld.open();

  const refused = await sealed(world, sealPayload({ refuse: true }));
  const answer = await receive(world, refused);
  const next = await receive(world, await behind(world, refused));

  expect(answer).toMatchObject({ status: 'receipt', receipt: { result: 'REFUSED', code: 'NOT_OURS' } });
  expect(next).toMatchObject({ status: 'receipt', receipt: { result: 'APPLIED' } });
  expect((await readStore('HN', world.house('HN'))).effects).toEqual([
    { envelope_id: uuid(2), collaboration_no: 'C-1', seq: 2 },
  ]);
});

it('refuses an event that nobody knows, with a receipt', async () => {
  await using world = await ExchangeWorld.open();

  const answer = await receive(world, await sealed(world, { event: 'toString' }));

  expect(answer).toMatchObject({ status: 'receipt', receipt: { result: 'REFUSED', code: 'UNKNOWN_EVENT' } });
});

it('parks what comes too early and processes it when the gap closes', async () => {
  await using world = await ExchangeWorld.open();
  const first = await sealed(world);
  const second = await behind(world, first);
  const third = await behind(world, second);

  expect(await receive(world, third)).toEqual({ status: 'parked', reason: 'GAP', nextSeq: 1 });
  expect(await receive(world, second)).toEqual({ status: 'parked', reason: 'GAP', nextSeq: 1 });
  expect(await receive(world, first)).toMatchObject({ status: 'receipt', duplicate: false });

  const { effects, parked } = await readStore('HN', world.house('HN'));
  expect(effects.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(parked).toEqual([]);
});

it('parks no more than a hundred envelopes of one link', async () => {
  await using world = await ExchangeWorld.open();
  const hash = 'a'.repeat(64);
  for (let seq = 2; seq <= 101; seq += 1) await receive(world, await sealed(world, { seq, prevHash: hash }));

  const answer = await receive(world, await sealed(world, { seq: 102, prevHash: hash }));
  const call = { event: CANCEL_EVENT, ...sealPayload({ id: uuid(2), seq: 2 }) };
  const overtaking = await receive(world, await sealed(world, { seq: 103, prevHash: hash, ...call }));

  expect(answer).toEqual({ status: 'refusal', code: 'FULL' });
  expect(overtaking).toMatchObject({ status: 'parked' });
});

it.each([
  ['of another addressee', 'NOT_ADDRESSEE', { to: 'BJ' }],
  ['whose payload is not what its digest says', 'BAD_DIGEST', { payload: '{"text":"再见"}' }],
  ['under a foreign signature', 'BAD_SIGNATURE', { signature: 'A'.repeat(86) }],
  ['under a key that nobody published', 'BAD_SIGNATURE', { kid: 'GD-9' }],
  ['that was sent six minutes ago', 'CLOCK_SKEW', { sentAt: '2026-03-02T07:54:00.000Z' }],
  ['that is sent in six minutes', 'CLOCK_SKEW', { sentAt: '2026-03-02T08:06:00.000Z' }],
  ['that happens in six minutes', 'CLOCK_SKEW', { at: '2026-03-02T08:06:00.000Z' }],
  ['without a number', 'MALFORMED', { seq: 0 }],
  ['that begins a link and continues one', 'MALFORMED', { prevHash: 'b'.repeat(64) }],
  ['whose instant has a second form', 'MALFORMED', { at: '2026-03-02T08:00:00Z' }],
  ['that is not canonical', 'MALFORMED', { payload: '{ "text": "您好" }' }],
  ['to itself', 'MALFORMED', { from: 'HN' }],
  ['that has seen what was never written', 'SEEN_UNKNOWN', { seenHash: 'c'.repeat(64) }],
] as const)('refuses an envelope %s with %s, and nothing happens', async (_what, code, change) => {
  await using world = await ExchangeWorld.open();

  const answer = await receive(world, await sealed(world, change));

  expect(answer).toEqual({ status: 'refusal', code });
  const { inbox, parked, effects, links } = await readStore('HN', world.house('HN'));
  expect([inbox, parked, effects, links]).toEqual([[], [], [], []]);
});

it.each([299_000, -299_000])('takes an envelope whose sender is %d ms off', async (skewMs) => {
  await using world = await ExchangeWorld.open();
  const sentAt = isoTime(world.clock.nowMs() + skewMs);

  expect(await receive(world, await sealed(world, { sentAt, at: sentAt }))).toMatchObject({ status: 'receipt' });
});

it('takes an envelope that is days old when it is sent again now', async () => {
  await using world = await ExchangeWorld.open();
  const at = isoTime(world.clock.nowMs() - 3 * 86_400_000);

  const answer = await receive(world, await sealed(world, { at, sentAt: isoTime(world.clock.nowMs()) }));

  expect(answer).toMatchObject({ status: 'receipt' });
});

it('keeps the proof when a sender says two things in one place', async () => {
  await using world = await ExchangeWorld.open();
  await receive(world, await sealed(world));
  const other = await sealed(world, sealPayload({ text: '另一' }));

  const answer = await receive(world, other);
  const parked = await receive(world, await sealed(world, { seq: 3, prevHash: 'd'.repeat(64) }));
  const otherParked = await receive(world, await sealed(world, { seq: 3, prevHash: 'e'.repeat(64) }));
  const broken = await receive(world, await sealed(world, { seq: 2, prevHash: 'f'.repeat(64) }));

  expect([answer, otherParked, broken]).toEqual(Array(3).fill({ status: 'refusal', code: 'CONFLICT' }));
  expect(parked).toMatchObject({ status: 'parked' });
  const { conflicts, tasks, effects } = await readStore('HN', world.house('HN'));
  expect(conflicts.map(({ seq }) => seq).sort()).toEqual([1, 2, 3]);
  expect(JSON.parse(conflicts.find(({ seq }) => seq === 1)?.envelope ?? '')).toEqual(other.envelope);
  expect(tasks.map(({ kind }) => kind)).toEqual(['FORK', 'FORK', 'FORK']);
  expect(effects).toHaveLength(1);
});

it('refuses an entry that goes back in time, forgets what it had seen, or repeats an id', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('HN', 'GD');
  await world.settle();
  const { inbox } = await readStore('GD', world.house('GD'));
  const seenHash = inbox[0]?.entry_hash ?? '';
  const first = await sealed(world, { seenHash });
  await receive(world, first);

  const early = isoTime(world.clock.nowMs() - 1);
  const answers = [
    await receive(world, await behind(world, first, { seenHash, at: early })),
    await receive(world, await behind(world, first, { seenHash: null })),
    await receive(world, await behind(world, first, { seenHash, id: first.envelope.id })),
    await receive(world, await behind(world, first, { seenHash })),
  ];

  expect(answers.slice(0, 3)).toEqual(Array(3).fill({ status: 'refusal', code: 'BAD_CHAIN' }));
  expect(answers[3]).toMatchObject({ status: 'receipt' });
});

it('gives up on a failing handler after five attempts, lets others pass, and goes on when told to', async () => {
  await using world = await ExchangeWorld.open();
  const { desk, handlers, mood } = world.house('HN');
  const poison = await sealed(world);
  const behindIt = await behind(world, poison);
  mood.poisoned.add(poison.envelope.id);

  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await receive(world, poison));
  const held = await receive(world, behindIt);
  const elsewhere = await receive(world, await sealed(world, { collaborationNo: 'C-2', id: uuid(9) }));
  const during = await readStore('HN', world.house('HN'));
  mood.poisoned.clear();
  const isRetried = await retryPoisoned(desk, handlers, poison.envelope);

  const failed = { status: 'refusal', code: 'HANDLER_FAILED' };
  const poisoned = { status: 'parked', reason: 'POISON', nextSeq: 1 };
  expect(answers).toEqual([failed, failed, failed, failed, poisoned, poisoned]);
  expect(held).toEqual({ status: 'parked', reason: 'GAP', nextSeq: 1 });
  expect(elsewhere).toMatchObject({ status: 'receipt' });
  expect(during.tasks).toMatchObject([{ kind: 'POISON', subject: 'C-1 GD>HN 1', closed_at: null }]);
  expect(during.effects).toHaveLength(1);
  expect(isRetried).toBe(true);
  const { effects, parked, tasks } = await readStore('HN', world.house('HN'));
  expect(effects.map(({ envelope_id: id }) => id)).toEqual([uuid(9), uuid(1), uuid(2)]);
  expect([parked, tasks.filter((task) => task.closed_at === null)]).toEqual([[], []]);
});

it('lets a call overtake what it calls back, also when that is poisoned', async () => {
  await using world = await ExchangeWorld.open();
  const { mood } = world.house('HN');
  const original = await sealed(world);
  mood.poisoned.add(original.envelope.id);
  for (let n = 0; n < 5; n += 1) await receive(world, original);
  const call = { event: CANCEL_EVENT, ...sealPayload({ id: original.envelope.id, seq: 1 }) };

  const overtaking = await receive(world, await behind(world, original, call));
  const late = await receive(world, original);

  expect(overtaking).toMatchObject({ status: 'parked' });
  expect(late).toMatchObject({ status: 'receipt', duplicate: true, receipt: { result: 'REFUSED', code: 'CANCELLED' } });
  const { inbox, effects, parked } = await readStore('HN', world.house('HN'));
  expect(inbox.map(({ receipt }) => (JSON.parse(receipt) as { code: unknown }).code)).toEqual(['CANCELLED', null]);
  expect([effects, parked]).toEqual([[], []]);
});

it('lets a call come too late, and belong to its own link only', async () => {
  await using world = await ExchangeWorld.open();
  const original = await sealed(world);
  await receive(world, original);

  const call = (id: string) => ({ event: CANCEL_EVENT, ...sealPayload({ id, seq: 1 }) });
  const late = await behind(world, original, call(original.envelope.id));
  const answers = [
    await receive(world, late),
    await receive(world, await behind(world, late, call(uuid(77)))),
    await receive(world, await sealed(world, { collaborationNo: 'C-2', id: uuid(5), ...call(original.envelope.id) })),
  ];

  const codes = answers.map((answer) => (answer.status === 'receipt' ? answer.receipt.code : answer));
  expect(codes).toEqual(['ALREADY_APPLIED', 'UNKNOWN_ENVELOPE', 'UNKNOWN_ENVELOPE']);
});

it('seals nothing before it is sent', async () => {
  await using world = await ExchangeWorld.open();

  await world.note('GD', 'HN');

  const { outbox } = await readStore('GD', world.house('GD'));
  expect(outbox.map(toSealed)).toEqual([undefined]);
});
