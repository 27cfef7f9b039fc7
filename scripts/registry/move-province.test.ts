import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Waiting } from './count-unfinished.js';
import { membership, printMembershipStates } from './membership.js';
import {
  checkProvinces,
  connectSubgraph,
  listProvinces,
  MembershipError,
  type Registrar,
  registerProvince,
  removeProvince,
  requestRegistration,
  resumeProvince,
  stopProvince,
} from './move-province.js';

const text = `# Who takes part. Ask the office before you change it.
provinces:
  # The first.
  GD:
    url: http://127.0.0.1:1/graphql # moves in autumn
  HN: { url: "http://127.0.0.1:2/graphql" }
# Reference data.
subgraphs:
  national: { url: "http://127.0.0.1:3/graphql" }
`;

let folder: string;
let told: string[];
let isConformant: boolean;
let waiting: Waiting;
let asked: unknown[];
let registrar: Registrar;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tongban-registry-'));
  told = [];
  asked = [];
  isConformant = true;
  waiting = { lines: [], silent: [] };
  registrar = {
    file: path.join(folder, 'registry.yaml'),
    now: () => new Date('2026-07-01T00:00:00Z'),
    check: ({ code, url }) => {
      asked.push([code, url.href]);
      return Promise.resolve({ isConformant, text: `report about ${code}` });
    },
    countUnfinished: (code, others) => {
      asked.push([code, ...others]);
      return Promise.resolve(waiting);
    },
    tell: (line) => told.push(line),
  };
  writeFileSync(registrar.file, text);
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (): string => readFileSync(registrar.file, 'utf8');

