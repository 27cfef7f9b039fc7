import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Labels, type Metric, type Reading, type Timing, UNREADABLE } from './metric.js';

/** What one process counts. Nothing is sent: it is read by whoever may reach the admin port. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #failed: Counter<'metric'>;

  /** With `process`, memory, processor, event loop and garbage collection are measured from now on. */
  constructor(options: { readonly process?: boolean } = {}) {
    this.#failed = new Counter({ ...UNREADABLE, labelNames: UNREADABLE.labels, registers: [this.#registry] });
    if (options.process === true) collectDefaultMetrics({ register: this.#registry });
  }

  /** Opens a counter; the function adds to it, one unless it is told how many. */
  counter<Label extends string>(metric: Metric<Label>): (labels: Labels<Label>, by?: number) => void {
    const counter = new Counter<Label>({ ...declared(metric), registers: [this.#registry] });
    return (labels, by = 1) => counter.inc(labels as Record<Label, string>, by);
  }

  /** Opens a histogram of times; the function takes milliseconds, as the rest of the code does. */
  timing<Label extends string>(metric: Timing<Label>): (labels: Labels<Label>, ms: number) => void {
    const buckets = [...metric.buckets];
    const histogram = new Histogram<Label>({ ...declared(metric), buckets, registers: [this.#registry] });
    return (labels, ms) => histogram.observe(labels as Record<Label, string>, ms / 1000);
  }

  /**
   * Opens a gauge that is read when somebody looks. One that cannot be read is left out, and counted: a database that is
   * gone must not take the other metrics with it.
   */
  gauge<Label extends string>(metric: Metric<Label>, read: () => Promise<Reading<Label>> | Reading<Label>): void {
    const failed = this.#failed;
    new Gauge<Label>({
      ...declared(metric),
      registers: [this.#registry],
      async collect() {
        this.reset();
        try {
          for (const [labels, value] of await read()) this.set(labels as Record<Label, string>, value);
        } catch {
          failed.inc({ metric: metric.name });
        }
      },
    });
  }

  /** All of it, in the text format of Prometheus. */
  async print(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

function declared<Label extends string>({ name, help, labels }: Metric<Label>) {
  return { name, help, labelNames: labels };
}
