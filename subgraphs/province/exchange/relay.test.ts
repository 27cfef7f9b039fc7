import { expect, it } from '@jest/globals';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { CALM } from '../../../test/support/exchange/network.js';
import { readStore } from '../../../test/support/exchange/read-stores.js';
import { until } from '../../../test/support/until.js';
import { claimDue, freeClaims, releaseClaim } from './claim-due.js';
import { inTransaction, isoTime } from './desk.js';
import { listOpenTasks } from './exchange-task.js';
import type { Deliver } from './peer-door.js';
import { createRelay } from './relay.js';
import { reviveLink, sendEnvelope } from './send-envelope.js';
import { startRelay } from './start-relay.js';

const GONE = { isStormy: false, cut: new Set(['GD>HN']) };
const NO_ANSWERS = { isStormy: false, cut: new Set(['HN>GD']) };

const storeOf = (world: ExchangeWorld, province: string) => readStore(province, world.house(province));

/** A door that notes what goes through it, and may keep it. */
function watch(world: ExchangeWorld, from: string, hold: (seq: number) => Promise<void> = () => Promise.resolve()) {
  const door = world.network.doorOf(from);
  const seen: string[] = [];
  const deliver: Deliver = {
    ask: door.ask,
    deliver: async (to, delivery, signal) => {
      seen.push(`${to} ${delivery.envelope.collaborationNo} ${delivery.envelope.seq}`);
      await hold(delivery.envelope.seq);
      return door.deliver(to, delivery, signal);
    },
  };
  const { desk, handlers } = world.house(from);
  return { seen, relay: createRelay(desk, { handlers, deliver }), deliver };
}

it('delivers what was written, and tells the sender within one transaction of the receipt', async () => {
  await using world = await ExchangeWorld.open();
  const id = await world.note('GD', 'HN');

  await world.settle();

  const { outbox, told } = await storeOf(world, 'GD');
  expect(outbox).toMatchObject([{ id, state: 'ACKED', attempts: 1, last_error: null }]);
  expect(told).toEqual([{ envelope_id: id, result: 'APPLIED' }]);
});

it('writes no envelope for a fact that is undone', async () => {
  await using world = await ExchangeWorld.open();
  const { desk } = world.house('GD');
  const letter = { collaborationNo: 'C-1', to: 'HN', event: 'note', payload: {} };

  const undone = world.house('GD').run(async (transaction) => {
    await sendEnvelope(transaction, desk, letter);
    throw new Error('the fact did not come about');
  });
  await expect(undone).rejects.toThrow('the fact did not come about');
  await expect(sendEnvelope(desk.storage.em.fork(), desk, letter)).rejects.toThrow(/transaction of its fact/);

  const { outbox, links } = await storeOf(world, 'GD');
  expect([outbox, links]).toEqual([[], []]);
});

it('sends the head of each link only, and links beside each other', async () => {
  await using world = await ExchangeWorld.open();
  for (const collaborationNo of ['C-1', 'C-1', 'C-2']) await world.note('GD', 'HN', { collaborationNo });
  const { seen, relay } = watch(world, 'GD');

  await relay.runOnce();
  const first = seen.splice(0);
  await relay.runOnce();

  expect(first.sort()).toEqual(['HN C-1 1', 'HN C-2 1']);
  expect(seen).toEqual(['HN C-1 2']);
});

it('sends no more than eight envelopes at once to one peer', async () => {
  await using world = await ExchangeWorld.open();
  for (let n = 0; n < 12; n += 1) await world.note('GD', 'HN', { collaborationNo: `C-${n}` });
  const gate = Promise.withResolvers<undefined>();
  const { seen, relay } = watch(world, 'GD', () => gate.promise);

  const running = relay.runOnce();
  await until(() => seen.length >= 8);
  const together = seen.length;
  gate.resolve(undefined);
  await running;

  expect(together).toBe(8);
  expect(seen).toHaveLength(12);
});

it('doubles the wait up to five minutes, drawn from the whole of it', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  const { desk } = world.house('GD');
  const steady = { ...desk, randomness: { ...desk.randomness, fraction: () => 0.999 } };
  const request = { peer: 'HN', limit: 1, isProbe: true };

  const waits: number[] = [];
  for (let n = 0; n < 11; n += 1) {
    await inTransaction(desk, async (transaction) => {
      const [claim] = await claimDue(transaction, desk, request);
      if (claim !== undefined) await releaseClaim(transaction, steady, { claim, reason: 'UNREACHABLE' });
    });
    waits.push(((await storeOf(world, 'GD')).outbox[0]?.next_attempt_ms ?? 0) - world.clock.nowMs());
  }

  const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300];
  expect(waits).toEqual(seconds.map((s) => Math.round(s * 999)));
});

