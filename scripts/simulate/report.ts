import { table } from '../bench/table.js';
import type { Figures } from './measure-gateway.js';
import { questions } from './questions.js';

type Kind = keyof typeof questions;

/** What was measured over so many provinces. */
export interface Measured {
  readonly provinces: number;
  readonly figures: Readonly<Record<Kind, Figures>>;
}

// A gateway that is busier than this has no room for the minute in which a neighbour is restarted.
const FULL = 0.7;
const DEMANDS = [100, 1000, 10_000] as const;

/** Latency, coverage and cost of each kind of request, by number of provinces. */
export function figuresTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ provinces, figures }) =>
    (Object.keys(questions) as Kind[]).map((kind) => figuresRow(provinces, kind, figures[kind])),
  );
  return table(
    'Latency, coverage and what a request costs the gateway, by number of provinces',
    [
      'provinces',
      'request',
      'a second',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'whole',
      'missing',
      'failed',
      'gateway ms',
      'MB',
    ],
    rows,
  );
}

function figuresRow(provinces: number, kind: Kind, { rate, arrivals, costMs, residentMb }: Figures): readonly string[] {
  const took = arrivals.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const at = (share: number): string => (took[Math.floor(took.length * share)] ?? Number.NaN).toFixed(0);
  const percent = (count: number): string => `${((100 * count) / arrivals.length).toFixed(1)} %`;
  const missing = arrivals.reduce((sum, each) => sum + each.missing, 0) / arrivals.length;
  return [
    String(provinces),
    questions[kind].title,
    rate.toFixed(0),
    ...[at(0.5), at(0.95), at(0.99)],
    percent(arrivals.filter(({ isWhole }) => isWhole).length),
    missing.toFixed(2),
    percent(arrivals.filter(({ failure }) => failure !== undefined).length),
    costMs.toFixed(2),
    residentMb.toFixed(0),
  ];
}

/** How many requests of the assumed mix one gateway carries on one core, and how many gateways a demand takes. */
export function capacityTable(measured: readonly Measured[]): string {
  const rows = measured.map((each) => {
    const most = requestsPerSecond(each);
    return [String(each.provinces), most.toFixed(0), ...DEMANDS.map((demand) => String(gatewaysFor(demand, most)))];
  });
  const mix = Object.values(questions).map(({ title, share }) => `${Math.round(100 * share)} % ${title}`);
  return table(
    `Where one gateway ends (${Math.round(100 * FULL)} % of a core), and how many are needed with one to spare. Assumed: ${mix.join(', ')}`,
    ['provinces', 'one gateway, requests/s', ...DEMANDS.map((demand) => `for ${demand}/s`)],
    rows,
  );
}

/** Requests of the mix that one gateway may be given a second. */
export function requestsPerSecond({ figures }: Measured): number {
  const kinds = Object.keys(questions) as Kind[];
  const costMs = kinds.reduce((sum, kind) => sum + questions[kind].share * figures[kind].costMs, 0);
  return (FULL * 1000) / costMs;
}

function gatewaysFor(demand: number, most: number): number {
  return Math.ceil(demand / most) + 1;
}
