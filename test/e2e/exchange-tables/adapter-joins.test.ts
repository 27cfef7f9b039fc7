import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readAccessRules } from '../../../gateway/auth/access-rules.js';
import { contractDifferences } from '../../../gateway/routing/compare-contract.js';
import { readContract } from '../../../gateway/routing/contract.js';
import { createContractProbe } from '../../../gateway/routing/probe-contract.js';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { comparePositions, directionsOf, type SortKey } from '../../../schema/cursor.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { startNational } from '../../../subgraphs/national/national.js';
import { provinceRuntime, startProvince } from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { patientUpstream } from '../../support/ask-upstream.js';
import { askGateway } from '../../support/ask-gateway.js';
import { openAdapterWorld } from '../../support/exchange-tables/adapter-world.js';
import { aCase, anItem, taskCodeOf, together } from '../../support/exchange-tables/exchange-rows.js';
import { TestDatabases } from '../../support/test-databases.js';

const read = (file: string): string => readFileSync(new URL(`../../../schema/${file}`, import.meta.url), 'utf8');

const CODES = ['AH', 'GD', 'HN'] as const;
const resources = new AsyncDisposableStack();
const urls = new Map<string, string>();
let gateway = '';

/** Cases of Anhui in all states, with ties, nulls, and times of several shapes. */
const rows = together(
  ...['0', '1', '2', undefined, undefined].flatMap((result, kind) =>
    Array.from({ length: 9 }, (_, index) =>
      aCase({
        accept: {
          apply_date: ['2026-05-04 09:00:00', '2026/5/4 9:00', '20260504100000', '2026年5月6日'][index % 4] ?? null,
          promise_date: index % 3 === 0 ? null : `2026-06-0${(index % 7) + 1} 17:00:00`,
          applyer_area_code: ['340100', '430100', '440100'][index % 3] ?? null,
        },
        ...(result !== undefined && { result: { result_type: result } }),
        ...(kind === 4 && { steps: [{}] }),
      }),
    ),
  ),
  ...['居民身份证换领', '学历公证', '夫妻投靠户口迁移', '居民身份证换领'].map((name, index) =>
    anItem({
      basic: {
        task_code: taskCodeOf('000709008000', String(index + 1)),
        task_name: name,
        promise_day: String(5 + index),
        anticipate_day: index === 1 ? null : '20',
      },
      fees: [{}],
      materials: [{}],
    }),
  ),
);

beforeAll(async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-adapter-e2e-'));
  resources.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const databases = resources.use(new TestDatabases(dataDir));
  const national = resources.use(await startNational({ dataDir, port: 0 }));
  const adapter = await resources.use(await openAdapterWorld(rows)).serve();
  urls.set('AH', adapter.url);
  const shared = provinceRuntime();
  for (const code of ['GD', 'HN']) {
    const place = { instance: readInstance(code), dataDir, database: databases.placeOf(code) };
    await seedWhenEmpty({ ...place, cases: 60 });
    const province = resources.use(await startProvince({ ...place, port: 0, shared }));
    urls.set(code, province.url);
  }
  const endpoints = {
    provinces: new Map([...urls].map(([code, url]) => [code, { url }])),
    subgraphs: { national: national.url },
  };
  const options = gatewayOptions(read('supergraph.graphql'), endpoints, {
    directory: dataDir,
    settings: {},
  });
  const running = await startGateway(options, { log: createLog(() => {}), now: () => new Date() });
  gateway = resources.use(running).url;
}, 120_000);
afterAll(() => resources.disposeAsync());

const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
  (await askGateway(gateway, { query, variables })) as {
    readonly data: Record<string, never>;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };

