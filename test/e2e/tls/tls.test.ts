import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import { createGatewayClient } from '../../../subgraphs/server/gateway-client.js';
import { startSubgraphServer } from '../../../subgraphs/server/start-subgraph-server.js';
import { Authority, type Certificate } from '../../support/certificates.js';
import { until } from '../../support/until.js';
import { startTlsNetwork, type TlsNetwork, tlsText } from './tls-network.js';

const query =
  '{ cases(first: 30) { nodes { id } coverage { answered { code } missing { province { code } reason message } } } }';

let network: TlsNetwork;
let stranger: Authority;
beforeAll(async () => {
  network = await startTlsNetwork();
  const folder = path.join(network.folder, 'stranger');
  mkdirSync(folder);
  stranger = new Authority(folder, 'stranger');
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const both = '"answered":[{"code":"GD"},{"code":"HN"}],"missing":[]';
const withoutGuangdong = '"missing":[{"province":{"code":"GD"},"reason":"UNREACHABLE","message":null}]';

/** The first answer that says so; the test's own time limit ends it otherwise. */
async function answerWith(said: string): Promise<string> {
  let answer = '';
  await until(async () => (answer = await network.query(query)).includes(said));
  return answer;
}

beforeEach(async () => {
  network.register();
  await answerWith(both);
});

interface Shown {
  readonly caFile: string;
  readonly shown?: Certificate | undefined;
}

/** The status of GET; undefined when the connection was ended in place of an answer. */
async function get(url: URL, { caFile, shown }: Shown): Promise<number | undefined> {
  const own = shown && { cert: readFileSync(shown.certFile), key: readFileSync(shown.keyFile) };
  const request = httpsRequest(url, { ca: readFileSync(caFile), ...own, agent: false });
  const answered = once(request, 'response') as Promise<[{ statusCode?: number; resume: () => void }]>;
  request.end();
  try {
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  } catch {
    return undefined;
  }
}

it('asks provinces that know its certificate, and they tell each other things by way of it, all over TLS', async () => {
  const { desk, wake } = network.province('GD').exchange;
  const message = { to: 'HN', collaborationNo: 'TLS-1', event: 'note', payload: {} };

  const id = await inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, message));
  wake();

  expect(network.province('GD').url).toMatch(/^https:/);
  expect(await network.query(query)).toMatch(/GD:Case:.*HN:Case:|HN:Case:.*GD:Case:/);
  await until(async () => {
    const row = await inTransaction(desk, (transaction) =>
      transaction
        .getKysely<ExchangeTables>()
        .selectFrom('exchange_outbox')
        .select('receipt')
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return typeof row?.receipt === 'string';
  });
});

it.each([
  ['no certificate', () => undefined],
  ['a certificate of somebody whom the province does not trust', () => stranger.make('gateway')],
  ['a certificate that has expired', () => network.authority.make('late', { days: -1 })],
])('with %s it gets nothing from a province, and says that this one is missing', async (_title, make) => {
  const shown = make();
  const { caFile } = network.authority;

  network.register(`, ${tlsText(caFile, shown)}`);
  const answer = await answerWith(withoutGuangdong);

  expect(answer).not.toMatch(/GD:Case:/);
  expect(answer).toMatch(/HN:Case:/);
  expect(answer).not.toMatch(/127\.0\.0\.1|certificate|alert|ECONN|ERR_/i);
  for (const page of ['/livez', '/readyz', '/graphql'])
    expect(await get(new URL(page, network.province('GD').url), { caFile, shown })).toBeUndefined();
});

it('answers whoever has a certificate that is trusted, at its pages of health too', async () => {
  const { authority } = network;
  const shown = authority.make('operator');

  expect(await get(new URL('/readyz', network.province('GD').url), { caFile: authority.caFile, shown })).toBe(200);
});

it('takes a certificate in that was put in the place of an expired one, without a restart', async () => {
  const { authority } = network;
  network.register(`, ${tlsText(authority.caFile, authority.make('renewed', { days: -1 }))}`);
  await answerWith(withoutGuangdong);

  authority.make('renewed');

  await answerWith(both);
});

it('keeps what was in force when a file is broken, says so once with line and setting, and goes on when it is mended', async () => {
  const { authority, logged } = network;
  const shown = authority.make('broken');
  network.register(`, ${tlsText(authority.caFile, { ...shown, keyFile: authority.make('other').keyFile })}`);
  const told = (): number => logged.filter((line) => line.includes('is not the private key of certFile')).length;
  await until(() => told() > 0);

  expect(logged.join('')).toMatch(/registry\.yaml:3: \S+other\.key\.pem is not the private key of certFile/);
  expect(await network.query(query)).toContain(both);
  network.register(`, ${tlsText(authority.caFile, shown)}`);
  await until(() => logged.at(-1)?.includes('file changed') === true);
  expect(await network.query(query)).toContain(both);
  expect(told()).toBe(1);
});

it.each([
  ['by whom the gateway does not trust', () => stranger.make('GD')],
  ['for another address', () => network.authority.make('elsewhere', { addresses: [[10, 1, 2, 3]] })],
])('tells nothing to a server with a certificate %s', async (_title, make) => {
  const asked: string[] = [];
  await using impostor = await startSubgraphServer<object>({
    name: 'impostor',
    executor: () => Promise.reject(new Error('never asked')),
    createContext: ({ headers }) => {
      asked.push(String(headers['user-agent']));
      return {};
    },
    port: 0,
    tls: network.authority.filesOf(make()),
  });
  network.register('', impostor.url);
  const answer = await answerWith(withoutGuangdong);

  expect(answer).not.toMatch(/GD:Case:|127\.0\.0\.1|certificate/);
  expect(asked).toEqual([]);
});

it('is served to citizens without a certificate, to provinces with theirs, and to nobody with one of a stranger', async () => {
  const { authority } = network;
  const page = new URL('/livez', network.url);
  const { caFile } = authority;

  expect(await get(page, { caFile })).toBe(200);
  expect(await get(page, { caFile, shown: authority.make('province') })).toBe(200);
  expect(await get(page, { caFile, shown: stranger.make('province') })).toBeUndefined();
  expect(await get(page, { caFile, shown: authority.make('past', { days: -1 }) })).toBeUndefined();
});

it('is not told anything by a province that does not know it', async () => {
  await using client = createGatewayClient({ caFile: stranger.caFile });

  const called = client.call(network.url, { method: 'POST', body: '{}' });

  await expect(called).rejects.toMatchObject({ cause: { code: /CERT|SELF_SIGNED|UNABLE/ } });
});
