// npm run bench: ratios measured side by side in one run, over the 31 provinces (and not the XPCC) on this machine.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { listInstances } from '../subgraphs/province/shared/instance.js';
import { median, residentMb, runRound, type Round, type Target } from './bench/load.js';
import { startNetwork } from './start/network.js';

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
});
const ROUNDS = Number(flags.rounds);
const SECONDS = Number(flags.seconds);
const CASES = 2000; // so that GD has more than 1,000 pages of 5
const PAGE =
  '{ serviceItems(first: 50) { edges { cursor node { id nameZh mode promisedLimit { value unit } } } pageInfo { hasNextPage endCursor } totalCount coverage { exact } } }';
const UPSTREAM =
  '{ serviceItems(first: 50) { edges { cursor node { __key: id id nameZh mode promisedLimit { value unit } } } totalCount __position: edges { cursor } __page: pageInfo { hasNextPage hasPreviousPage } } }';

interface Comparison {
  readonly ours: Round[];
  readonly theirs: Round[];
}

/** Rounds of both in turn, the order reversed each time, so that a machine that drifts favours neither. */
async function compare(ours: Target, theirs: Target, clients: number): Promise<Comparison> {
  const result: Comparison = { ours: [], theirs: [] };
  await runRound(ours, clients, 1);
  await runRound(theirs, clients, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
    for (const side of order) {
      result[side].push(await runRound(side === 'ours' ? ours : theirs, clients, SECONDS));
    }
  }
  return result;
}

function row(label: string, rounds: Comparison, read: (round: Round) => number | undefined): string {
  const middle = (side: readonly Round[]): number => median(side.map((round) => read(round) ?? Number.NaN));
  const [ours, theirs] = [middle(rounds.ours), middle(rounds.theirs)];
  return `| ${label} | ${ours.toFixed(2)} | ${theirs.toFixed(2)} | ${(ours / theirs).toFixed(2)} |`;
}

function rows(title: string, rounds: Comparison): string[] {
  return [
    row(`${title}: requests/s`, rounds, ({ requests, seconds }) => requests / seconds),
    row(`${title}: p50 ms`, rounds, ({ p50Ms }) => p50Ms),
    row(`${title}: p99 ms`, rounds, ({ p99Ms }) => p99Ms),
    row(`${title}: processor ms/request of the measured process`, rounds, ({ cpuMsPerRequest }) => cpuMsPerRequest),
  ];
}

async function startProxy(urls: readonly string[]): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const task = JSON.stringify({ urls, body: JSON.stringify({ query: UPSTREAM, variables: {} }) });
  const child = fork(path.resolve(import.meta.dirname, 'bench/proxy.ts'), [task]);
  const url = await new Promise<string>((resolve) => {
    child.once('message', (message: { readonly url: string }) => resolve(message.url));
  });
  return { child, url };
}

const expectRows = (count: number) => (answer: string) => {
  const { data } = JSON.parse(answer) as { data: { page: { nodes: unknown[] } } };
  if (data.page.nodes.length !== count) throw new Error(`wrong answer: ${answer.slice(0, 200)}`);
};

async function thousandthCursor(url: string): Promise<string> {
  let after: string | null = null;
  for (let page = 0; page < 999 / 40; page += 1) {
    const query = `query ($after: String) { cases(first: 200, after: $after) { pageInfo { endCursor } } }`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const body = (await response.json()) as { data: { cases: { pageInfo: { endCursor: string } } } };
    after = body.data.cases.pageInfo.endCursor;
  }
  return after ?? '';
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-bench-'));
  const codes = listInstances().flatMap(({ code }) => (code === 'XPCC' ? [] : [code]));
  const options = { dataDir, port: 0, codes, averageCases: CASES };
  try {
    const began = performance.now();
    const first = await startNetwork(options);
    const firstStart = (performance.now() - began) / 1000;
    await first[Symbol.asyncDispose]();
    const beganAgain = performance.now();
    await using network = await startNetwork(options);
    const laterStart = (performance.now() - beganAgain) / 1000;
    const memory = network.pids.reduce((sum, pid) => sum + (residentMb(pid) ?? Number.NaN), 0);
    const registry = parseYaml(readFileSync(path.join(dataDir, 'registry.yaml'), 'utf8')) as {
      readonly provinces: Readonly<Record<string, { readonly url: string }>>;
    };
    const urls = Object.values(registry.provinces).map(({ url }) => url);
    const table = await measure(`${network.url}/graphql`, network.gatewayPid, urls);
    const lines = [
      `| over ${codes.length} provinces, ${CASES} cases on average, medians of ${ROUNDS} rounds of ${SECONDS} s | ours | other | ratio |`,
      '|---|---|---|---|',
      ...table,
      '',
      `first start with seeding ${firstStart.toFixed(1)} s, later start ${laterStart.toFixed(1)} s, resident memory of the gateway and the two hosts ${memory.toFixed(0)} MB`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(gatewayUrl: string, gatewayPid: number | undefined, urls: readonly string[]): Promise<string[]> {
  const { child, url } = await startProxy(urls);
  const check = (answer: string): void => {
    if (!answer.includes('"exact":true')) throw new Error(`wrong answer: ${answer.slice(0, 200)}`);
  };
  const gateway = { url: gatewayUrl, body: JSON.stringify({ query: PAGE }), pid: gatewayPid, check };
  const proxy = { url, body: '', pid: child.pid, check: () => undefined };
  const [one, eight] = [await compare(gateway, proxy, 1), await compare(gateway, proxy, 8)];
  child.kill('SIGTERM');
  // One province, page 1 against page 1,000: straight at the province, where the query is made.
  const busiest = urls[listInstances().findIndex(({ code }) => code === 'GD')] ?? '';
  const pageOf = (after: string | null): Target => ({
    url: busiest,
    body: JSON.stringify({
      query: 'query ($after: String) { page: cases(first: 5, after: $after) { nodes { id caseNo submittedAt } } }',
      variables: { after },
    }),
    pid: undefined,
    check: expectRows(5),
  });
  const deep = await compare(pageOf(await thousandthCursor(busiest)), pageOf(null), 1);
  return [
    ...rows('(a) gathered page against bare proxy, 1 client', one),
    ...rows('(a) gathered page against bare proxy, 8 clients', eight),
    row('(b) page 1,000 of one province against page 1: p50 ms', deep, ({ p50Ms }) => p50Ms),
  ];
}

await main();
