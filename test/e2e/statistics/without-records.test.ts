// What may be asked by whom, and that nothing but numbers crosses the border of a province. The tests stand in their order:
// the last of them stops a province.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import type { CaseTables } from '../../../subgraphs/province/cases/index.js';
import { openProvinceStorage, readInstance } from '../../../subgraphs/province/province.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { ANALYST, type Asked, askStatistics, untilGathered } from '../../support/statistics/ask-statistics.js';
import { recordTraffic, type RecordingProxy } from '../../support/statistics/recording-proxy.js';
import { until } from '../../support/until.js';

const codes = ['GD', 'HN', 'JX'];
const SMALL_CELL = 10;

let opened: AsyncDisposableStack;
let network: TestNetwork;
let proxies: readonly RecordingProxy[];
const rows: object[] = [];
beforeAll(async () => {
  opened = new AsyncDisposableStack();
  network = opened.use(await startNetwork({ provinces: codes, cases: 300, isGuarded: true }));
  for (const code of codes) {
    const place = { instance: readInstance(code), dataDir: network.dataDir, database: network.databaseOf(code) };
    const orm = await openProvinceStorage(place);
    rows.push(...(await orm.em.fork().getKysely<CaseTables>().selectFrom('service_case').selectAll().execute()));
    await orm.close(true);
  }
  await untilGathered(network);
  proxies = await Promise.all(codes.map((code) => recordTraffic(network.province(code).url)));
  for (const proxy of proxies) opened.use(proxy);
  const registry = path.join(network.dataDir, 'registry.yaml');
  let text = readFileSync(registry, 'utf8');
  for (const [at, code] of codes.entries()) text = text.replace(network.province(code).url, proxies[at]?.url ?? '');
  writeFileSync(registry, text);
  const isRecorded = async (): Promise<boolean> => {
    await askStatistics(network, {});
    return proxies.every(({ exchanged }) => exchanged.length > 0);
  };
  await until(isRecorded);
});
afterAll(async () => {
  await opened.disposeAsync();
});

const questions: readonly Asked[] = [
  {},
  { groupBy: ['MONTH', 'MODE'] },
  { groupBy: ['ITEM'] },
  { groupBy: ['STATE', 'RECEIVING_PROVINCE'] },
  { groupBy: ['AUTHORITY'], filter: { modes: ['FULLY_ONLINE'] } },
  { groupBy: ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE'], period: { from: '2025-01', to: '2025-12' } },
  { groupBy: ['SATISFACTION', 'YEAR'] },
];

/** Every text in some JSON, and every number with the name that it stands under. */
function* leavesOf(value: unknown, name = ''): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) for (const item of value) yield* leavesOf(item, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, key);
  else yield [name, value];
}

