import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { provinceMetrics } from '../../../subgraphs/province/metrics.js';
import { provinceMigrations } from '../../../subgraphs/province/storage/orm.js';
import { ExchangeNetwork } from '../../support/exchange/exchange-network.js';
import { until } from '../../support/until.js';

let network: ExchangeNetwork;
beforeAll(async () => {
  network = await ExchangeNetwork.open('GD', 'HN');
});
afterAll(() => network[Symbol.asyncDispose]());

/** Value of the row with these labels, as Prometheus writes them; undefined when there is none. */
async function read(code: string, row: string): Promise<number | undefined> {
  const line = (await network.metrics(code)).split('\n').find((one) => one.startsWith(`${row} `));
  return line === undefined ? undefined : Number(line.slice(row.length));
}

const message = (collaborationNo: string, text: string) => ({ collaborationNo, to: 'HN', payload: { text } });
const NO = 'C-1';

it('counts requests by status, statements, and the steps of the schema', async () => {
  await fetch(network.province('GD').url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ "query": "{ nothing }" }',
  });

  expect(await read('GD', 'tongban_subgraph_request_seconds_count{status="200"}')).toBeGreaterThan(0);
  expect(await read('GD', 'tongban_subgraph_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(await read('GD', 'tongban_subgraph_database_seconds_count')).toBeGreaterThan(0);
  expect(await read('GD', 'tongban_province_migrations{state="applied"}')).toBe(provinceMigrations.length);
  expect(await read('GD', 'tongban_province_migrations{state="known"}')).toBe(provinceMigrations.length);
});

it('counts letters here and there', async () => {
  const id = await network.say('GD', message(NO, 'one'));
  await network.sent('GD', id);

  expect(await read('GD', 'tongban_exchange_deliveries_total{outcome="receipt"}')).toBe(1);
  expect(await read('HN', 'tongban_exchange_letters_total{outcome="applied"}')).toBe(1);
  expect(await read('GD', 'tongban_exchange_outbox{state="PENDING"}')).toBeUndefined();
  expect(await read('GD', 'tongban_exchange_outbox_oldest_seconds')).toBe(0);
});

it('shows what waits for a province that is away, and since when', async () => {
  await network.stop('HN');
  await network.say('GD', message(NO, 'two'));

  expect(await read('GD', 'tongban_exchange_outbox{state="PENDING"}')).toBe(1);
  await until(async () => ((await read('GD', 'tongban_exchange_deliveries_total{outcome="unreachable"}')) ?? 0) > 0);
  expect(await read('GD', 'tongban_exchange_outbox_oldest_seconds')).toBeGreaterThan(0);
  await network.start('HN');
});

it('leaves out what a database that is gone would have to tell, and counts that', async () => {
  const { storage } = network.province('GD').exchange.desk;
  await storage.em.getConnection().execute('alter table exchange_outbox rename to exchange_outbox_gone');

  const text = await network.metrics('GD');
  await storage.em.getConnection().execute('alter table exchange_outbox_gone rename to exchange_outbox');

  expect(text).not.toMatch(/^tongban_exchange_outbox\{/m);
  expect(text).toMatch(/^tongban_province_migrations\{state="known"\} \d+$/m);
  expect(await read('GD', 'tongban_metrics_unreadable_total{metric="tongban_exchange_outbox"}')).toBeGreaterThan(0);
});

it('declares each metric once', async () => {
  const text = await network.metrics('GD');

  for (const { name } of provinceMetrics) expect(text.split(`# HELP ${name} `)).toHaveLength(2);
});
