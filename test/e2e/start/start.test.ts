import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { askGateway } from '../../support/ask-gateway.js';
import { runByNpm, runScript } from '../../support/run-script.js';
import { until } from '../../support/until.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-start-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const coverage =
  '{ cases(first: 1) { nodes { id } totalCount coverage { exact asked { code } missing { province { code } reason } } } }';

describe('npm start', () => {
  it('seeds, starts all 32 provinces, which answer nobody but the gateway, survives one that fails, opens no connection to elsewhere, and stops cleanly', async () => {
    const record = path.join(dataDir, 'connections.txt');
    writeFileSync(record, '');
    const recorder = path.resolve(import.meta.dirname, '../../support/record-connections.mjs');
    const environment = {
      PORT: '0',
      DATA_DIR: dataDir,
      RECORD_CONNECTIONS: record,
      NODE_OPTIONS: `--import ${recorder}`,
    };
    await using start = runScript('scripts/start.ts', ['--cases', '20'], environment);
    const [, url = ''] = await start.waitFor(/GraphQL +(\S+)\/graphql/);

    const whole = await askGateway(url, { query: coverage });
    expect(whole.data).toMatchObject({ cases: { totalCount: 32 * 20, coverage: { exact: true } } });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${url}/schema.graphql`)).text()).toContain('type Query');
    expect(await (await fetch(`${url}/playground/settings.json`)).json()).toMatchObject({ devTokens: true });

    const direct = addressesOf(dataDir);
    expect(direct).toHaveLength(33);
    for (const address of direct) {
      expect((await askGateway(new URL(address).origin, { query: '{ __typename }' })).status).toBe(401);
      expect((await fetch(new URL('/livez', address))).status).toBe(200);
    }

    start.child.stdin?.write('stop HN\n');
    await start.waitFor(/HN is stopped/);
    const partial = await askGateway(url, { query: coverage });
    expect(partial.data).toMatchObject({
      cases: { coverage: { exact: false, missing: [{ province: { code: 'HN' }, reason: 'UNREACHABLE' }] } },
    });
    start.child.stdin?.write('start HN\n');
    await start.waitFor(/HN is back/);
    expect((await askGateway(url, { query: coverage })).data).toEqual(whole.data);

    start.child.kill('SIGINT');
    expect(await start.ended).toBe(0);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
    expect(strangers(record, dataDir, url)).toEqual([]);
  }, 90_000);

  it('says what to do when the port is taken, before it seeds anything', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    await using start = runScript('scripts/start.ts', [], { PORT: String(port), DATA_DIR: dataDir });

    expect(await start.ended).toBe(1);
    expect(start.output()).toContain(`Port ${port} is taken by another program`);
    expect(start.output()).toContain(`PORT=${port + 1} npm start`);
    expect(start.output()).not.toContain('Seeding');
    server.close();
  });

  it('says which database file is damaged and how to mend it', async () => {
    await using first = runScript('scripts/seed.ts', ['--provinces', 'GD', '--cases', '5'], { DATA_DIR: dataDir });
    expect(await first.ended).toBe(0);
    const file = path.join(dataDir, 'provinces', 'GD.sqlite');
    writeFileSync(file, Buffer.alloc(8192, 'damaged'));

    await using start = runScript('scripts/start.ts', ['--cases', '5'], { PORT: '0', DATA_DIR: dataDir });

    expect(await start.ended).toBe(1);
    expect(start.output()).toMatch(/GD\.sqlite is not a readable SQLite database .* npm run seed/);
    expect(start.output()).not.toMatch(/\n\s+at /);
  });
});

describe('npm run gateway', () => {
  it.each([
    [
      'a broken registry',
      'provinces:\n  GD:\n    uri: http://a/\n',
      [/registry\.yaml:3: provinces\.GD\.uri is not a known setting/],
    ],
    ['a registry that is no YAML', 'provinces: [\n', [/registry\.yaml:\d+: .+/]],
  ])('refuses %s with file, line and cure, and without a stack', async (_what, text, messages) => {
    const file = path.join(dataDir, 'registry.yaml');
    writeFileSync(file, text);

    await using gateway = runScript('gateway/main.ts', ['--registry', file, '--port', '0']);

    expect(await gateway.ended).toBe(1);
    for (const message of messages) expect(gateway.output()).toMatch(message);
    expect(gateway.output()).not.toMatch(/\n\s+at /);
  });

  it('refuses a supergraph file that is none, an unknown flag and a bad port', async () => {
    const file = path.join(dataDir, 'supergraph.graphql');
    writeFileSync(file, 'type Query { a: Int }\n');
    await using none = runScript('gateway/main.ts', ['--supergraph', file, '--port', '0']);
    await using flag = runScript('gateway/main.ts', ['--colour', 'red']);
    await using port = runScript('gateway/main.ts', ['--port', 'http']);

    expect([await none.ended, await flag.ended, await port.ended]).toEqual([1, 1, 1]);
    expect(none.output()).toContain('not a Federation 2 supergraph');
    expect(flag.output()).toContain('Usage: npm run gateway');
    expect(port.output()).toContain('"http" is not a port');
  });
});

describe('npm run province', () => {
  it('ends with the npm that runs it, whoever ends that', async () => {
    await using npm = runByNpm('province', ['GD', '--port', '0'], { DATA_DIR: dataDir });
    const [, url = ''] = await npm.waitFor(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
    expect((await fetch(`${url}/livez`)).status).toBe(200);

    npm.child.kill('SIGTERM');

    const isGone = (): Promise<boolean> =>
      fetch(`${url}/livez`).then(
        () => false,
        () => true,
      );
    await until(isGone);
  });

  it('starts one province alone, which answers for itself', async () => {
    await using province = runScript('subgraphs/province/main.ts', ['GD', '--port', '0'], { DATA_DIR: dataDir });
    const [, url = ''] = await province.waitFor(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/);

    expect((await askGateway(url, { query: coverage })).data).toMatchObject({
      cases: { coverage: { exact: true, asked: [{ code: 'GD' }] } },
    });
    expect(province.output()).toContain('GD WARNING: no --passport-keys are given');
    province.child.kill('SIGTERM');
    expect(await province.ended).toBe(0);
  });

  it('answers nobody without a passport when it has keys of a gateway, and refuses a file that has none', async () => {
    const keys = path.join(dataDir, 'key.public.json');
    const argument = ['GD', '--port', '0', '--passport-keys', keys];
    await using none = runScript('subgraphs/province/main.ts', argument, { DATA_DIR: dataDir });
    expect(await none.ended).toBe(1);
    expect(none.output()).toContain(`${keys} is no file of passport keys (ENOENT`);
    expect(none.output()).not.toMatch(/\n\s+at /);

    await publishPassportKey(path.join(dataDir, 'key.json'));
    await using province = runScript('subgraphs/province/main.ts', argument, { DATA_DIR: dataDir });
    const [, url = ''] = await province.waitFor(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/);

    expect(await askGateway(url, { query: coverage })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(province.output()).not.toContain('WARNING');
  });

  it('refuses a code that is none, and lists those that are', async () => {
    await using province = runScript('subgraphs/province/main.ts', ['ZZ', '--port', '0'], { DATA_DIR: dataDir });

    expect(await province.ended).toBe(1);
    expect(province.output()).toMatch(/ZZ.*BJ.*XPCC/s);
  });
});

/** Where provinces and national subgraph listen. */
function addressesOf(directory: string): string[] {
  const registry = parseYaml(readFileSync(path.join(directory, 'registry.yaml'), 'utf8')) as {
    provinces: Record<string, { url: string }>;
    subgraphs: Record<string, { url: string }>;
  };
  return [...Object.values(registry.provinces), ...Object.values(registry.subgraphs)].map(({ url }) => url);
}

/** Connections, look-ups and datagrams of the recorded processes that went anywhere but to this network. */
function strangers(record: string, directory: string, gateway: string): string[] {
  const ports = new Set([...addressesOf(directory), gateway].map((url) => new URL(url).port));
  const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean);
  if (lines.length < 32) throw new Error('nothing was recorded');
  return lines.filter((line) => {
    const [kind, host, port = ''] = line.split(' ');
    if (host !== '127.0.0.1') return true;
    return kind === 'connect' ? !ports.has(port) : kind !== 'lookup'; // undici looks up what is an address already
  });
}
