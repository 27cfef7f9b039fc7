import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createGatewayMeters, gatewayMetrics } from '../../../gateway/observability/gateway-metrics.js';
import { Metrics } from '../../../telemetry/metrics.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { until } from '../../support/until.js';

const rows = { GD: [{ rank: 1, label: 'a' }], HN: [{ rank: 2, label: 'b' }] };
const list = '{ rows { nodes { label } } }';

let metrics: Metrics;
let federation: SmallFederation;
beforeEach(async () => {
  metrics = new Metrics();
  const settings = { rateLimits: { known: undefined, anonymous: 100_000 }, provinceTimeoutMs: 5000 };
  federation = await startSmallFederation(rows, settings, { meters: createGatewayMeters(metrics) });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

/** Value of the row with these labels, as Prometheus writes them; undefined when there is none. */
async function read(row: string): Promise<number | undefined> {
  const line = (await metrics.print()).text.split('\n').find((one) => one.startsWith(`${row} `));
  return line === undefined ? undefined : Number(line.slice(row.length));
}

const operations = (kind: string, outcome: string): Promise<number | undefined> =>
  read(`tongban_gateway_operation_seconds_count{kind="${kind}",outcome="${outcome}"}`);
const calls = (upstream: string, outcome: string): Promise<number | undefined> =>
  read(`tongban_gateway_call_seconds_count{upstream="${upstream}",outcome="${outcome}"}`);

it('counts an answered operation, its calls, and the one plan that two of them needed', async () => {
  await federation.query(list);
  await federation.query(list);
  await federation.query('{ featured(ids: []) { label } }');

  expect(await operations('query', 'answered')).toBe(3);
  expect(await calls('GD', 'answered')).toBe(2);
  expect(await calls('HN', 'answered')).toBe(2);
  expect(await calls('ordinary', 'answered')).toBe(1);
  expect(await read('tongban_gateway_plan_seconds_count{outcome="planned"}')).toBe(2);
  expect(await read('tongban_gateway_operation_seconds_bucket{le="+Inf",kind="query",outcome="answered"}')).toBe(3);
});

it('counts who was missing and why, and says how each province stands', async () => {
  federation.province('HN').misbehave((response) => (response.destroy(), 'handled'));

  await federation.query(list);

  expect(await operations('query', 'partial')).toBe(1);
  expect(await calls('HN', 'PROVINCE_UNREACHABLE')).toBe(1);
  expect(await read('tongban_gateway_missing_total{province="HN",reason="UNREACHABLE"}')).toBe(1);
  expect(await read('tongban_gateway_province{province="HN",standing="missing"}')).toBe(1);
  expect(await read('tongban_gateway_province{province="GD",standing="answering"}')).toBe(1);
});

it('counts an ordinary subgraph that does not answer by its fault', async () => {
  await federation.ordinary[Symbol.asyncDispose]();

  await federation.query('{ featured(ids: []) { label } }');

  expect(await calls('ordinary', 'SUBGRAPH_UNREACHABLE')).toBe(1);
});

it('counts what is refused by its code, wherever it is refused', async () => {
  await federation.query('{ nothing }');
  await fetch(`${federation.url}/graphql`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  const spend = '{ rows(first: 100) { nodes { label } } }';
  for (let asked = 0; asked < 20; asked += 1) await federation.query(spend);

  expect(await operations('none', 'refused')).toBe(1);
  expect(await read('tongban_gateway_refusals_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(await read('tongban_gateway_refusals_total{code="BAD_REQUEST"}')).toBe(1);
  expect(await read('tongban_gateway_refusals_total{code="RATE_LIMITED"}')).toBeGreaterThan(0);
  expect(await operations('query', 'refused')).toBe(await read('tongban_gateway_refusals_total{code="RATE_LIMITED"}'));
});

it('counts reads that were shared', async () => {
  const held: (() => void)[] = [];
  federation.province('GD').misbehave((response, answer) => {
    held.push(() => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
    return 'handled';
  });
  const [one, other] = [federation.query(list), federation.query(list)];
  await until(async () => held.length > 0 && (await read('tongban_gateway_shared_reads_total')) === 1);
  for (const release of held) release();
  await Promise.all([one, other]);

  expect(await calls('GD', 'answered')).toBe(1);
});

it('puts nothing into labels that a client has written', async () => {
  await federation.query('query WhoIs440106199003078421 { rows(label: "欧阳") { nodes { label } } }');
  await federation.query('{ unheardOf }');

  const { text } = await metrics.print();

  expect(text).not.toMatch(/WhoIs|欧阳|unheardOf/);
});

it('declares each metric once, with a name of ours', async () => {
  const { text } = await metrics.print();

  for (const { name } of gatewayMetrics) expect(text.split(`# HELP ${name} `)).toHaveLength(2);
  expect(gatewayMetrics.every(({ name }) => name.startsWith('tongban_'))).toBe(true);
});
