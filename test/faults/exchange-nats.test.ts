// Letters over NATS: a server that stores them between two provinces, may be killed, cut off, or lose all that it had.
// Promise: it only carries. Nothing is lost with it, nothing happens twice, and life goes on when it is back.
import { expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsServer } from '../../scripts/nats-server.js';
import { toSealed } from '../../subgraphs/province/exchange/chain-rows.js';
import type { OutboxRow } from '../../subgraphs/province/exchange/exchange.entity.js';
import { describeWithNats, useNats } from '../support/describe-with-nats.js';
import { ExchangeNetwork } from '../support/exchange/exchange-network.js';
import { until } from '../support/until.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const GREETING = { collaborationNo: 'C-1', payload: { text: '您好' } };
const isWaiting = ({ state, last_error }: OutboxRow): boolean => state === 'PENDING' && last_error === 'UNREACHABLE';

describeWithNats('letters over NATS', () => {
  const nats = useNats();

  /** How many messages a province's stream has, and has ever had. */
  async function streamOf(code: string) {
    const { streams } = await jetstreamManager(nats().connection);
    const { messages, last_seq } = (await streams.info(`TONGBAN_${code}`)).state;
    return { messages, everSeen: last_seq };
  }

  it('are applied once and receipted, and leave nothing in the streams', async () => {
    await using network = await ExchangeNetwork.openOver(() => nats().server.url, 'GD', 'HN');

    const id = await network.say('GD', { ...GREETING, to: 'HN' });
    const sent = await network.sent('GD', id);

    expect(sent).toMatchObject({ state: 'ACKED', attempts: 1, last_error: null });
    expect((await network.store('HN')).effects).toHaveLength(1);
    await until(async () => (await streamOf('GD')).messages === 0 && (await streamOf('HN')).messages === 0);
    expect(await streamOf('HN')).toEqual({ messages: 0, everSeen: 1 });
    expect(await streamOf('GD')).toEqual({ messages: 0, everSeen: 1 });
  });

  it('pass between two provinces that are never up at the same time', async () => {
    await using network = await ExchangeNetwork.openOver(() => nats().server.url, 'GD', 'HN');
    await network.sent('GD', await network.say('GD', { ...GREETING, to: 'HN' }));

    await network.stop('HN');
    const id = await network.say('GD', { ...GREETING, to: 'HN' });
    await until(async () => (await streamOf('HN')).messages === 1);
    await network.stop('GD');
    await network.start('HN');
    await until(async () => (await network.store('HN')).effects.length === 2);
    await until(async () => (await streamOf('GD')).messages === 1);
    await network.stop('HN');
    await network.start('GD');

    expect(await network.sent('GD', id)).toMatchObject({ state: 'ACKED' });
  });

  it.each([
    ['is killed', (server: NatsServer) => server.kill()],
    ['is killed and has lost everything', (server: NatsServer) => server.lose()],
  ])('wait in the outbox while the server %s, and arrive when it is back', async (_title, strike) => {
    await using network = await ExchangeNetwork.openOver(() => nats().server.url, 'GD', 'HN');
    await network.sent('GD', await network.say('GD', { ...GREETING, to: 'HN' }));

    await strike(nats().server);
    const id = await network.say('GD', { ...GREETING, to: 'HN' });
    const back = await network.say('HN', { ...GREETING, to: 'GD' });
    const during = await network.sent('GD', id, isWaiting);
    await nats().server.revive();

    expect(during).toMatchObject({ state: 'PENDING', last_error: 'UNREACHABLE' });
    expect(await network.sent('GD', id)).toMatchObject({ state: 'ACKED' });
    expect(await network.sent('HN', back)).toMatchObject({ state: 'ACKED' });
    expect((await network.store('HN')).effects).toHaveLength(2);
  });

  it('find a line that keeps silent, and go on by another', async () => {
    await using line = await startTcpProxy(nats().server);
    await using network = await ExchangeNetwork.openOver(() => `nats://${line.host}`, 'GD', 'HN');
    await network.sent('GD', await network.say('GD', { ...GREETING, to: 'HN' }));

    line.hush();
    const id = await network.say('GD', { ...GREETING, to: 'HN' });
    await network.sent('GD', id, isWaiting);
    line.mend();

    expect(await network.sent('GD', id)).toMatchObject({ state: 'ACKED' });
    expect((await network.store('HN')).effects).toHaveLength(2);
  });

  it('are not taken from who did not write them, nor is what is no letter, and neither stops those behind', async () => {
    await using network = await ExchangeNetwork.openOver(() => nats().server.url, 'GD', 'HN', 'SC');
    const first = await network.say('GD', { ...GREETING, to: 'HN' });
    const envelope = toSealed(await network.sent('GD', first));
    const client = jetstream(nats().connection);

    await client.publish(`tongban.letter.HN.SC.${first}`, JSON.stringify({ envelope, receipt: null }));
    await client.publish(`tongban.letter.HN.SC.${first}`, '{"envelope":');
    await client.publish(`tongban.answer.HN.SC.${first}`, '{"status":"lost"}');
    const second = await network.say('SC', { ...GREETING, to: 'HN' });

    expect(await network.sent('SC', second)).toMatchObject({ state: 'ACKED', attempts: 1 });
    await until(async () => (await streamOf('HN')).messages === 0);
    expect((await network.store('HN')).effects).toHaveLength(2);
    expect((await streamOf('SC')).everSeen).toBe(1);
  });
});
