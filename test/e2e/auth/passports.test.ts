// A gateway and subgraphs that answer nobody else: what provinces learn of who asks, and what a passport is worth.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { devKeyFile, issueDevToken, type DevToken } from '../../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { startGateway, type GatewayOptions } from '../../../gateway/gateway.js';
import type { HttpServer } from '../../../gateway/http/server.js';
import { createLog } from '../../../telemetry/log.js';
import type { Identity } from '../../../schema/identity.js';
import { startNational } from '../../../subgraphs/national/national.js';
import { createGatewayDoor } from '../../../subgraphs/province/exchange/gateway-door.js';
import { signQuestion } from '../../../subgraphs/province/exchange/question.js';
import {
  provinceRuntime,
  readInstance,
  startProvince,
  type ProvinceServer,
} from '../../../subgraphs/province/province.js';
import { openPassportCheck, type CheckPassport } from '../../../subgraphs/server/check-passport.js';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import {
  anonymousClaims,
  createSigningKey,
  forgePassport,
  publicJwk,
  writeKeySet,
} from '../../support/forge-passport.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { until } from '../../support/until.js';

const supergraphSdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const start = Date.parse('2026-03-02T08:00:00Z');
const listing = '{ cases(first: 1) { totalCount coverage { exact missing { province { code } reason } } } }';
const names = '{ cases(first: 1) { totalCount } provinces { code } }';

let directory: string;
let keyFile: string;
let opened: AsyncDisposableStack;
let provinces: ReadonlyMap<string, ProvinceServer>;
let gateway: HttpServer;
let nowMs = start;
/** What was shown at the doors of all subgraphs, and who asked in the provinces. */
const shown: string[] = [];
const callers: (Identity | undefined)[] = [];
const logged: string[] = [];

