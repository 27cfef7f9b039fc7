import { startAdminServer } from './admin-server.js';
import type { TelemetryConfig } from './config.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { startTracing } from './start-tracing.js';
import type { Traced, Tracing } from './tracing.js';

/** What a process has for those who watch over it. Dispose of it last: what is done until then is of interest too. */
export interface Telemetry extends AsyncDisposable {
  /** Undefined where nothing is counted. */
  readonly metrics: Metrics | undefined;
  /** Where the metrics are read. */
  readonly metricsUrl: string | undefined;
  /** Undefined where nothing is traced. */
  readonly tracing: Tracing | undefined;
}

/** Whose telemetry it is. */
export interface Watched extends Pick<Traced, 'service' | 'trustsCaller'> {
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Opens what the configuration asks for. Throws an `AdminPortError` when the port is taken. */
export async function startTelemetry(
  { admin, tracing: asked }: TelemetryConfig,
  { log, ...traced }: Watched,
): Promise<Telemetry> {
  await using opened = new AsyncDisposableStack();
  const metrics = admin && (await openMetrics());
  const server = metrics && opened.use(await startAdminServer(admin, metrics));
  const onChange: Traced['onChange'] = (isSending, reason) => {
    if (isSending) log.info('traces are sent again');
    else log.warn('traces cannot be sent, and are lost', { reason });
  };
  const tracing = asked && opened.use(await startTracing(asked, { ...traced, onChange }));
  const resources = opened.move();
  return {
    metrics,
    metricsUrl: server && `${server.url}/metrics`,
    tracing,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Loads what counts only where something is counted. */
async function openMetrics(): Promise<Metrics> {
  const { Metrics: Counting } = await import('./metrics.js');
  return new Counting({ process: true });
}
