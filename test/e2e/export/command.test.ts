// npm run export against a whole small network: files, manifests and exit codes.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { devKeyFile, issueDevToken } from '../../../gateway/auth/dev-issuer.js';
import type { Manifest } from '../../../gateway/export/manifest.js';
import { createDevTokens } from '../../support/dev-tokens.js';
import { askExport } from '../../support/export/ask-export.js';
import { parseCsv } from '../../support/export/parse-csv.js';
import { runScript } from '../../support/run-script.js';
import { startSmallFederation } from '../../support/small-federation.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const CASES = 130;
const QUERY = `query Cases($after: String) { cases(orderBy: [SUBMITTED_AT_ASC], after: $after) {
  nodes { id state submittedAt item { nameZh promisedLimit { value } } handlingProvince: applicantProvince { nameZh } } } }`;

let network: TestNetwork;
let token: string;
const place = (name: string): string => path.join(network.dataDir, name);
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: CASES });
  const who = { subject: 'li', role: 'analyst', province: undefined, scope: undefined, hours: 1 } as const;
  token = await issueDevToken(devKeyFile(network.dataDir), who, new Date());
  writeFileSync(place('token'), `${token}\n`);
  writeFileSync(place('cases.graphql'), QUERY);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly output: string;
}

async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const all = ['--url', network.url, '--query', place('cases.graphql'), ...args];
  await using script = runScript('scripts/export.ts', all, environment);
  return { code: await script.ended, output: script.output() };
}

const manifestOf = (file: string): Manifest => JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8')) as Manifest;

/** Ids in the order of the list, read from the graph page by page. */
async function idsOfGraph(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($after: String) { cases(orderBy: [SUBMITTED_AT_ASC], first: 200, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const { data } = await network.query(query, { after });
    const { cases } = data as unknown as {
      cases: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    ids.push(...cases.nodes.map(({ id }) => id));
    if (!cases.pageInfo.hasNextPage) return ids;
    after = cases.pageInfo.endCursor;
  }
}

it('writes the whole list with its manifest beside it, and ends with 0', async () => {
  const file = place('all.csv');

  const { code, output } = await run(['--format', 'csv', '--out', file, '--token-file', place('token')]);

  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`${2 * CASES} 行 · rows`) });
  const bytes = readFileSync(file);
  const [header, ...lines] = parseCsv(bytes.toString().slice(1));
  expect(header).toEqual([
    ...['id', 'state', 'submittedAt', 'item.nameZh', 'item.promisedLimit.value', 'handlingProvince.nameZh'],
  ]);
  expect(lines.map(([id]) => id)).toEqual(await idsOfGraph());
  const manifest = manifestOf(file);
  expect(manifest.file).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(manifest).toMatchObject({ complete: true, rows: 2 * CASES, totalCount: 2 * CASES, role: 'analyst' });
  expect(existsSync(`${file}.partial`)).toBe(false);
});

it('leaves a file that is there as it is, and says nothing where all is well and it is to be quiet', async () => {
  const file = place('there.ndjson');
  writeFileSync(file, 'mine');

  const refused = await run(['--format', 'ndjson', '--out', file], { TONGBAN_TOKEN: token });
  const kept = readFileSync(file, 'utf8');
  const forced = await run(['--format', 'ndjson', '--out', file, '--force', '--quiet'], { TONGBAN_TOKEN: token });

  expect([refused.code, kept]).toEqual([1, 'mine']);
  expect(refused.output).toContain('--force');
  expect(forced).toEqual({ code: 0, output: '' });
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2 * CASES + 1);
});

it('ends with 1 and writes nothing for nobody known', async () => {
  const file = place('none.csv');

  const { code, output } = await run(['--format', 'csv', '--out', file], { TONGBAN_TOKEN: '' });

  expect(code).toBe(1);
  expect(output).toContain('UNAUTHENTICATED');
  expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
});

it('writes the same values as Parquet, instants as instants', async () => {
  const ask = (format: string) =>
    askExport(network.url, { query: QUERY, format }, { authorization: `Bearer ${token}` });
  const [parquet, ndjson] = await Promise.all([ask('parquet'), ask('ndjson')]);

  const { buffer, byteOffset, byteLength } = parquet.file;
  const rows = await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer });

  expect(rows[0]?.['submittedAt']).toBeInstanceOf(Date);
  expect(JSON.parse(JSON.stringify(rows))).toEqual(
    ndjson.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  );
  expect(parquet.manifest.columns).toContainEqual({ name: 'item.promisedLimit.value', kind: 'integer' });
});

it('ends with 1 when a page cannot be had, with the pages before it in the file', async () => {
  const file = place('some.csv');
  using tokens = createDevTokens();
  const rows = Array.from({ length: 20 }, (_, rank) => ({ rank, label: 'a' }));
  await using small = await startSmallFederation({ GD: rows, HN: rows }, { issuer: tokens.issuer });
  let answers = 0;
  small.province('HN').misbehave((response) => {
    answers += 1;
    return answers > 2 ? (response.destroy(), 'handled') : undefined;
  });
  const { authorization } = await tokens.bearer({ role: 'supervisor' });
  writeFileSync(place('rows.graphql'), '{ rows(first: 7) { nodes { id } } }');
  const args = ['--format', 'csv', '--out', file, '--query', place('rows.graphql'), '--url', small.url, '--complete'];

  const { code, output } = await run(args, { TONGBAN_TOKEN: authorization.replace('Bearer ', '') });

  expect(code).toBe(1);
  expect(output).toContain('NOT COMPLETE (第 3 页 · page 3): INCOMPLETE');
  expect(manifestOf(file)).toMatchObject({ complete: false, rows: 14, stopped: { page: 3, afterRows: 14 } });
  expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(16);
});

it('ends with 2 when a province is missing, or with 1 and no file when that will not do', async () => {
  await network.province('HN').stop();
  const [file, none] = [place('partial.csv'), place('complete.csv')];

  const partial = await run(['--format', 'csv', '--out', file], { TONGBAN_TOKEN: token });
  const refused = await run(['--format', 'csv', '--out', none, '--complete'], { TONGBAN_TOKEN: token });
  await network.province('HN').restart();

  expect(partial.code).toBe(2);
  expect(partial.output).toContain('missing: HN UNREACHABLE');
  expect(manifestOf(file)).toMatchObject({ complete: true, rows: CASES, coverage: { exact: false, answered: ['GD'] } });
  expect([refused.code, existsSync(none)]).toEqual([1, false]);
  expect(refused.output).toContain('INCOMPLETE');
});
