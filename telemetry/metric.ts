/** A metric as it is declared once, for the code and for `docs/metrics.md`. */
export interface Metric<Label extends string = string> {
  readonly name: string;
  /** One sentence, for the page that is scraped and for the document. */
  readonly help: string;
  /** Each takes its values from a closed list or a short one of this machine: codes, never names that clients choose. */
  readonly labels: readonly Label[];
}

/** A metric with the bounds of its buckets, in seconds. */
export interface Timing<Label extends string = string> extends Metric<Label> {
  readonly buckets: readonly number[];
}

/** A value for each label. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>;

/** Values of a metric at this moment. */
export type Reading<Label extends string> = readonly (readonly [labels: Labels<Label>, value: number])[];

/** Counts gauges that could not be read. */
export const UNREADABLE: Metric<'metric'> = {
  name: 'tongban_metrics_unreadable_total',
  help: 'Gauges that could not be read when somebody looked, such as those of a database that is gone.',
  labels: ['metric'],
};

/** From what a cache answers to what a client no longer waits for. */
export const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** The metrics of one kind of process as rows of a table, for the document. */
export function printMetrics(metrics: readonly (Metric | Timing)[]): string {
  const rows = metrics.map((metric) => {
    const kind = 'buckets' in metric ? 'histogram' : metric.name.endsWith('_total') ? 'counter' : 'gauge';
    const labels = metric.labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${metric.name}\` | ${kind} | ${labels} | ${metric.help} |`;
  });
  return ['| metric | kind | labels | what it says |', '|---|---|---|---|', ...rows, ''].join('\n');
}