/** All nodes of a list of one province, asked directly. */
async function everyNode(code: string, list: string, fields: string): Promise<readonly Record<string, SortKey>[]> {
  const nodes: Record<string, SortKey>[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query($after: String) { list: ${list}(first: 200, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
    const response = await fetch(urls.get(code) ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { data } = (await response.json()) as {
      data: { list: { nodes: Record<string, SortKey>[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    nodes.push(...data.list.nodes);
    if (!data.list.pageInfo.hasNextPage) return nodes;
    after = data.list.pageInfo.endCursor;
  }
}

const keyOf: Readonly<Record<string, string>> = {
  SUBMITTED_AT: 'submittedAt',
  DUE_AT: 'dueAt',
  CASE_NO: 'caseNo',
  NAME_ZH: 'nameZh',
  UPDATED_AT: 'updatedAt',
};

it.each([
  ['cases', 'submittedAt dueAt caseNo', ['SUBMITTED_AT_DESC'], 7],
  ['cases', 'submittedAt dueAt caseNo', ['DUE_AT_ASC', 'CASE_NO_DESC'], 13],
  ['cases', 'submittedAt dueAt caseNo', ['DUE_AT_DESC', 'SUBMITTED_AT_ASC'], 50],
  ['serviceItems', 'nameZh updatedAt', ['NAME_ZH_ASC'], 11],
  ['serviceItems', 'nameZh updatedAt', ['UPDATED_AT_DESC', 'NAME_ZH_DESC'], 40],
] as const)('pages %s of all three as one sorted list, forwards and backwards', async (list, fields, order, size) => {
  const all = (await Promise.all(CODES.map((code) => everyNode(code, list, `id ${fields}`)))).flat();
  const terms = order.map((term) => keyOf[term.replace(/_(ASC|DESC)$/, '')] ?? '');
  const directions = directionsOf(order.join(',')) ?? [];
  const positions = all.map((node) => ({
    order: order.join(','),
    keys: terms.map((term) => node[term] ?? null),
    id: String(node['id']),
  }));
  const expected = positions.sort((a, b) => comparePositions(a, b, directions)).map(({ id }) => id);
  const orderType = list === 'cases' ? 'CaseOrder' : 'ServiceItemOrder';

  const readAll = async (isBackward: boolean): Promise<readonly string[]> => {
    const pages: (readonly string[])[] = [];
    for (let cursor: string | null = null; ; ) {
      const [count, place] = isBackward ? ['last', 'before'] : ['first', 'after'];
      const { data } = await ask(
        `query($cursor: String, $order: [${orderType}!]) { list: ${list}(${count}: ${size}, ${place}: $cursor, orderBy: $order) {
          nodes { id } totalCount coverage { exact } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { cursor, order },
      );
      const page = data['list'] as unknown as {
        nodes: { id: string }[];
        totalCount: number;
        coverage: { exact: boolean };
        pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
      };
      expect(page).toMatchObject({ totalCount: expected.length, coverage: { exact: true } });
      pages.push(page.nodes.map(({ id }) => id));
      const { pageInfo } = page;
      if (!(isBackward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break;
      cursor = isBackward ? pageInfo.startCursor : pageInfo.endCursor;
    }
    return (isBackward ? pages.reverse() : pages).flat();
  };

  expect(await readAll(false)).toEqual(expected);
  expect(await readAll(true)).toEqual(expected);
  expect(expected.filter((id) => id.startsWith('AH:')).length).toBe(list === 'cases' ? 45 : 4);
  expect(new Set(expected).size).toBe(expected.length);
});

it('serves the contract: nothing differs, and the probe finds it kept', async () => {
  const contract = readContract(read('supergraph.graphql'));
  if (contract === undefined) throw new Error('There is no contract.');
  const response = await fetch(urls.get('AH') ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ _service { sdl } }"}',
  });
  const { data } = (await response.json()) as { data: { _service: { sdl: string } } };

  expect(contractDifferences(contract, data._service.sdl)).toEqual([]);
  await using upstream = patientUpstream({ answerLimitBytes: 16 * 1024 * 1024 });
  const probe = createContractProbe(contract, {
    upstream,
    timeoutMs: 30_000,
    issuePassport: () => Promise.resolve(''),
    access: readAccessRules(read('supergraph.graphql')),
  });
  const entry = { code: 'AH', place: 0, url: new URL(urls.get('AH') ?? ''), notice: undefined };
  expect(await probe(entry)).toEqual({ outcome: 'kept' });
});

it('is named as one that does not offer what its tables do not hold, and stays in service', async () => {
  const { data, errors } = await ask(
    '{ windows(first: 1) { coverage { exact missing { province { code } reason since } } } ratings(first: 1) { coverage { missing { reason } } } federation { provinces { province { code } state } } }',
  );

  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    windows: {
      coverage: { exact: false, missing: [{ province: { code: 'AH' }, reason: 'NOT_OFFERED', since: null }] },
    },
    ratings: { coverage: { missing: [{ reason: 'NOT_OFFERED' }] } },
    federation: {
      provinces: [{ province: { code: 'AH' }, state: 'SERVING' }, { state: 'SERVING' }, { state: 'SERVING' }],
    },
  });
});

it.each([
  ['policyParameters', '{ policyParameters(province: "AH") { code } }'],
  [
    'guide',
    '{ guide(standardItem: "CN:StandardItem:mps-idcard-renew", applicantProvince: "GD", handlingProvince: "AH") { __typename } }',
  ],
  ['leg', '{ leg(id: "AH:Leg:1") { id } }'],
])('refuses %s, which it alone could answer, with a code that says why', async (_field, query) => {
  const { errors } = await ask(query);

  expect(errors).toMatchObject([{ extensions: { code: 'NOT_OFFERED', province: 'AH', retryable: false } }]);
});

it('joins its items with the national catalogue and compares them with those of others', async () => {
  const { data, errors } = await ask(
    `{ compareItem(standardItem: "CN:StandardItem:mps-idcard-renew") { offeredBy standard { nameZh }
       aspects { kind subject values { value provinces { code } } } coverage { exact }
       implementations { province { code nameZh } standard { nameZh } fees { amountFen } } } }`,
  );

  expect(errors).toBeUndefined();
  const comparison = data['compareItem'] as unknown as {
    offeredBy: number;
    implementations: { province: { code: string } }[];
    aspects: { kind: string; values: { value: string; provinces: { code: string }[] }[] }[];
  };
  expect(comparison).toMatchObject({ standard: { nameZh: '居民身份证换领' }, coverage: { exact: true } });
  expect(comparison.implementations.filter(({ province }) => province.code === 'AH')).toEqual([
    { province: { code: 'AH', nameZh: '安徽省' }, standard: { nameZh: '居民身份证换领' }, fees: [{ amountFen: 2000 }] },
    { province: { code: 'AH', nameZh: '安徽省' }, standard: { nameZh: '居民身份证换领' }, fees: [{ amountFen: 2000 }] },
  ]);
  const name = comparison.aspects.find(({ kind }) => kind === 'NAME');
  expect(name?.values.flatMap(({ provinces }) => provinces.map(({ code }) => code))).toContain('AH');
});