beforeAll(async () => {
  opened = new AsyncDisposableStack();
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-passports-'));
  keyFile = path.join(directory, 'passport', 'key.json');
  await publishPassportKey(keyFile);
  const stderr = mock.method(console, 'error', (line: unknown) => void logged.push(String(line))).mock;
  opened.defer(() => stderr.restore());
  const check = openPassportCheck({ file: publicKeysFile(keyFile), nowMs: () => nowMs, lookMs: 0 });
  const checkPassport: CheckPassport = (header) => {
    if (typeof header === 'string') shown.push(header);
    return check(header);
  };
  const runtime = provinceRuntime();
  const shared: typeof runtime = {
    ...runtime,
    executor: (request, context) => {
      callers.push(context.caller);
      return runtime.executor(request, context);
    },
  };
  const national = opened.use(await startNational({ dataDir: directory, port: 0, checkPassport }));
  const servers = new Map<string, ProvinceServer>();
  for (const code of ['GD', 'HN']) {
    const instance = readInstance(code);
    const options = { instance, dataDir: directory, port: 0, shared, checkPassport };
    servers.set(code, opened.use(await startProvince(options)));
  }
  provinces = servers;
  nationalUrl = national.url;
  gateway = opened.use(await openGateway({}));
});
afterAll(async () => {
  await opened.disposeAsync();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  nowMs = start;
  for (const list of [shown, callers, logged]) list.length = 0;
});
afterEach(() => {
  const secrets = [...shown, 'eyJ'];
  expect(logged.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});

let nationalUrl = '';

function openGateway(settings: Partial<GatewayOptions>): Promise<HttpServer> {
  const endpoints = { provinces, subgraphs: { national: nationalUrl } };
  const issuer = { kind: 'dev', keyFile: devKeyFile(directory) } as const;
  const given = { issuer, passportKeyFile: keyFile, ...settings };
  const options = gatewayOptions(supergraphSdl, endpoints, { directory, settings: given });
  const log = createLog((line) => void logged.push(line));
  return startGateway(options, { log, now: () => new Date(nowMs) });
}

async function askAs(token: Partial<DevToken>, query = listing): Promise<GatewayAnswer> {
  const whole = { subject: 'li', role: 'citizen', province: undefined, scope: undefined, hours: 1, ...token } as const;
  const signed = await issueDevToken(devKeyFile(directory), whole, new Date(nowMs));
  return askGateway(gateway.url, { query }, { authorization: `Bearer ${signed}` });
}

async function askDirectly(url: string, passport?: string, query = listing) {
  const headers = { 'content-type': 'application/json', ...(passport && { 'x-tongban-passport': passport }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: response.status, text: await response.text() };
}

const urlOf = (code: string): string => provinces.get(code)?.url ?? '';
const isExact = { data: { cases: { totalCount: 0, coverage: { exact: true } } } };
const missing = (reason: string) => ['GD', 'HN'].map((code) => ({ province: { code }, reason }));

describe('a province learns', () => {
  it('subject, role, province and scopes of who asks, of every province that is asked the same', async () => {
    const answer = await askAs({ role: 'clerk', province: 'GD', scope: 'b a' });

    expect(answer).toMatchObject(isExact);
    const clerk = {
      subject: 'li',
      role: 'clerk',
      province: 'GD',
      unit: undefined,
      person: undefined,
      scopes: new Set(['a', 'b']),
    };
    expect(callers).toEqual([clerk, clerk]);
  });

  it('that nothing is known of who shows no token', async () => {
    expect(await askGateway(gateway.url, { query: listing })).toMatchObject(isExact);

    expect(callers).toEqual([undefined, undefined]);
    expect(shown.map((passport) => decodeJwt(passport).sub)).toEqual([undefined, undefined]);
  });

  it('that the gateway asks on its own account', async () => {
    await using probing = await openGateway({ contractProbeMs: 60_000 });
    await until(() => callers.length >= 4);

    expect(new Set(callers.map((caller) => caller?.subject))).toEqual(new Set(['gateway']));
    expect((await askGateway(probing.url, { query: listing })).data).toMatchObject(isExact.data);
  });

  it('nothing of a peer that asks by way of the gateway but what the peer says itself', async () => {
    const { desk } = provinces.get('GD')?.exchange ?? {};
    if (desk === undefined) throw new Error('GD runs');
    const door = createGatewayDoor(`${gateway.url}/graphql`);
    const question = await signQuestion(desk, 'HN', { kind: 'days', since: null });

    expect(await door.ask('HN', question, new AbortController().signal)).toMatchObject({ body: '[]' });
    expect(callers).toEqual([undefined]);
  });
});

describe('a passport', () => {
  it('is one for all that an operation asks, whomever it asks, and another for the next', async () => {
    await askAs({}, names);
    const first = [...shown];
    shown.length = 0;
    await askAs({}, names);

    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(new Set(first).size).toBe(1);
    expect(new Set(shown).size).toBe(1);
    const [one, two] = [first, shown].map(([passport = '']) => decodeJwt(passport));
    expect(one?.['operation']).toBe(two?.['operation']);
    expect(one?.jti).not.toBe(two?.jti);
  });

  it('names what was asked, and nothing of its values', async () => {
    for (const first of [1, 2]) await askAs({}, `{ cases(first: ${first}) { totalCount } }`);
    await askAs({}, '{ cases(first: 1) { nodes { id } } }');

    expect(new Set(shown.map((passport) => decodeJwt(passport)['operation'])).size).toBe(2);
  });

  it('that was stolen is worth nothing after its window', async () => {
    await askAs({ role: 'clerk', province: 'GD' });
    const [stolen = ''] = shown;

    for (const [ms, status] of [
      [0, 200],
      [34_999, 200],
      [35_000, 401],
      [86_400_000, 401],
    ] as const) {
      nowMs = start + ms;
      expect(await askDirectly(urlOf('HN'), stolen)).toMatchObject({ status });
    }
  });

  it('is shown by nobody but the gateway: what a client sends as one goes no further', async () => {
    const forged = await forgePassport(createSigningKey('one'), anonymousClaims(start / 1000));
    const answer = await askGateway(gateway.url, { query: listing }, { 'x-tongban-passport': forged });

    expect(answer).toMatchObject(isExact);
    expect(shown).not.toContain(forged);
  });
});

describe('a subgraph that is asked directly', () => {
  it.each([['GD'], ['national']])('%s refuses whoever shows no passport, and says that it lives', async (name) => {
    const url = name === 'national' ? nationalUrl : urlOf(name);

    expect(await askDirectly(url, undefined, '{ __typename }')).toEqual({
      status: 401,
      text: JSON.stringify({
        errors: [
          { message: 'The request carries no passport of the gateway.', extensions: { code: 'UNAUTHENTICATED' } },
        ],
      }),
    });
    expect((await fetch(new URL('/livez', url))).status).toBe(200);
    expect(callers).toEqual([]);
  });

  it('quotes nothing of a passport that it refuses', async () => {
    const forged = await forgePassport(createSigningKey('one'), { ...anonymousClaims(start / 1000), sub: 'li' });
    shown.push(forged);

    const { status, text } = await askDirectly(urlOf('GD'), forged);

    expect(status).toBe(401);
    for (const part of [...forged.split('.'), 'li"']) expect(text).not.toContain(part);
  });
});

describe('the key of the gateway', () => {
  it('is replaced without a restart of a province, and the old one counts as long as it is listed', async () => {
    const file = publicKeysFile(keyFile);
    const [text, next] = [readFileSync(file, 'utf8'), createSigningKey('next')];
    const { keys: listed } = JSON.parse(text) as { readonly keys: readonly object[] };
    await askAs({});
    const [old = ''] = shown;
    const young = await forgePassport(next, anonymousClaims(start / 1000));
    const statuses = async (): Promise<readonly number[]> => {
      const answers = await Promise.all([old, young].map((passport) => askDirectly(urlOf('GD'), passport)));
      return answers.map(({ status }) => status);
    };

    const before = await statuses();
    writeKeySet(file, [...listed, publicJwk(next)]);
    const meanwhile = await statuses();
    writeKeySet(file, [publicJwk(next)]);
    const after = await statuses();
    const unlisted = await askAs({});
    writeFileSync(file, text);

    expect([before, meanwhile, after]).toEqual([
      [200, 401],
      [200, 200],
      [401, 200],
    ]);
    expect(unlisted.data).toMatchObject({ cases: { coverage: { exact: false, missing: missing('FAULT') } } });
    expect(JSON.stringify(unlisted)).not.toContain('eyJ');
    expect(await askAs({})).toMatchObject(isExact);
  });
});