it('leaves an envelope to whoever holds its lease, and takes nothing back from a later holder', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  const { desk } = world.house('GD');
  const request = { peer: 'HN', limit: 10, isProbe: false };
  const claim = () => inTransaction(desk, (transaction) => claimDue(transaction, desk, request));

  const [first] = await claim();
  const during = await claim();
  world.clock.advance(30_000);
  const [second] = await claim();
  if (first === undefined || second === undefined) throw new Error('nothing was claimed');
  await inTransaction(desk, (transaction) => releaseClaim(transaction, desk, { claim: first, reason: 'late' }));

  expect(during).toEqual([]);
  expect((await storeOf(world, 'GD')).outbox).toMatchObject([{ lease_token: second.token, last_error: null }]);
});

it('takes at once, after a restart, what the process before had taken, which can give nothing back any more', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  const { desk } = world.house('GD');
  const claim = () =>
    inTransaction(desk, (transaction) => claimDue(transaction, desk, { peer: 'HN', limit: 10, isProbe: false }));

  const [earlier] = await claim();
  await inTransaction(desk, freeClaims);
  const [now] = await claim();
  if (earlier === undefined || now === undefined) throw new Error('nothing was claimed');
  await inTransaction(desk, (transaction) => releaseClaim(transaction, desk, { claim: earlier, reason: 'late' }));

  expect((await storeOf(world, 'GD')).outbox).toMatchObject([
    { lease_token: now.token, attempts: 2, last_error: null },
  ]);
});

it('bounds a delivery that never ends', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  const { seen, relay } = watch(world, 'GD', () => new Promise(() => undefined));

  const running = relay.runOnce();
  await until(() => seen.length > 0 && world.clock.waiting() > 0);
  world.clock.advance(10_000);
  await running;

  expect((await storeOf(world, 'GD')).outbox).toMatchObject([{ state: 'PENDING', last_error: 'UNREACHABLE' }]);
});

it('sends a dead peer nothing, and delivers everything within a minute of its return', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN', { collaborationNo: 'C-0' });
  await world.settle();
  for (let n = 1; n <= 30; n += 1) await world.note('GD', 'HN', { collaborationNo: `C-${n}` });
  const { seen, relay } = watch(world, 'GD');
  world.network.weather = GONE;
  await relay.runOnce(); // finds nobody to get in step with
  for (let n = 0; n < 600; n += 1) {
    world.clock.advance(1_000);
    await relay.runOnce();
  }
  const calls = seen.length;

  world.network.weather = CALM;
  for (let n = 0; n < 25; n += 1) {
    world.clock.advance(1_000);
    while ((await relay.runOnce()) > 0);
  }

  expect(calls).toBe(0);
  expect((await storeOf(world, 'HN')).effects).toHaveLength(31);
});

it('sends at once to a peer that was away for long and has come by itself', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  const { relay } = watch(world, 'GD');
  world.network.weather = GONE;
  for (let n = 0; n < 60; n += 1) {
    await relay.runOnce();
    world.clock.advance(1_000);
  }
  world.network.weather = CALM;

  const before = await relay.runOnce();
  relay.visit('HN');
  const after = await relay.runOnce();

  expect([before, after]).toEqual([0, 1]);
  expect((await storeOf(world, 'HN')).effects).toHaveLength(1);
});

it('gives an envelope to a person after three days, and delivers it when told to', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN', { collaborationNo: 'C-0' });
  await world.settle();
  await world.note('GD', 'HN');
  await world.note('GD', 'HN');
  world.network.weather = GONE;
  for (let hour = 0; hour <= 73; hour += 1) await world.round(3_600_000);
  const gone = await storeOf(world, 'GD');
  world.network.weather = CALM;
  await world.round(3_600_000);
  const waiting = await storeOf(world, 'HN');

  const house = world.house('GD');
  const link = { collaborationNo: 'C-1', from: 'GD', to: 'HN' };
  const revived = await house.run((transaction) => reviveLink(transaction, house.desk, link));
  await world.settle();

  const states = gone.outbox.filter((row) => row.collaboration_no === 'C-1').map(({ state }) => state);
  expect(states).toEqual(['DEAD', 'DEAD']);
  expect(gone.tasks).toMatchObject([{ kind: 'DEAD', subject: 'C-1 GD>HN', closed_at: null }]);
  expect(waiting.effects).toHaveLength(1);
  expect(revived).toBe(2);
  expect((await storeOf(world, 'HN')).effects).toHaveLength(3);
  expect(await house.run(listOpenTasks)).toEqual([]);
});

it('keeps trying a receipt that its own handler cannot take, and calls a person', async () => {
  await using world = await ExchangeWorld.open();
  const { mood } = world.house('GD');
  const id = await world.note('GD', 'HN');
  mood.deaf.add(id);

  await world.settle();
  const during = await storeOf(world, 'GD');
  mood.deaf.clear();
  await world.round(2_000);

  expect(during.outbox).toMatchObject([{ state: 'PENDING', receipt: null, last_error: 'SETTLEMENT' }]);
  expect(during.told).toEqual([]);
  expect(during.tasks).toMatchObject([{ kind: 'SETTLEMENT', subject: id, closed_at: null }]);
  const { outbox, told, tasks } = await storeOf(world, 'GD');
  expect(outbox).toMatchObject([{ state: 'ACKED' }]);
  expect(told).toHaveLength(1);
  expect(tasks).toMatchObject([{ closed_at: isoTime(world.clock.nowMs()) }]);
});

