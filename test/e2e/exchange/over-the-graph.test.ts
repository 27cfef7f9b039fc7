// Two provinces tell each other things by way of a gateway, over real connections.
import { mock } from 'node:test';
import { expect, it } from '@jest/globals';
import { keyPlace, rotateKey } from '../../../subgraphs/province/exchange/key-files.js';
import { OversizedPayloadError } from '../../../subgraphs/province/exchange/payload-limit.js';
import { signQuestion } from '../../../subgraphs/province/exchange/question.js';
import { isoTime } from '../../../subgraphs/province/exchange/desk.js';
import { askQuery } from '../../../subgraphs/province/exchange/exchange-operations.js';
import { askGateway } from '../../support/ask-gateway.js';
import { checkExchange } from '../../support/exchange/check-exchange.js';
import { ExchangeNetwork } from '../../support/exchange/exchange-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;

async function violationsOf(network: ExchangeNetwork, ids: readonly string[]) {
  const { keys } = network.province('GD').exchange.desk;
  const accepted = ids.map((id) => ({ id, from: 'GD', to: 'HN' }));
  const history = { accepted, views: [], maxAttempts: 20, healedAtMs: 0, quietAtMs: 0, waitingAtHealing: 0, keys };
  return checkExchange([await network.store('GD'), await network.store('HN')], history);
}

it(
  'tells a peer by way of the gateway, and brings its signed receipt back',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');

    const applied = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: { text: '您好' } });
    const refused = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: { refuse: true } });
    await network.sent('GD', refused);

    expect(await network.sent('GD', applied)).toMatchObject({ state: 'ACKED', attempts: 1 });
    expect(await network.sent('GD', refused)).toMatchObject({ state: 'REJECTED', attempts: 1 });
    expect(await violationsOf(network, [applied, refused])).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'takes a peer that sends or asks something for one that is there',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const visits = mock.method(network.province('HN').exchange, 'visit');

    const id = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    await network.sent('GD', id);

    // Two questions about their chains, and the letter.
    expect(visits.mock.calls.map(({ arguments: [peer] }) => peer)).toEqual(['GD', 'GD', 'GD']);
  },
  PATIENCE_MS,
);

it(
  'keeps what it has to say while the peer is down, and says it when the peer is back',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const before = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    await network.sent('GD', before);

    await network.stop('HN');
    const during = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    const waiting = await network.sent('GD', during, ({ last_error }) => last_error !== null);
    await network.start('HN');
    const delivered = await network.sent('GD', during);

    expect(waiting).toMatchObject({ state: 'PENDING', last_error: 'UNREACHABLE' });
    expect(delivered).toMatchObject({ state: 'ACKED', seq: 2 });
    expect(await violationsOf(network, [before, during])).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'sends at once, when it starts again, what it had on its way when it was killed',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    await network.stop('HN');
    const id = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    await network.lease('GD', id, Date.now() + 3_600_000);

    await network.stop('GD');
    await network.start('HN');
    await network.start('GD');

    expect(await network.sent('GD', id)).toMatchObject({ state: 'ACKED' });
  },
  PATIENCE_MS,
);

it(
  'goes on under a new key while it runs, and what the old one signed stays proven',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const first = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    const old = await network.sent('GD', first);
    const desk = (code: string) => network.province(code).exchange.desk;

    const { dataDir } = network;
    const kid = rotateKey(keyPlace('GD', { dataDir, keysDir: `${dataDir}/keys` }), Date.now());
    const now = isoTime(Date.now());
    await until(() => desk('GD').signer.kid === kid && desk('HN').keys.findKey('GD', kid, now) !== undefined, 60_000);
    const second = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    const renewed = await network.sent('GD', second);

    expect(old.kid).not.toBe(kid);
    expect(renewed).toMatchObject({ state: 'ACKED', kid, prev_hash: old.entry_hash });
    expect(await violationsOf(network, [first, second])).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'carries the longest payload that may be sent, under the longest names, and refuses one more byte at once',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const collaborationNo = '协'.repeat(200);
    // {"text":"…"} travels as a text of 17 bytes and four for each quote within it; letters make up the rest.
    const longest = { text: `${'"'.repeat(49_995)}abc` };

    const id = await network.say('GD', { collaborationNo, to: 'HN', payload: longest });
    const delivered = await network.sent('GD', id);
    const tooLong = network.say('GD', { collaborationNo, to: 'HN', payload: { text: `${longest.text}d` } });

    expect(Buffer.byteLength(JSON.stringify(delivered.payload))).toBe(200_000);
    expect(delivered.state).toBe('ACKED');
    await expect(tooLong).rejects.toThrow(OversizedPayloadError);
    expect(await violationsOf(network, [id])).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'tells nobody anything of a chain whose question is not genuine',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const { desk } = network.province('GD').exchange;
    const question = await signQuestion(desk, 'HN', { kind: 'days', since: null });
    const url = network.gateway.replace('/graphql', '');
    const ask = async (variables: object) =>
      (await askGateway(url, { query: askQuery, variables: { ...variables } })).data;

    const answers = {
      genuine: await ask({ question }),
      altered: await ask({ question: { ...question, body: '{"kind":"days","since":"2026-01-01"}' } }),
      redirected: await ask({ question: { ...question, to: 'GD' } }),
    };

    expect(answers).toEqual({
      genuine: { askProvince: expect.objectContaining({ body: '[]' }) },
      altered: { askProvince: null },
      redirected: { askProvince: null },
    });
  },
  PATIENCE_MS,
);
