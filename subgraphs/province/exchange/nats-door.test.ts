import { expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { describeWithNats, useNats } from '../../../test/support/describe-with-nats.js';
import { sealedEnvelope } from '../../../test/support/exchange/sealed-envelope.js';
import { until } from '../../../test/support/until.js';
import type { Answer, Delivery } from './check-envelope.js';
import { type NatsDoor, type NatsWiring, startNatsDoor } from './nats-door.js';
import { systemClock } from './system-clock.js';

const delivery: Delivery = { envelope: sealedEnvelope, receipt: null };
// By which two doors find out that both are open.
const GREETING = '0197a5c0-0000-7000-8000-00000000ffff';
const receipt = {
  envelopeId: delivery.envelope.id,
  entryHash: '0'.repeat(64),
  result: 'REFUSED',
  code: 'NOT_OURS',
  at: '2026-03-02T08:00:01.000Z',
  kid: 'HN-1',
  signature: 'y',
} as const;
const answers: readonly Answer[] = [
  { status: 'receipt', receipt, duplicate: true },
  { status: 'parked', reason: 'GAP', nextSeq: 3 },
  { status: 'refusal', code: 'CLOCK_SKEW' },
];
const GIVEN: Answer = { status: 'receipt', receipt, duplicate: false };
const forGood = (): AbortSignal => new AbortController().signal;

/** A door of a province, what it was told, and how often it was handed a letter. */
function open(url: string, province: string, wiring: Partial<NatsWiring> = {}) {
  const faults: unknown[] = [];
  const heard: (readonly [string, Answer])[] = [];
  const received: Delivery[] = [];
  const door = startNatsDoor(
    { url, credentialsFile: undefined },
    {
      province,
      clock: systemClock,
      hear: (peer, answer) => Promise.resolve(void heard.push([peer, answer])),
      onFault: (error) => void faults.push(error),
      ...wiring,
      receive: (letter) => {
        if (letter.envelope.id === GREETING) return Promise.resolve(GIVEN);
        received.push(letter);
        return wiring.receive?.(letter) ?? Promise.resolve(GIVEN);
      },
    },
  );
  return { deliver: door.deliver, faults, heard, received, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
}

/** Waits until letters get from one province to the other. */
async function meet({ deliver }: Pick<NatsDoor, 'deliver'>): Promise<void> {
  const greeting = { ...delivery, envelope: { ...delivery.envelope, id: GREETING } };
  const isAnswered = (): Promise<boolean> => deliver('HN', greeting, forGood()).then(Boolean, () => false);
  await until(isAnswered);
}

describeWithNats('the door to NATS', () => {
  const nats = useNats();

  async function waitingFor(code: string): Promise<number> {
    const { streams } = await jetstreamManager(nats().connection);
    const info = await streams.info(`TONGBAN_${code}`).catch(() => undefined);
    return info?.state.messages ?? -1;
  }

  it.each(answers)('carries a letter as it was sealed, and its answer back: $status', async (answer) => {
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN', { receive: () => Promise.resolve(answer) });

    await meet(gd);

    expect(await gd.deliver('HN', delivery, forGood())).toEqual(answer);
    expect(hn.received).toEqual([delivery]);
    expect([gd.faults, hn.faults, gd.heard]).toEqual([[], [], []]);
  });

  it('takes a letter from the stream after what it did is committed, and not before', async () => {
    const commit = Promise.withResolvers<Answer>();
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN', { receive: () => commit.promise });
    await meet(gd);

    const given = gd.deliver('HN', delivery, forGood());
    await until(() => hn.received.length > 0);
    const before = await waitingFor('HN');
    commit.resolve(GIVEN);

    expect(await given).toEqual(GIVEN);
    expect(before).toBe(1);
    await until(async () => (await waitingFor('HN')) === 0);
  });

  it('hands a letter that could not be taken over again, five times and no more', async () => {
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN', { receive: () => Promise.reject(new Error('disk full')) });
    await meet(gd);

    await expect(gd.deliver('HN', delivery, forGood())).rejects.toThrow('No answer in time');
    await until(() => hn.received.length === 5);
    const { consumers } = await jetstreamManager(nats().connection);
    await until(async () => (await consumers.info('TONGBAN_HN', 'province')).num_ack_pending === 0);

    expect(hn.received).toHaveLength(5);
    expect(hn.faults).toHaveLength(5);
  });

  it('takes a second sending of what was parked for one, and not for a copy of the first', async () => {
    const given: Answer[] = [{ status: 'parked', reason: 'GAP', nextSeq: 1 }, GIVEN];
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN', { receive: () => Promise.resolve(given.shift() ?? GIVEN) });
    await meet(gd);
    await gd.deliver('HN', delivery, forGood());

    const again = { ...delivery, envelope: { ...delivery.envelope, sentAt: '2026-03-02T08:00:09.000Z' } };

    expect(await gd.deliver('HN', again, forGood())).toEqual(GIVEN);
    expect(hn.received.map(({ envelope }) => envelope.sentAt)).toEqual([
      delivery.envelope.sentAt,
      again.envelope.sentAt,
    ]);
  });

  it('holds of a letter that nobody takes its newest sending only', async () => {
    await using gd = open(nats().server.url, 'GD');
    const earlier = open(nats().server.url, 'HN');
    await meet(gd);
    await earlier[Symbol.asyncDispose]();
    const sendings = ['2026-03-02T08:00:01.000Z', '2026-03-02T08:00:02.000Z'];
    for (const sentAt of sendings) {
      const sending = { ...delivery, envelope: { ...delivery.envelope, sentAt } };
      await expect(gd.deliver('HN', sending, forGood())).rejects.toThrow('No answer in time');
    }

    const held = await waitingFor('HN');
    await using hn = open(nats().server.url, 'HN');
    await until(() => gd.heard.length > 0);

    expect(held).toBe(1);
    expect(hn.received.map(({ envelope }) => envelope.sentAt)).toEqual(sendings.slice(1));
    expect(gd.heard).toEqual([['HN', GIVEN]]);
  });

  it('stops waiting when it is told to, and hears what comes then', async () => {
    const commit = Promise.withResolvers<Answer>();
    const stop = new AbortController();
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN', { receive: () => commit.promise });
    await meet(gd);

    const waiting = gd.deliver('HN', delivery, stop.signal);
    await until(() => hn.received.length === 1);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    commit.resolve(GIVEN);

    await until(() => gd.heard.length === 1);
    expect(gd.heard).toEqual([['HN', GIVEN]]);
  });

  it('says once that NATS is away, refuses to deliver meanwhile, and makes what is missing when it is back', async () => {
    await using gd = open(nats().server.url, 'GD');
    await using hn = open(nats().server.url, 'HN');
    await meet(gd);

    await nats().server.lose();
    await until(() => gd.faults.length > 0 && hn.faults.length > 0);
    const during = gd.deliver('HN', delivery, forGood());
    await expect(during).rejects.toThrow('NATS is away');
    await nats().server.revive();

    await meet(gd);
    expect(await gd.deliver('HN', delivery, forGood())).toEqual(GIVEN);
    expect([gd.faults.length, hn.faults.length]).toEqual([1, 1]);
  });

  it('ends at once while NATS was never there', async () => {
    const gd = open('nats://127.0.0.1:9', 'GD');
    await until(() => gd.faults.length === 1);

    await expect(gd[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });
});
