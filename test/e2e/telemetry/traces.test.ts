import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startGateway } from '../../../gateway/gateway.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { provinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { startNational } from '../../../subgraphs/national/national.js';
import { createLog } from '../../../telemetry/log.js';
import { startTracing } from '../../../telemetry/start-tracing.js';
import type { Traced, Tracing } from '../../../telemetry/tracing.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import {
  type ReceivedSpan,
  startTraceCollector,
  type TraceCollector,
} from '../../support/telemetry/trace-collector.js';
import { until } from '../../support/until.js';

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');
const query = `query WhoIs($first: Int) { caseList: cases(first: $first) { nodes { id province { nameZh } } totalCount } }`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const opened = new AsyncDisposableStack();
const changes: (string | boolean)[] = [];
let collector: TraceCollector;
let url = '';

beforeAll(async () => {
  collector = opened.use(await startTraceCollector());
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-traces-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const trace = async (service: string, trustsCaller = true): Promise<Tracing> =>
    opened.use(await startTracing({ endpoint: collector.url, ratio: 1 }, { service, trustsCaller, onChange }));
  const national = opened.use(await startNational({ dataDir, port: 0, tracing: await trace('tongban-national') }));
  const provinces = new Map<string, { url: string }>();
  for (const code of ['GD', 'HN']) {
    const tracing = await trace(`tongban-${code}`);
    const instance = readInstance(code);
    await seedWhenEmpty({ instance, dataDir, cases: 3 });
    const shared = provinceRuntime(tracing);
    provinces.set(code, opened.use(await startProvince({ instance, dataDir, port: 0, shared, tracing })));
  }
  const endpoints = { provinces, subgraphs: { national: national.url } };
  const options = gatewayOptions(readFileSync(supergraphFile, 'utf8'), endpoints, { directory: dataDir, settings: {} });
  const tracing = await trace('tongban-gateway', false);
  const log = createLog(() => undefined);
  url = opened.use(await startGateway(options, { log, now: () => new Date(), tracing })).url;
}, 120_000);
afterAll(async () => {
  await opened.disposeAsync();
});
beforeEach(() => {
  collector.spans.length = 0;
  collector.bodies.length = 0;
});

const onChange: Traced['onChange'] = (isSending, reason) => void changes.push(isSending, reason ?? '');

async function ask(text: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: text, operationName: 'WhoIs', variables: { first: 2, word: '44010619900307842X' } }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).not.toHaveProperty('errors');
}

const named = (service: string, name: string): readonly ReceivedSpan[] =>
  collector.spans.filter((span) => span.service === service && span.name === name);

it('tells of one query over two provinces and the national subgraph as one trace, each below who asked', async () => {
  await ask(query, { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
  await until(() => named('tongban-national', 'request').length > 0 && named('tongban-gateway', 'query').length > 0);
  await until(() => ['GD', 'HN'].every((code) => named(`tongban-${code}`, 'request').length > 0));

  const [operation] = named('tongban-gateway', 'query');
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  expect(operation?.parentSpanId).toBe('00f067aa0ba902b7');
  expect(named('tongban-gateway', 'plan')).toMatchObject([{ parentSpanId: operation?.spanId }]);
  const calls = named('tongban-gateway', 'call');
  expect(calls.map(({ attributes }) => attributes['upstream']).toSorted()).toEqual(['GD', 'HN', 'national']);
  for (const call of calls) {
    const upstream = String(call.attributes['upstream']);
    expect(call.parentSpanId).toBe(operation?.spanId);
    const [request] = named(`tongban-${upstream}`, 'request');
    expect(request?.parentSpanId).toBe(call.spanId);
    const fields = collector.spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(fields.map(({ name }) => name)).toEqual([upstream === 'national' ? 'Query._entities' : 'Query.cases']);
  }
});

it('begins a trace where the client has none, and lets no client decide that it is not told', async () => {
  await ask(query, { traceparent: `00-${TRACE}-00f067aa0ba902b7-00` });
  await ask('query WhoIs { cases(first: 1) { totalCount } }');
  await until(() => named('tongban-gateway', 'query').length >= 2);

  const roots = named('tongban-gateway', 'query').map(({ traceId, parentSpanId = '' }) => [traceId, parentSpanId]);
  expect(roots.find(([, parent]) => parent === '')?.[0]).not.toBe(TRACE);
  expect(roots.find(([, parent]) => parent !== '')?.[0]).toBe(TRACE);
});

it('tells nothing that a client or a person has written', async () => {
  await ask(query);
  await until(() => named('tongban-gateway', 'query').length > 0 && named('tongban-HN', 'request').length > 0);

  const said = collector.bodies.join('\n');
  expect(said).not.toMatch(/WhoIs|caseList|44010619900307842X/);
  const keys = new Set(collector.spans.flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...keys].toSorted()).toEqual(['graphql.document.hash', 'graphql.operation.type', 'subgraph', 'upstream']);
});

it('tells a failure by its code', async () => {
  const body = JSON.stringify({ query: '{ node(id: "GD:Nothing:1") { id } }' });
  await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await until(() => named('tongban-gateway', 'query').length > 0);

  expect(named('tongban-gateway', 'query')).toMatchObject([{ failure: 'BAD_ID' }]);
  expect(changes).toEqual([]);
});

it('answers while the collector is away, keeps a bounded number of spans, and says so once', async () => {
  const said: boolean[] = [];
  await using away = await startTraceCollector();
  const { url: endpoint } = away;
  await away[Symbol.asyncDispose]();
  const traced = { service: 'x', trustsCaller: false, onChange: (isSending: boolean) => void said.push(isSending) };
  const tracing = await startTracing({ endpoint, ratio: 1 }, traced);

  for (let begun = 0; begun < 10_000; begun += 1) tracing.begin('query', { kind: 'server', parent: undefined }).end();
  const began = performance.now();
  await tracing[Symbol.asyncDispose]();

  expect(performance.now() - began).toBeLessThan(10_000);
  expect(said).toEqual([false]);
});