describe('the registrar', () => {
  it('registers a province that passes the checks, and keeps every comment', async () => {
    await registerProvince(registrar, { code: 'SC', url: 'http://127.0.0.1:4/graphql' });

    expect(asked).toEqual([['SC', 'http://127.0.0.1:4/graphql']]);
    expect(told[0]).toBe('report about SC');
    expect(written()).toBe(text.replace('# Reference', '  SC:\n    url: http://127.0.0.1:4/graphql\n# Reference'));
  });

  it('refuses one that does not, with the report, and changes nothing', async () => {
    isConformant = false;
    const refused = registerProvince(registrar, { code: 'SC', url: 'http://127.0.0.1:4/graphql' });

    await expect(refused).rejects.toThrow(/^SC is SAVED\. It does not keep the contract \(see the report\)/);
    expect(told).toEqual(['report about SC']);
    expect(written()).toBe(text);
  });

  it('begins a registry where there is none', async () => {
    rmSync(registrar.file);
    await registerProvince(registrar, { code: 'SC', url: 'http://127.0.0.1:4/graphql' });

    expect(written()).toBe('provinces:\n  SC:\n    url: http://127.0.0.1:4/graphql\n');
  });

  it('enters a request, registers it at the address that it named, or takes it back', async () => {
    requestRegistration(registrar, { code: 'SC', url: 'http://127.0.0.1:4/graphql', notice: 'letter 7' });
    requestRegistration(registrar, { code: 'XJ', url: 'http://127.0.0.1:5/graphql' });
    expect(written()).toContain('SC:\n    url: http://127.0.0.1:4/graphql\n    requested: letter 7\n');

    await registerProvince(registrar, { code: 'SC' });
    await removeProvince(registrar, { code: 'XJ' });

    expect(asked).toEqual([['SC', 'http://127.0.0.1:4/graphql']]);
    expect(written()).toContain('  SC:\n    url: http://127.0.0.1:4/graphql\n#');
    expect(written()).not.toMatch(/XJ|requested/);
  });

  it('announces maintenance, disables, and resumes, with the time of each', () => {
    stopProvince(registrar, { code: 'GD', notice: 'until 18:00' }, 'maintenance');
    stopProvince(registrar, { code: 'HN', notice: 'keys are lost' }, 'disabled');
    expect(written()).toContain('maintenance: until 18:00\n    since: 2026-07-01T00:00:00.000Z\n');
    listProvinces(registrar);
    expect(told.slice(2)).toEqual([
      'GD    MAINTENANCE             2026-07-01T00:00:00.000Z  http://127.0.0.1:1/graphql  until 18:00',
      'HN    DISABLED                2026-07-01T00:00:00.000Z  http://127.0.0.1:2/graphql  keys are lost',
    ]);

    stopProvince(registrar, { code: 'GD', notice: 'until 20:00' }, 'maintenance');
    resumeProvince(registrar, { code: 'GD' });
    resumeProvince(registrar, { code: 'HN' });

    expect(written().replaceAll(/[\s"]/g, '')).toBe(text.replaceAll(/[\s"]/g, ''));
  });

  it('lets a province leave in two steps: it says what waits, and goes when nothing does', async () => {
    waiting = { lines: ['HN has 3 cases that have not ended'], silent: ['GD'] };
    await removeProvince(registrar, { code: 'HN', notice: 'merged' });
    expect(asked).toEqual([['HN', 'GD']]);
    expect(told).toContain('  HN has 3 cases that have not ended');
    expect(written()).toMatch(/HN: .*deregistering: merged, since: 2026-07-01T00:00:00.000Z/);

    await expect(removeProvince(registrar, { code: 'HN' })).rejects.toThrow(
      /cannot be taken out of the registry yet:\n {2}HN has 3 cases that have not ended\n {2}GD does not say what waits there/,
    );
    waiting = { lines: [], silent: [] };
    await removeProvince(registrar, { code: 'HN' });

    expect(written()).toBe(text.replace(/ {2}HN.*\n/, ''));
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a province that is there',
      () => registerProvince(registrar, { code: 'GD' }),
      /GD is SERVING\. It is in the registry/,
    ],
    ['one that is nowhere', () => registerProvince(registrar, { code: 'SC' }), /Say where SC answers: --url URL/],
    ['an address that is none', () => registerProvince(registrar, { code: 'SC', url: 'x' }), /Say where SC answers/],
    ['maintenance without a word', () => stopProvince(registrar, { code: 'GD' }, 'maintenance'), /Say why/],
    [
      'maintenance of a stranger',
      () => stopProvince(registrar, { code: 'SC', notice: 'x' }, 'disabled'),
      /has no province SC/,
    ],
    [
      'to resume what goes on',
      () => resumeProvince(registrar, { code: 'GD' }),
      /GD is SERVING\. Its state does not allow/,
    ],
    ['a second request', () => requestRegistration(registrar, { code: 'GD', url: 'http://x/' }), /GD is SERVING/],
  ])('refuses %s with the cure, and changes nothing', async (_what, act, message) => {
    const refused = Promise.resolve().then(act);

    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(MembershipError);
    expect(written()).toBe(text);
  });

  it('writes nothing that would not be a registry, and never two changes at once', async () => {
    await expect(registerProvince(registrar, { code: 'SC', url: 'ftp://a/' })).rejects.toThrow(
      /SC\.url must begin with http/,
    );
    expect(written()).toBe(text);

    writeFileSync(`${registrar.file}.draft`, '');
    expect(() => resumeProvince(registrar, { code: 'GD' })).toThrow(MembershipError);
    expect(() => stopProvince(registrar, { code: 'GD', notice: 'x' }, 'disabled')).toThrow(
      /somebody is changing the registry/,
    );
    expect(written()).toBe(text);
  });

  it('says where an extension is, and takes it out', () => {
    connectSubgraph(registrar, 'gd-queues', 'http://127.0.0.1:9/graphql');
    expect(written()).toBe(`${text}  gd-queues:\n    url: http://127.0.0.1:9/graphql\n`);
    connectSubgraph(registrar, 'gd-queues');
    expect(written()).toBe(text);
    expect(() => connectSubgraph(registrar, 'gd-queues')).toThrow(/has no subgraph gd-queues/);
  });

  it('checks one province, or all that are asked', async () => {
    stopProvince(registrar, { code: 'GD', notice: 'x' }, 'disabled');
    expect(await checkProvinces(registrar, undefined)).toBe(true);
    isConformant = false;
    expect(await checkProvinces(registrar, 'GD')).toBe(false);

    expect(asked).toEqual([
      ['HN', 'http://127.0.0.1:2/graphql'],
      ['GD', 'http://127.0.0.1:1/graphql'],
    ]);
  });
});

describe('the table of membership', () => {
  it('leads from its beginning to its end through every state, and out of each but the last', () => {
    const reached = new Set(['SAVED', ...membership.lines.map(({ next }) => next)]);
    const left = new Set(membership.lines.map(({ from }) => from));

    expect([...reached].filter((state) => !left.has(state as never))).toEqual(['DEREGISTERED']);
    expect([...left].filter((state) => !reached.has(state))).toEqual([]);
    expect(reached.size).toBe(9);
  });

  it('is printed with its diagram', () => {
    expect(printMembershipStates()).toContain('  DEREGISTERING --> DEREGISTERED: remove\n');
  });
});
