// The kit as it is used: with keys and without, by its command, and what it leaves behind.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRules } from '../../../conformance/all-rules.js';
import type { ConformanceReport } from '../../../conformance/conformance-report.js';
import { ConformanceError, type ConformanceTarget } from '../../../conformance/conformance-target.js';
import { makeKeys } from '../../../conformance/make-keys.js';
import { runConformance } from '../../../conformance/run-conformance.js';
import { startFlawedProvince } from '../../support/conformance/flawed-proxy.js';
import { put } from '../../support/conformance/spoil-answer.js';
import { startTriedProvince, type TriedProvince } from '../../support/conformance/tried-province.js';
import { startRawUpstream } from '../../support/raw-upstream.js';
import { runScript } from '../../support/run-script.js';

let directory: string;
let tried: TriedProvince;
let target: ConformanceTarget;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-kit-'));
  tried = await startTriedProvince({ cases: 60 });
  target = { ...tried.target, profile: 'read' };
});
afterAll(async () => {
  await tried[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const idsOf = ({ results }: ConformanceReport, outcome: string): readonly string[] =>
  results.filter((one) => one.outcome === outcome).map(({ rule }) => rule.id);

/** How many rows each table of the province has. */
function countRows({ dataDir }: TriedProvince): Readonly<Record<string, unknown>> {
  using database = new DatabaseSync(path.join(dataDir, 'provinces', 'GD.sqlite'), { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").all();
  // A province gathers the facts of its statistics anew each day, whoever asks.
  const names = tables.map(({ name }) => String(name)).filter((name) => !name.startsWith('case_fact'));
  const countOf = (name: string): unknown => database.prepare(`select count(*) as n from "${name}"`).get()?.['n'];
  return Object.fromEntries(names.map((name) => [name, countOf(name)] as const));
}

describe('without keys', () => {
  it('tries what can be tried, and says of every other rule which key it needs', async () => {
    const { url, province, profile } = target;
    const report = await runConformance({ url, province, profile });

    expect(idsOf(report, 'PASSED')).toEqual(['passport-absent', 'schema-closed']);
    expect(idsOf(report, 'FAILED')).toEqual([]);
    const reasons = report.results.filter(({ outcome }) => outcome === 'SKIPPED').map(({ reason }) => reason);
    expect(new Set(reasons.map((reason) => /--passport-key|--peer/.exec(reason ?? '')?.[0]))).toEqual(
      new Set(['--passport-key']),
    );
  });

  it('finds a province that answers anybody, and tries the rest of it', async () => {
    await using open = await startTriedProvince({ cases: 60, isGuarded: false });
    const report = await runConformance({ url: open.target.url, province: 'GD', profile: 'full' });

    expect(idsOf(report, 'FAILED')).toEqual(['passport-absent', 'schema-closed']);
    const lacking = allRules.filter(({ needs = [] }) => needs.length > 0).map(({ id }) => id);
    expect(idsOf(report, 'SKIPPED')).toEqual(lacking);
    expect(report.passed).toBe(allRules.length - lacking.length - 2);
  });
});

it.each([
  ['a page of HTML', '<html>'],
  ['an answer without data', '{"data":null}'],
  [
    'lists that are none',
    '{"data":{"list":{"edges":null},"serviceItems":[],"_entities":{},"_service":{"sdl":"type Query {"}}}',
  ],
  ['what is no object', '[]'],
])('takes %s for no province: nothing passes but haste and a connection that breaks', async (_what, text) => {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n`;
  await using server = await startRawUpstream((socket) => socket.write(head + text));
  const report = await runConformance({ url: server.url.href, province: 'GD', profile: 'read' });

  const passed = idsOf(report, 'PASSED').filter(
    (id) => !['service-sdl', 'deadline-kept', 'deadline-short', 'http-body-limit'].includes(id),
  );
  expect(passed).toEqual([]);
  const lacking = allRules
    .filter(({ needs = [], profile }) => needs.length > 0 && profile === 'read')
    .map(({ id }) => id);
  expect(idsOf(report, 'SKIPPED')).toEqual(lacking);
});

describe('the profile', () => {
  it('read changes nothing in the province', async () => {
    const before = countRows(tried);
    const report = await runConformance(target);

    expect(report.failed).toBe(0);
    expect(countRows(tried)).toEqual(before);
    expect(before).toMatchObject({ exchange_inbox: 0, exchange_task: 0 });
  });

  it('full leaves letters of the test peer and the task about its fork, and nothing else', async () => {
    const before = countRows(tried);
    await runConformance({ ...target, profile: 'full' });

    const after = countRows(tried);
    const grown = Object.keys(after).filter((table) => after[table] !== before[table]);
    expect(grown).toEqual(['exchange_conflict', 'exchange_inbox', 'exchange_link', 'exchange_task']);
    expect(after).toMatchObject({ exchange_inbox: 13, exchange_task: 1 });
  });
});

describe('what cannot be run is said, with its cure', () => {
  it.each([
    ['nobody listens', { url: 'http://127.0.0.1:1/graphql' }, /no answer: bad port.*--url/],
    ['the address is none', { url: 'guangdong' }, /is no http\(s\) address/],
    ['a rule does not exist', { rules: ['page-oder'] }, /No rule is called page-oder; --list/],
    ['only rules that write are chosen', { rules: ['letter-twice'] }, /add --profile full/],
  ] as const)('%s', async (_what, changed, message) => {
    const run = runConformance({ ...target, ...changed });

    await expect(run).rejects.toThrow(ConformanceError);
    await expect(run).rejects.toThrow(message);
  });

  it('the province does not trust the key', async () => {
    const run = runConformance({ ...target, passportKeyFile: path.join(directory, 'other.json') });

    await expect(run).rejects.toThrow(/let it trust the key in .*other\.public\.json/);
  });

  it('the public keys of the province are not there', async () => {
    const peer = { province: 'ZZ', dataDir: directory, keysDir: path.join(directory, 'keys') };
    await makeKeys({ peer });

    await expect(runConformance({ ...target, peer })).rejects.toThrow(/has no public keys of GD.*put GD\.json there/);
  });
});

describe('npm run conformance', () => {
  const command = (...args: readonly string[]) => runScript('scripts/conformance.ts', args);
  const asked = (url: string): readonly string[] => {
    const { passportKeyFile = '', peer } = tried.target;
    const keys = ['--peer-dir', peer?.dataDir ?? '', '--keys', peer?.keysDir ?? ''];
    return ['--url', url, '--province', 'GD', '--passport-key', passportKeyFile, '--peer', 'ZZ', ...keys];
  };

  it('ends with 0 where nothing is broken, and writes both reports', async () => {
    const [json, junit] = [path.join(directory, 'report.json'), path.join(directory, 'report.xml')];
    const rules = ['--rule', 'service-sdl', '--rule', 'letter-twice', '--profile', 'full'];
    await using run = command(...asked(target.url), ...rules, '--json', json, '--junit', junit);

    expect(await run.ended).toBe(0);
    expect(run.output()).toMatch(/✓ 通过 · passed {2}letter-twice[^]*2 passed, 0 failed, 0 skipped/);
    expect(run.output()).toContain('This run has left letters of the test peer in the province.');
    const report = JSON.parse(readFileSync(json, 'utf8')) as ConformanceReport;
    expect(report).toMatchObject({ passed: 2, target: { province: 'GD', profile: 'full' } });
    expect(readFileSync(junit, 'utf8')).toMatch(/tests="2" failures="0" errors="0" skipped="0"/);
  });

  it('ends with 1 where something is, and tells what, why and how to mend it, without a passport', async () => {
    await using flawed = await startFlawedProvince(target.url, () => '');
    flawed.defect = { rule: 'entities-order', what: 'answers for others', gives: put('data._entities', []) };
    await using run = command(...asked(flawed.url), '--rule', 'entities-order', '--rule', 'service-sdl');

    expect(await run.ended).toBe(1);
    const output = run.output();
    for (const part of [
      '✗ 不符 · FAILED  entities-order',
      '发现 · found: body.data._entities',
      '为何 · why:',
      '改正 · cure:',
    ])
      expect(output).toContain(part);
    expect(output).toMatch(/发送 · sent:\n {6}POST http[^]*收到 · came:\n {6}HTTP 200/);
    expect(output).toMatch(/x-tongban-passport: …/);
    expect(output).not.toMatch(/eyJ/);
    expect(output).toContain('1 passed, 1 failed, 0 skipped');
  });

  it('ends with 2 where nothing could be tried', async () => {
    await using unreachable = command('--url', 'http://127.0.0.1:1/graphql', '--province', 'GD');
    await using mistaken = command('--url', target.url, '--provnce', 'GD');
    await using keyless = command('--url', target.url, '--province', 'GD', '--rule', 'page-order');

    expect([await unreachable.ended, await mistaken.ended, await keyless.ended]).toEqual([2, 2, 2]);
    expect(keyless.output()).toContain('0 passed, 0 failed, 1 skipped');
  });

  it('lists its rules, and makes keys that a province can trust', async () => {
    const key = path.join(directory, 'made', 'key.json');
    await using list = command('--list');
    await using keys = command('--make-keys', '--passport-key', key);

    expect([await list.ended, await keys.ended]).toEqual([0, 0]);
    for (const { id } of allRules) expect(list.output()).toContain(`  ${id} `);
    expect(keys.output()).toContain('let the province trust');
    expect(JSON.parse(readFileSync(key.replace('.json', '.public.json'), 'utf8'))).toMatchObject({
      keys: [{ use: 'sig' }],
    });
  });
});
