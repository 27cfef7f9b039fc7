import { compare, comparisonRow, type Effort } from './compare.js';
import { startGatewayProcess } from './gateway-process.js';
import { expectExact, itemPage } from './item-page.js';
import type { Target } from './load.js';
import { provinceCodes } from './province-codes.js';
import { startStandIns } from './stand-in-process.js';
import { table } from './table.js';
import { createTemporaryDirectory } from './temporary-directory.js';

const COUNTS = [1, 31] as const;

/** What counting costs: the same gathered page by a gateway with `--admin-port` and by one without, side by side. */
export async function measureWatching(effort: Effort): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const directory = opened.use(createTemporaryDirectory()).path;
  const standIns = opened.use(await startStandIns({ contract: 'items', codes: provinceCodes(Math.max(...COUNTS)) }));
  const rows: (readonly string[])[] = [];
  for (const count of COUNTS) {
    const provinces = new Map([...standIns.urls].slice(0, count));
    const targetOf = async (flags: readonly string[]): Promise<Target> => {
      const gateway = opened.use(await startGatewayProcess({ directory, provinces, flags }));
      const body = JSON.stringify({ query: itemPage });
      return { url: `${gateway.ready.url}/graphql`, body, pid: gateway.pid, check: expectExact };
    };
    const sides = { ours: await targetOf(['--admin-port', '0']), theirs: await targetOf([]) };
    const rounds = await compare(sides, 1, effort);
    rows.push(
      comparisonRow(`${count} provinces: p50 ms`, rounds, ({ p50Ms }) => p50Ms),
      comparisonRow(`${count} provinces: processor ms/request`, rounds, ({ cpuMsPerRequest }) => cpuMsPerRequest),
    );
  }
  return table(
    `a page gathered over stand-in provinces, 1 client, medians of ${effort.rounds} rounds of ${effort.seconds} s`,
    ['', 'with metrics', 'without', 'ratio'],
    rows,
  );
}
