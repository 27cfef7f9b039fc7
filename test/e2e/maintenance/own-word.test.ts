import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { openStream } from '../../support/live/read-stream.js';
import { runScript, type Script } from '../../support/run-script.js';
import { until } from '../../support/until.js';

const NOTICE = '系统升级，预计 18:00 恢复 · Upgrade until 18:00';
const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

let opened: AsyncDisposableStack;
let config = '';
let gateway = '';
let province: Script;

const write = (more = ''): void => writeFileSync(config, `code: GD\ndataDir: .\nsyntheticCases: 20\n${more}`);
const ask = (query: string): Promise<GatewayAnswer> => askGateway(gateway, { query });

beforeAll(async () => {
  opened = new AsyncDisposableStack();
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-maintenance-'));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  config = path.join(directory, 'gd.yaml');
  write();
  province = opened.use(runScript('subgraphs/province/main.ts', ['--config', config]));
  const [, url = ''] = await province.waitFor(/listens on (\S+)\n/);
  const provinces = new Map([['GD', { url }]]);
  const endpoints = { provinces, subgraphs: { national: 'http://127.0.0.1:1/graphql' } };
  const sdl = readFileSync(supergraphFile, 'utf8');
  const options = gatewayOptions(sdl, endpoints, { directory, settings: { contractProbeMs: 50 } });
  const dependencies = { log: createLog(() => undefined), now: () => new Date() };
  gateway = opened.use(await startGateway(options, dependencies)).url;
});
afterAll(async () => {
  await opened.disposeAsync();
});

const cases = '{ cases(first: 1) { totalCount coverage { missing { province { code } reason message } } } }';
const states = '{ federation { provinces { province { code } state message } } }';

async function until20(): Promise<void> {
  await until(async () => JSON.stringify(await ask(cases)).includes('"totalCount":20,"coverage":{"missing":[]}'));
}

it('shows what a province has announced to all who ask the graph, while it runs and until it is taken back', async () => {
  await until20();
  const id =
    JSON.stringify((await ask('{ cases(first: 1) { nodes { id } } }')).data).match(/GD:Case:[\w-]+/)?.[0] ?? '';

  write(`maintenance: "${NOTICE}"\n`);
  await until(async () => JSON.stringify(await ask(cases)).includes('MAINTENANCE'));
  const [gathered, owned, state] = [await ask(cases), await ask(`{ case(id: "${id}") { id } }`), await ask(states)];
  await using stream = await openStream(`${gateway}/graphql`, {
    query: `subscription { caseProgress(caseId: "${id}") { __typename } }`,
  });
  const refusal = JSON.parse((await stream.next())?.data ?? '{}') as GatewayAnswer;

  const missing = { province: { code: 'GD' }, reason: 'MAINTENANCE', message: NOTICE };
  expect(gathered.data).toEqual({ cases: { totalCount: 0, coverage: { missing: [missing] } } });
  const error = { message: NOTICE, extensions: { code: 'PROVINCE_MAINTENANCE', province: 'GD', retryable: true } };
  expect(owned).toMatchObject({ data: { case: null }, errors: [{ ...error, path: ['case'] }] });
  expect(refusal.errors).toMatchObject([error]);
  expect(state.data).toEqual({
    federation: { provinces: [{ province: { code: 'GD' }, state: 'MAINTENANCE', message: NOTICE }] },
  });

  write();
  await until20();
  expect(JSON.stringify((await ask(states)).data)).toContain('"state":"SERVING","message":null');
});

it('keeps the notice that is in force when the file is broken, and says with line what is wrong', async () => {
  write(`maintenance: "${NOTICE}"\n`);
  await until(async () => JSON.stringify(await ask(cases)).includes('MAINTENANCE'));

  write('maintenance: 7\n');
  await until(async () => {
    await ask(cases);
    return province.output().includes('maintenance must be string');
  });

  expect(province.output()).toMatch(/gd\.yaml:4: maintenance must be string.*configuration refused/);
  expect(JSON.stringify(await ask(cases))).toContain(NOTICE);
});

it('comes to an end with 0 when it is told to, also in maintenance', async () => {
  province.child.kill('SIGTERM');

  expect(await province.ended).toBe(0);
});
