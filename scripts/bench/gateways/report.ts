import { table } from '../table.js';
import type { Contestant } from './field.js';
import { regimes, type Figures, type Measured } from './measure.js';
import type { StormFigures } from './storm.js';
import type { Workload } from './workloads.js';

const columns: readonly (readonly [title: string, read: (figures: Figures) => number])[] = [
  ['requests/s per core', (figures) => figures.requestsPerCpuSecond],
  ['processor ms/request', (figures) => figures.cpuMs],
  ['p50 ms', (figures) => figures.p50Ms],
  ['p99 ms', (figures) => figures.p99Ms],
  ['resident MB', (figures) => figures.residentMb],
  ['upstream calls/request', (figures) => figures.callsPerRequest],
];

/** A table for one workload: each figure of each gateway, and how many times ours it is. */
export function workloadTable(workload: Workload, contestants: readonly Contestant[], measured: Measured): string {
  const rows = regimes.flatMap((regime, index) =>
    contestants.map(({ peer }, lane) => {
      const [figures, ours] = [measured[lane]?.[index], measured[0]?.[index]];
      return [
        peer.title,
        regime.title,
        ...columns.map(([, read]) => beside(figures && read(figures), ours && read(ours))),
      ];
    }),
  );
  const most = (read: (figures: Figures) => number): string => Math.max(...measured.flat().map(read)).toFixed(2);
  const shares = `at most ${most((row) => row.standInShare)} and ${most((row) => row.loadShare)} of a core`;
  const title = `(${workload.name}) ${workload.title}; in brackets, times ours; subgraphs and clients used ${shares}`;
  return table(title, ['gateway', 'requests', ...columns.map(([column]) => column)], rows);
}

/** The table of the storm. */
export function stormTable(contestants: readonly Contestant[], figures: readonly StormFigures[]): string {
  const read: readonly (readonly [string, (row: StormFigures) => number])[] = [
    ['warm p50 ms, calm', (row) => row.calmP50Ms],
    ['warm p99 ms, calm', (row) => row.calmP99Ms],
    ['warm p50 ms, storm', (row) => row.stormP50Ms],
    ['warm p99 ms, storm', (row) => row.stormP99Ms],
    ['ms until a cold document is answered to all', (row) => row.documentMs],
  ];
  const [ours] = figures;
  return table(
    '(e) 8 cold documents, one each 100 ms, each sent by 50 clients at once, beside 4 clients of (b); in brackets, times ours',
    [
      'gateway',
      ...read.map(([column]) => column),
      'p99 storm / calm',
      'first-time processor ms of a document',
      'times that for 50 clients',
    ],
    figures.map((row, index) => [
      contestants[index]?.peer.title ?? '',
      ...read.map(([, value]) => beside(value(row), ours && value(ours))),
      (row.stormP99Ms / row.calmP99Ms).toFixed(1),
      digits(row.firstMs),
      digits(row.plannings),
    ]),
  );
}

function beside(value = Number.NaN, ours = Number.NaN): string {
  return `${digits(value)} (${digits(value / ours)})`;
}

function digits(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
