import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MAX_PAGE_SIZE } from '../../../schema/page.js';
import { listInstances } from '../../../subgraphs/province/province.js';
import { provinceFile } from '../../../subgraphs/province/storage/orm.js';
import type { Asker } from '../../demo/play-journey.js';
import { type SmallNetwork, startSmallNetwork } from '../../demo/small-network.js';
import { headersOf } from '../../demo/system-stage.js';

const ANALYST: Asker = { subject: 'bench-analyst', role: 'analyst' };
const RUNS = 5;

interface Counted {
  readonly ms: number;
  readonly bytes: number;
}

interface Cases {
  readonly cases: {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface Statistics {
  readonly caseStatistics: { readonly rows: readonly unknown[]; readonly refusals: readonly unknown[] };
}

const tables = [
  { groupBy: [], key: '' },
  {
    groupBy: ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE'],
    key: 'receivingProvince { code } handlingProvince { code }',
  },
  { groupBy: ['MONTH', 'MODE'], key: 'month mode' },
  { groupBy: ['ITEM', 'MONTH'], key: 'item { id } month' },
] as const;

// What a client needs of the rows to count them so himself.
const PAGE = `query ($after: String) { cases(first: ${MAX_PAGE_SIZE}, after: $after) {
  nodes { item { id } mode province { code } applicantProvince { code } submittedAt } pageInfo { hasNextPage endCursor } } }`;

/** Measures a network of all provinces, each with so many cases, in one process; gives a table in Markdown. */
export async function measureStatistics({ cases }: { readonly cases: number }): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-bench-'));
  const codes = listInstances().map(({ code }) => code);
  // All provinces share one process here, which none of them would: what they compute in turn must not time out.
  const patient = Object.fromEntries(
    [
      'operationTimeoutMs',
      'provinceTimeoutMs',
      'headersTimeoutMs',
      'idleTimeoutMs',
      'callTimeoutMs',
      'requestTimeoutMs',
    ].map((name) => [name, 600_000]),
  );
  try {
    await using network = await startSmallNetwork({
      ...{ provinces: codes, cases, dataDir, isGuarded: true, settings: patient },
      placeOf: (code) => ({ file: provinceFile(dataDir, code) }),
    });
    return await measure(network, { dataDir, codes, cases });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface World {
  readonly dataDir: string;
  readonly codes: readonly string[];
  readonly cases: number;
}

async function measure(network: SmallNetwork, { dataDir, codes, cases }: World): Promise<string> {
  const headers = { 'content-type': 'application/json', ...(await headersOf(dataDir, ANALYST)) };
  const ask: Ask = async (query, variables) => {
    const began = performance.now();
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${network.url}/graphql`, { method: 'POST', headers, body });
    const bytes = Buffer.from(await response.arrayBuffer());
    const ms = performance.now() - began;
    const answer = JSON.parse(bytes.toString('utf8')) as {
      readonly data?: Cases & Statistics;
      readonly errors?: unknown;
    };
    if (answer.data === undefined || answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return { ms, bytes: bytes.length, data: answer.data };
  };
  await untilGathered(ask);
  const pulled = await pullRows(ask);
  const lines = [
    `${codes.length} provinces with ${cases} cases each, in one process; rows in pages of ${MAX_PAGE_SIZE}.`,
    '',
    '| | time | bytes | time, to the rows | bytes, to the rows |',
    '|---|---|---|---|---|',
    `| ${pulled.rows.toLocaleString('en-US')} rows pulled, ${pulled.pages} pages | ${told(pulled)} | 1 | 1 |`,
  ];
  for (const { groupBy, key } of tables) {
    const query = `query ($groupBy: [StatisticsDimension!]!) { caseStatistics(groupBy: $groupBy) {
      rows { ${key} cases suppressedIn } refusals { code } coverage { exact } } }`;
    const runs = [];
    for (let run = 0; run <= RUNS; run += 1) runs.push(await ask(query, { groupBy }));
    const [first, ...others] = runs;
    const again = others.toSorted((a, b) => a.ms - b.ms)[Math.floor(RUNS / 2)];
    if (first === undefined || again === undefined || first.data.caseStatistics.refusals.length > 0)
      throw new Error('A table was refused.');
    const what = `[${groupBy.join(', ')}], ${first.data.caseStatistics.rows.length.toLocaleString('en-US')} rows`;
    lines.push(`| ${what}: first of the day | ${told(first)} | ${ratio(first, pulled)} |`);
    lines.push(`| … again, median of ${RUNS} | ${told(again)} | ${ratio(again, pulled)} |`);
  }
  return lines.join('\n');
}

/** Asks one of the questions below: the answer has the one or the other. */
type Ask = (query: string, variables: object) => Promise<Counted & { readonly data: Cases & Statistics }>;

async function untilGathered(ask: Ask): Promise<void> {
  const isReady = async (): Promise<boolean> =>
    (await ask('{ caseStatistics { rows { cases } refusals { code } } }', {})).data.caseStatistics.refusals.length ===
    0;
  while (!(await isReady())) await setTimeout(200);
}

async function pullRows(ask: Ask): Promise<Counted & { readonly rows: number; readonly pages: number }> {
  const total = { ms: 0, bytes: 0, rows: 0, pages: 0 };
  for (let after: string | null = null, isMore = true; isMore; ) {
    const { ms, bytes, data }: Counted & { readonly data: Cases } = await ask(PAGE, { after });
    total.ms += ms;
    total.bytes += bytes;
    total.rows += data.cases.nodes.length;
    total.pages += 1;
    after = data.cases.pageInfo.endCursor;
    isMore = data.cases.pageInfo.hasNextPage;
  }
  return total;
}

const told = ({ ms, bytes }: Counted): string =>
  `${ms.toFixed(0)} ms | ${(bytes / 1024).toLocaleString('en-US', { maximumFractionDigits: 1 })} KiB`;

const ratio = (one: Counted, other: Counted): string =>
  `1 : ${(other.ms / one.ms).toPrecision(2)} | 1 : ${(other.bytes / one.bytes).toPrecision(2)}`;
