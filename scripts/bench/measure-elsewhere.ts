import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeSupergraph } from '../../schema/compose.js';
import { interleave, middle, type Effort } from './compare.js';
import { startGatewayProcess } from './gateway-process.js';
import { expectExact } from './item-page.js';
import type { Target } from './load.js';
import { postJson } from './post-json.js';
import { provinceCodes } from './province-codes.js';
import { smallContractSdl } from './small-contract.js';
import { startStandIns } from './stand-in-process.js';
import { table } from './table.js';
import { createTemporaryDirectory } from './temporary-directory.js';

const PROVINCES = 31;

interface Page {
  readonly first: number;
  /** How many references deep. */
  readonly depth: number;
}

const PAGES: readonly Page[] = [
  { first: 50, depth: 0 },
  { first: 50, depth: 1 },
  { first: 10, depth: 2 },
  { first: 50, depth: 2 },
  { first: 200, depth: 2 },
];

/**
 * Pages of rows that refer to rows of other provinces, which refer to yet others: how many requests one query costs.
 * Throws when they are more than one for each province and level, whatever the number of rows.
 */
export async function measureElsewhere(effort: Effort): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const directory = opened.use(createTemporaryDirectory()).path;
  const supergraph = path.join(directory, 'supergraph.graphql');
  writeFileSync(supergraph, composeSupergraph(smallContractSdl, []));
  const standIns = opened.use(await startStandIns({ contract: 'small', codes: provinceCodes(PROVINCES) }));
  const gateway = opened.use(await startGatewayProcess({ directory, provinces: standIns.urls, supergraph }));
  const targets = PAGES.map(({ first, depth }): Target => {
    const query = `{ rows(first: ${first}) { edges { node ${selection(depth)} } coverage { exact } } }`;
    const body = JSON.stringify({ query });
    return { url: `${gateway.ready.url}/graphql`, body, pid: gateway.pid, check: expectExact };
  });
  const rows: (readonly string[])[] = [];
  for (const [index, page] of PAGES.entries()) {
    const target = targets[index];
    if (target === undefined) continue;
    await standIns.takeTraffic();
    const answer = await postJson(target.url, target.body);
    target.check(answer);
    rows.push(requestRow(page, answer, (await standIns.takeTraffic()).requests));
  }
  const rounds = await interleave(targets, 1, { ...effort, seconds: effort.seconds / 4 });
  const p50 = rounds.map((own) => middle(own, ({ p50Ms }) => p50Ms).toFixed(2));
  return table(
    `references between ${PROVINCES} stand-in provinces, 1 client, medians of ${effort.rounds} rounds of ${effort.seconds / 4} s`,
    [
      'rows of the page',
      'levels',
      'rows of the answer',
      'requests to provinces',
      'bound: provinces × levels',
      'p50 ms',
    ],
    rows.map((row, index) => [...row, p50[index] ?? '']),
  );
}

function selection(depth: number): string {
  return depth === 0 ? '{ id label }' : `{ id label friends ${selection(depth - 1)} }`;
}

function requestRow({ first, depth }: Page, answer: string, requests: number): readonly string[] {
  const levels = depth + 1;
  const entities = answer.split('"label":').length - 1;
  const bound = PROVINCES * levels;
  if (requests > bound) throw new Error(`${first} rows at ${levels} levels took ${requests} requests, not ${bound}`);
  return [String(first), String(levels), String(entities), String(requests), String(bound)];
}
