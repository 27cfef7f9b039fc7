import { interleave, middle, type Effort } from './compare.js';
import { startGatewayProcess } from './gateway-process.js';
import { expectExact, itemPage } from './item-page.js';
import type { Round, Target } from './load.js';
import { postJson } from './post-json.js';
import { provinceCodes } from './province-codes.js';
import { startProxy } from './proxy-process.js';
import { startStandIns, type StandIns } from './stand-in-process.js';
import { slope, table } from './table.js';
import { createTemporaryDirectory } from './temporary-directory.js';

const COUNTS = [4, 16, 31, 100] as const;

/**
 * A gathered page over more and more provinces, gateway and bare proxy side by side, in rounds of one run. What the
 * provinces themselves cost is kept out: they are stand-ins in another process, which answer from a table.
 */
export async function measureRouting(effort: Effort): Promise<string> {
  await using opened = new AsyncDisposableStack();
  const directory = opened.use(createTemporaryDirectory()).path;
  const standIns = opened.use(await startStandIns({ contract: 'items', codes: provinceCodes(Math.max(...COUNTS)) }));
  const targets: Target[] = [];
  for (const count of COUNTS) targets.push(...(await startPair({ standIns, count, directory }, opened)));
  // A request takes milliseconds here, so short rounds count enough of them.
  const seconds = effort.seconds / 3;
  const rounds = await interleave(targets, 1, { ...effort, seconds });
  const measured = COUNTS.map((count, index) => readCount(count, rounds[2 * index] ?? [], rounds[2 * index + 1] ?? []));
  return table(
    `a page of 50 gathered over N stand-in provinces, 1 client, medians of ${effort.rounds} rounds of ${seconds.toFixed(1)} s`,
    [
      'provinces',
      'gateway p50 ms',
      'proxy p50 ms',
      'ratio',
      'gateway processor ms/request',
      'proxy processor ms/request',
      'ratio',
      'gateway processor ms/request and province',
    ],
    [
      ...measured.map(countRow),
      slopeRow('each further province, least squares: ms', measured),
      // No steeper than the line through all of them, or the growth would be more than linear.
      slopeRow(`each further province, ${COUNTS.slice(-2).join(' to ')}: ms`, measured.slice(-2)),
    ],
  );
}

interface PairSetting {
  readonly standIns: StandIns;
  readonly count: number;
  readonly directory: string;
}

/** A gateway over the first `count` provinces, and a proxy that sends them what this gateway sends them. */
async function startPair(
  { standIns, count, directory }: PairSetting,
  opened: AsyncDisposableStack,
): Promise<readonly [Target, Target]> {
  const provinces = new Map([...standIns.urls].slice(0, count));
  const gateway = opened.use(await startGatewayProcess({ directory, provinces }));
  const url = `${gateway.ready.url}/graphql`;
  const body = JSON.stringify({ query: itemPage });
  await standIns.takeTraffic();
  expectExact(await postJson(url, body));
  const { requests, bodies } = await standIns.takeTraffic();
  const [sent, other] = bodies;
  if (requests !== count || sent === undefined || other !== undefined) {
    throw new Error(`${count} provinces were asked ${requests} times, with ${bodies.length} different bodies`);
  }
  const proxy = opened.use(await startProxy([...provinces.values()], sent));
  return [
    { url, body, pid: gateway.pid, check: expectExact },
    { url: proxy.ready.url, body: '', pid: proxy.pid, check: () => undefined },
  ];
}

interface CountFigures {
  readonly count: number;
  readonly p50Ms: readonly [gateway: number, proxy: number];
  readonly cpuMs: readonly [gateway: number, proxy: number];
}

function readCount(count: number, gateway: readonly Round[], proxy: readonly Round[]): CountFigures {
  const both = (read: (round: Round) => number | undefined) => [middle(gateway, read), middle(proxy, read)] as const;
  return { count, p50Ms: both(({ p50Ms }) => p50Ms), cpuMs: both(({ cpuMsPerRequest }) => cpuMsPerRequest) };
}

function countRow({ count, p50Ms, cpuMs }: CountFigures): readonly string[] {
  return [String(count), ...beside(p50Ms), ...beside(cpuMs), (cpuMs[0] / count).toFixed(3)];
}

/** How steeply each column rises with the number of provinces. */
function slopeRow(label: string, measured: readonly CountFigures[]): readonly string[] {
  const slopes = (read: (figures: CountFigures) => readonly [number, number]) =>
    ([0, 1] as const).map((side) => slope(measured.map((figures) => ({ x: figures.count, y: read(figures)[side] }))));
  return [label, ...beside(slopes(({ p50Ms }) => p50Ms)), ...beside(slopes(({ cpuMs }) => cpuMs)), ''];
}

function beside([gateway = Number.NaN, proxy = Number.NaN]: readonly number[]): readonly string[] {
  const digits = (value: number): string => value.toFixed(value < 1 ? 3 : 2);
  return [digits(gateway), digits(proxy), (gateway / proxy).toFixed(2)];
}