/** All that identifies or describes one case: its numbers, its times, who applied, what papers say. */
function valuesOfRows(): ReadonlySet<unknown> {
  const common = new Set(['item_code', 'mode', 'state', 'kind', 'applicant_kind', 'applicant_province', 'channel']);
  const telling = rows.flatMap((row) =>
    Object.entries(row).flatMap(([column, value]: [string, unknown]) => {
      if (common.has(column) || column === 'provenance' || typeof value !== 'string') return [];
      const inner = /^[[{]/.test(value) ? [...leavesOf(JSON.parse(value))].map(([, leaf]) => leaf) : [value];
      return inner.filter((leaf) => typeof leaf === 'string' && leaf.length > 4);
    }),
  );
  return new Set(telling);
}

it('lets no value of any row cross the border of a province, and no number that is too small', async () => {
  const before = proxies.map(({ exchanged }) => exchanged.length);
  for (const asked of questions) await askStatistics(network, asked, { metrics: true });
  const traffic = proxies.flatMap(({ exchanged }, at) => exchanged.slice(before[at]));
  const forbidden = valuesOfRows();
  const counts = new Set(['cases', 'rated', 'satisfied', 'decided', 'overdue', 'counts']);

  expect(traffic.length).toBeGreaterThanOrEqual(codes.length * questions.length);
  expect(forbidden.size).toBeGreaterThan(2_000);
  for (const { request, answer } of traffic) {
    const leaves = [...leavesOf(JSON.parse(request)), ...leavesOf(JSON.parse(answer))];
    expect(leaves.filter(([, leaf]) => forbidden.has(leaf))).toEqual([]);
    // National items have ids of the nation; nothing of a province has one here.
    expect(/:Case:|"id":"(?!CN:)/.exec(answer)?.[0]).toBeUndefined();
    const small = leaves.filter(([name, leaf]) => counts.has(name) && Number(leaf) > 0 && Number(leaf) < SMALL_CELL);
    expect(small).toEqual([]);
  }
});

const refusalsOf = async (asked: Asked, asker: Asker | 'nobody') =>
  (await askStatistics(network, asked, { asker })).refusals.map(({ code }) => code);
const everywhere = (code: string): readonly string[] => codes.map(() => code);

describe('who may ask', () => {
  const free: Asked = { groupBy: ['MODE', 'STATE'] };
  const staff = (role: Asker['role']): Asker => ({ subject: role, role, province: 'GD', unit: 'U1' });

  it.each(['nobody', staff('citizen'), staff('clerk'), staff('officer'), staff('app')] as const)(
    'shows %j the published tables and nothing else',
    async (asker) => {
      expect(await refusalsOf({ groupBy: ['MONTH', 'SATISFACTION'] }, asker)).toEqual([]);
      expect(await refusalsOf({ groupBy: ['MODE'], period: { from: '2025-01', to: '2025-12' } }, asker)).toEqual([]);
      expect(await refusalsOf(free, asker)).toEqual(everywhere('TABLE_NOT_PUBLISHED'));
      expect(await refusalsOf({ filter: { modes: ['FULLY_ONLINE'] } }, asker)).toEqual(
        everywhere('TABLE_NOT_PUBLISHED'),
      );
    },
  );

  it.each([ANALYST, staff('coordinator'), staff('operator'), staff('supervisor')])(
    'lets %j ask freely',
    async (asker) => {
      expect(await refusalsOf(free, asker)).toEqual([]);
    },
  );
});

describe('a question that is not answered', () => {
  it('is refused by each province with the rule and who may mend it, without an error', async () => {
    const tooMany = { groupBy: ['ITEM', 'STATE', 'MONTH', 'SATISFACTION'] };
    const { refusals, rows: none, coverage } = await askStatistics(network, tooMany);

    expect(refusals.map(({ province }) => province.code)).toEqual(codes);
    expect(refusals[0]).toMatchObject({ code: 'TOO_MANY_DIMENSIONS', curedBy: { role: 'SYSTEM' } });
    expect(refusals[0]?.rule).toMatch(/three dimensions/);
    expect([none, coverage.exact]).toEqual([[], true]);
  });

  it('is too large where more combinations would have to be kept back than a province answers with', async () => {
    expect(await refusalsOf({ groupBy: ['ITEM', 'MONTH', 'RECEIVING_PROVINCE'] }, ANALYST)).toEqual(
      everywhere('TABLE_TOO_LARGE'),
    );
  });

  it('has no period that is none', async () => {
    expect(await refusalsOf({ period: { from: '2025-13', to: '2026-01' } }, ANALYST)).toEqual(
      everywhere('PERIOD_INVALID'),
    );
  });
});

async function setPolicy(code: string, value: number): Promise<void> {
  const query = `mutation ($input: SetPolicyParameterInput!) { setPolicyParameter(input: $input) {
    ... on PolicyParameter { value } ... on PolicyRefusal { code } } }`;
  const input = { province: 'GD', idempotencyKey: `${code} ${value}`, code, value, reason: '测试' };
  const answer = await network.query(query, { input }, { subject: 'op', role: 'operator', province: 'GD' });
  expect(answer.data).toEqual({ setPolicyParameter: { value } });
}

it('lets a caller ask a province so many different questions a day, and the same again for nothing', async () => {
  await setPolicy('STATISTICS_BUDGET', 20);
  const asker: Asker = { subject: 'analyst-2', role: 'analyst' };
  const ask = (month: number, provinces = ['GD'], who = asker) =>
    refusalsOf({ provinces, period: { from: '2024-02', to: `2024-${String(month).padStart(2, '0')}` } }, who);
  const other = (month: number) =>
    refusalsOf({ groupBy: ['MODE'], provinces: ['GD'], period: { from: '2025-02', to: `2025-0${month}` } }, asker);
  for (let month = 2; month <= 12; month += 1) expect(await ask(month)).toEqual([]);
  for (let month = 2; month <= 9; month += 1) expect(await other(month)).toEqual([]);
  expect(await refusalsOf({ groupBy: ['STATE', 'MODE'], provinces: ['GD'] }, asker)).toEqual([]);

  expect(await refusalsOf({ groupBy: ['MODE', 'STATE', 'MODE'], provinces: ['GD'] }, asker)).toEqual([]);
  expect(await refusalsOf({ groupBy: ['MODE', 'YEAR'], provinces: ['GD'] }, asker)).toEqual(['BUDGET_SPENT']);
  expect(await refusalsOf({ groupBy: ['MODE', 'YEAR'], provinces: ['GD'] }, { ...asker, role: 'supervisor' })).toEqual([
    'BUDGET_SPENT',
  ]);
  expect(await ask(5)).toEqual([]);
  expect(await refusalsOf({ groupBy: ['MODE'], provinces: ['GD'] }, asker)).toEqual([]);
  expect(await refusalsOf({ groupBy: ['MODE', 'YEAR'], provinces: ['HN'] }, asker)).toEqual([]);
  expect(await refusalsOf({ groupBy: ['MODE', 'YEAR'], provinces: ['GD'] }, ANALYST)).toEqual([]);
});

it('follows what a province sets as its smallest cell at once', async () => {
  const asked = { groupBy: ['RECEIVING_PROVINCE'], provinces: ['GD'] };
  const hidden = async (): Promise<number> =>
    (await askStatistics(network, asked)).rows.filter(({ suppressedIn }) => suppressedIn > 0).length;
  const atTen = await hidden();
  await setPolicy('SMALL_CELL', 3);

  expect(await hidden()).toBeLessThan(atTen);
  expect((await askStatistics(network, asked)).smallestCell).toBe(3);
  expect((await askStatistics(network, { groupBy: ['RECEIVING_PROVINCE'] })).smallestCell).toBe(10);
});

it('says which province is missing, and leaves the numbers of the others as they are', async () => {
  const asked = { groupBy: ['MODE'] };
  const others = await askStatistics(network, { ...asked, provinces: ['GD', 'HN'] });
  await network.province('JX').stop();
  await proxies[2]?.[Symbol.asyncDispose]();
  const { rows: left, coverage } = await askStatistics(network, asked);

  expect(coverage).toMatchObject({ exact: false, missing: [{ province: { code: 'JX' } }] });
  expect(left).toEqual(others.rows);
});
