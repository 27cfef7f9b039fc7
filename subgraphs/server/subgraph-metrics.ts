import type { Metric, Timing } from '../../telemetry/metric.js';
import type { Metrics } from '../../telemetry/metrics.js';
import { requestBuckets } from '../../telemetry/metric.js';

const request: Timing<'status'> = {
  name: 'tongban_subgraph_request_seconds',
  help: 'Requests of gateways over their time, by HTTP status. Streams of events are not among them.',
  labels: ['status'],
  buckets: requestBuckets,
};

const error: Metric<'code'> = {
  name: 'tongban_subgraph_errors_total',
  help: 'Errors in answers, by error code.',
  labels: ['code'],
};

const database: Timing<never> = {
  name: 'tongban_subgraph_database_seconds',
  help: 'Statements over their time in the database.',
  labels: [],
  buckets: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
};

/** Every metric that all subgraphs have, for the document. */
export const subgraphMetrics = [request, error, database] as const;

/** What a subgraph tells of what it does. */
export interface SubgraphMeters {
  readonly requested: (labels: { readonly status: string }, ms: number) => void;
  readonly failed: (labels: { readonly code: string }) => void;
  /** One statement has run. */
  readonly stated: (ms: number) => void;
}

/** Opens the meters of one subgraph in the metrics of its process. */
export function createSubgraphMeters(metrics: Metrics): SubgraphMeters {
  const state = metrics.timing(database);
  return {
    requested: metrics.timing(request),
    failed: metrics.counter(error),
    stated: (ms) => state({}, ms),
  };
}