it('takes no receipt that the addressee did not sign for this envelope, and calls a person until it does', async () => {
  await using world = await ExchangeWorld.open();
  const id = await world.note('GD', 'HN');
  const { desk, handlers } = world.house('GD');
  const door = world.network.doorOf('GD');
  const lying: Deliver = {
    ask: door.ask,
    deliver: async (to, delivery, signal) => {
      const answer = await door.deliver(to, delivery, signal);
      if (answer.status !== 'receipt') return answer;
      return { ...answer, receipt: { ...answer.receipt, result: 'REFUSED', code: 'NOT_OURS' } };
    },
  };

  await createRelay(desk, { handlers, deliver: lying }).runOnce();
  const { outbox, tasks, told } = await storeOf(world, 'GD');
  world.clock.advance(60_000);
  await world.settle();

  expect(outbox).toMatchObject([{ id, state: 'PENDING', receipt: null, last_error: 'BAD_RECEIPT' }]);
  expect(tasks).toMatchObject([{ kind: 'BAD_RECEIPT', subject: id, closed_at: null }]);
  expect(told).toEqual([]);
  const after = await storeOf(world, 'GD');
  expect(after.outbox).toMatchObject([{ id, state: 'ACKED' }]);
  expect(after.tasks).toMatchObject([{ kind: 'BAD_RECEIPT', closed_at: isoTime(world.clock.nowMs()) }]);
});

it('signs again under the new key after a rotation: same id, same hash', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN', { collaborationNo: 'C-0' });
  await world.settle();
  await world.note('GD', 'HN');
  world.network.weather = NO_ANSWERS;
  await world.round();
  const before = (await storeOf(world, 'GD')).outbox.find(({ seq, receipt }) => seq === 1 && receipt === null);

  world.clock.advance(60_000);
  world.keyRing.rotate('GD', isoTime(world.clock.nowMs()));
  world.network.weather = CALM;
  await world.settle();

  const after = (await storeOf(world, 'GD')).outbox.find(({ id }) => id === before?.id);
  expect(after).toMatchObject({ state: 'ACKED', entry_hash: before?.entry_hash });
  expect(after?.kid).not.toBe(before?.kid);
  expect((await storeOf(world, 'HN')).effects).toHaveLength(2);
});

it('lets a clock jump back an hour without a break in the chain', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.settle();
  world.clock.advance(-250_000);

  await world.note('GD', 'HN');
  await world.note('HN', 'GD');
  await world.settle();

  const { outbox } = await storeOf(world, 'GD');
  expect(outbox.map(({ at, state }) => [at, state])).toEqual(Array(2).fill(['2026-03-02T08:00:00.000Z', 'ACKED']));
  expect((await storeOf(world, 'HN')).outbox).toMatchObject([{ at: '2026-03-02T08:00:00.000Z', state: 'ACKED' }]);
});

it('runs by itself until it is disposed of, woken by a commit', async () => {
  await using world = await ExchangeWorld.open();
  const { desk, handlers } = world.house('GD');
  const faults: unknown[] = [];
  const { seen, deliver } = watch(world, 'GD');
  {
    await using relay = startRelay(desk, { handlers, deliver }, { onFault: (error) => void faults.push(error) });
    await until(() => world.clock.waiting() >= 2);
    await world.note('GD', 'HN');
    await world.note('GD', 'HN');
    relay.wake();
    await until(() => seen.length === 2);
  }
  const afterwards = await world.note('GD', 'HN');
  world.clock.advance(5_000);

  const { outbox } = await storeOf(world, 'GD');
  expect(outbox.map(({ state }) => state)).toEqual(['ACKED', 'ACKED', 'PENDING']);
  expect(outbox.at(-1)).toMatchObject({ id: afterwards, attempts: 0 });
  expect(faults).toEqual([]);
});

it('applies no answer before the receipt of what it answers', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.settle();
  await world.note('GD', 'HN');
  world.network.weather = NO_ANSWERS;
  await world.round();
  world.network.weather = CALM;

  await world.note('HN', 'GD');
  await world.house('HN').relay.runOnce();
  const during = await storeOf(world, 'GD');
  for (let n = 0; n < 3; n += 1) await world.round(20_000);

  expect([during.effects, during.parked.map(({ reason }) => reason)]).toEqual([[], ['GAP']]);
  expect((await storeOf(world, 'GD')).effects).toHaveLength(1);
});

it('makes everything due as soon as a peer that was gone has answered', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN', { collaborationNo: 'C-0' });
  await world.settle();
  world.network.weather = GONE;
  for (let n = 1; n <= 4; n += 1) await world.note('GD', 'HN', { collaborationNo: `C-${n}` });
  for (let n = 0; n < 60; n += 1) await world.round(20_000);

  world.network.weather = CALM;
  await world.round(20_000);
  await world.settle();

  expect((await storeOf(world, 'HN')).effects).toHaveLength(5);
});
