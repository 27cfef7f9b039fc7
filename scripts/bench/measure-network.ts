import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { startNetwork } from '../start/network.js';
import { compare, comparisonRow, type Comparison, type Effort } from './compare.js';
import { expectExact, itemPage } from './item-page.js';
import { residentMb, type Target } from './load.js';
import { postJson } from './post-json.js';
import { provinceCodes } from './province-codes.js';
import { startProxy } from './proxy-process.js';
import { table } from './table.js';
import { createTemporaryDirectory } from './temporary-directory.js';

const PROVINCES = 31;
const CASES = 2000; // so that GD has more than 1,000 pages of 5
const UPSTREAM =
  '{ serviceItems(first: 50) { edges { cursor node { __key: id id nameZh mode promisedLimit { value unit } } } totalCount __position: edges { cursor } __page: pageInfo { hasNextPage hasPreviousPage } } }';

/** The reference provinces themselves, with the gateway over them: a gathered page, a page far down, the start. */
export async function measureNetwork(effort: Effort): Promise<string> {
  using directory = createTemporaryDirectory();
  // The bare proxy and the deep pages ask provinces directly.
  const common = { dataDir: directory.path, port: 0, isGuarded: false };
  const options = { ...common, codes: provinceCodes(PROVINCES), averageCases: CASES };
  const began = performance.now();
  const first = await startNetwork(options);
  const firstStart = (performance.now() - began) / 1000;
  await first[Symbol.asyncDispose]();
  const beganAgain = performance.now();
  await using network = await startNetwork(options);
  const laterStart = (performance.now() - beganAgain) / 1000;
  const memory = network.pids.reduce((sum, pid) => sum + (residentMb(pid) ?? Number.NaN), 0);
  const urls = readUrls(directory.path);
  const gateway = { url: `${network.url}/graphql`, pid: network.gatewayPid };
  const rows = [...(await measureGathered(gateway, [...urls.values()], effort)), await measureDeep(urls, effort)];
  const figures = table(
    `over ${PROVINCES} provinces, ${CASES} cases on average, medians of ${effort.rounds} rounds of ${effort.seconds} s`,
    ['', 'ours', 'other', 'ratio'],
    rows,
  );
  const start = `first start with seeding ${firstStart.toFixed(1)} s, later start ${laterStart.toFixed(1)} s`;
  return `${figures}\n\n${start}, resident memory of the gateway and the two hosts ${memory.toFixed(0)} MB`;
}

function readUrls(dataDir: string): ReadonlyMap<string, string> {
  const registry = parseYaml(readFileSync(path.join(dataDir, 'registry.yaml'), 'utf8')) as {
    readonly provinces: Readonly<Record<string, { readonly url: string }>>;
  };
  return new Map(Object.entries(registry.provinces).map(([code, { url }]) => [code, url]));
}

async function measureGathered(
  { url, pid }: Pick<Target, 'url' | 'pid'>,
  urls: readonly string[],
  effort: Effort,
): Promise<readonly (readonly string[])[]> {
  await using proxy = await startProxy(urls, JSON.stringify({ query: UPSTREAM, variables: {} }));
  const ours = { url, pid, body: JSON.stringify({ query: itemPage }), check: expectExact };
  const theirs = { url: proxy.ready.url, body: '', pid: proxy.pid, check: () => undefined };
  const one = await compare({ ours, theirs }, 1, effort);
  const eight = await compare({ ours, theirs }, 8, effort);
  return [
    ...gatheredRows('(a) gathered page against bare proxy, 1 client', one),
    ...gatheredRows('(a) gathered page against bare proxy, 8 clients', eight),
  ];
}

function gatheredRows(title: string, rounds: Comparison): readonly (readonly string[])[] {
  return [
    comparisonRow(`${title}: requests/s`, rounds, ({ requests, seconds }) => requests / seconds),
    comparisonRow(`${title}: p50 ms`, rounds, ({ p50Ms }) => p50Ms),
    comparisonRow(`${title}: p99 ms`, rounds, ({ p99Ms }) => p99Ms),
    comparisonRow(
      `${title}: processor ms/request of the measured process`,
      rounds,
      ({ cpuMsPerRequest }) => cpuMsPerRequest,
    ),
  ];
}

/** One province, page 1 against page 1,000: straight at the province, where the query is made. */
async function measureDeep(urls: ReadonlyMap<string, string>, effort: Effort): Promise<readonly string[]> {
  const busiest = urls.get('GD') ?? '';
  const pageOf = (after: string | null): Target => ({
    url: busiest,
    body: JSON.stringify({
      query: 'query ($after: String) { page: cases(first: 5, after: $after) { nodes { id caseNo submittedAt } } }',
      variables: { after },
    }),
    pid: undefined,
    check: expectRows(5),
  });
  const deep = { ours: pageOf(await thousandthCursor(busiest)), theirs: pageOf(null) };
  const rounds = await compare(deep, 1, effort);
  return comparisonRow('(b) page 1,000 of one province against page 1: p50 ms', rounds, ({ p50Ms }) => p50Ms);
}

const expectRows = (count: number) => (answer: string) => {
  const { data } = JSON.parse(answer) as { data: { page: { nodes: unknown[] } } };
  if (data.page.nodes.length !== count) throw new Error(`wrong answer: ${answer.slice(0, 200)}`);
};

async function thousandthCursor(url: string): Promise<string> {
  let after: string | null = null;
  for (let page = 0; page < 999 / 40; page += 1) {
    const query = `query ($after: String) { cases(first: 200, after: $after) { pageInfo { endCursor } } }`;
    const answer = JSON.parse(await postJson(url, JSON.stringify({ query, variables: { after } }))) as {
      data: { cases: { pageInfo: { endCursor: string } } };
    };
    after = answer.data.cases.pageInfo.endCursor;
  }
  return after ?? '';
}
