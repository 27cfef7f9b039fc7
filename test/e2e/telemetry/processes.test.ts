import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nodeMetrics } from '../../../scripts/print-metrics.js';
import { runScript } from '../../support/run-script.js';
import { startTraceCollector } from '../../support/telemetry/trace-collector.js';
import { until } from '../../support/until.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-watched-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const recorder = pathToFileURL(path.resolve(import.meta.dirname, '../../support/telemetry/record-modules.mjs')).href;
const environment = { DATA_DIR: dataDir, NODE_OPTIONS: `--import ${recorder}` };
const national = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  runScript('subgraphs/national/main.ts', ['--port', '0', ...args], { ...environment, ...more });

describe('a process', () => {
  it('shows its metrics on a port of their own, and nothing else there', async () => {
    await using process = national(['--admin-port', '0']);
    const [, url = ''] = await process.waitFor(/metrics at (http:\/\/127\.0\.0\.1:\d+\/metrics)/);

    const response = await fetch(url);
    const text = await response.text();

    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of [...nodeMetrics, 'tongban_subgraph_request_seconds']) expect(text).toContain(`# TYPE ${name} `);
    expect((await fetch(new URL('/', url))).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  });

  it('loads neither metrics nor traces where nobody has asked for them', async () => {
    await using process = national([]);
    await process.waitFor(/listens on/);

    expect(process.output()).toContain('loaded <pino>');
    expect(process.output()).not.toMatch(/loaded <(@opentelemetry\/|prom-client)/);
    expect(process.output()).not.toContain('metrics at');
  });

  it('sends traces where the environment names a collector', async () => {
    await using collector = await startTraceCollector();
    await using process = national([], { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const [, url = ''] = await process.waitFor(/listens on (\S+)/);

    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    process.child.kill('SIGTERM');

    expect(await process.ended).toBe(0);
    expect(collector.spans).toMatchObject([{ service: 'tongban-national', name: 'request' }]);
  });

  it.each([
    ['its port is taken', ['--admin-port', 'TAKEN'], {}, /Metrics cannot be served on .*EADDRINUSE.*--admin-port/],
    ['a host has no port', ['--admin-host', '0.0.0.0'], {}, /Give --admin-port too/],
    ['the port is none', ['--admin-port', 'x'], {}, /"x" is not a port\. Give --admin-port/],
    [
      'the level is none',
      [],
      { LOG_LEVEL: 'loud' },
      /"loud" is no level\. Give LOG_LEVEL one of info, warn, error, silent/,
    ],
    [
      'the collector is none',
      [],
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://x:secret@y' },
      /OTEL_EXPORTER_OTLP_ENDPOINT is no/,
    ],
    [
      'the part is none',
      [],
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_TRACES_SAMPLER_ARG: '7' },
      /Give OTEL_TRACES/,
    ],
  ])('says what to mend when %s', async (_what, args, more, message) => {
    await using collector = await startTraceCollector();
    const taken = new URL(collector.url).port;
    await using process = national(
      args.map((arg) => arg.replace('TAKEN', taken)),
      more,
    );

    expect(await process.ended).toBe(1);
    expect(process.output()).toMatch(message);
    expect(process.output()).not.toContain('secret');
  });

  it('lets what is under way be seen until its end', async () => {
    await using process = runScript(
      'gateway/main.ts',
      ['--port', '0', '--admin-port', '0', '--registry', 'none.yaml'],
      environment,
    );

    expect(await process.ended).toBe(1);
    await until(() => process.output().includes('none.yaml'));
  });
});
