import type { Metric, Reading, Timing } from '../../telemetry/metric.js';
import type { Metrics } from '../../telemetry/metrics.js';
import { requestBuckets } from '../../telemetry/metric.js';

/** How an operation ended: partial is an answer with an error or a missing province in it. */
export type OperationOutcome = 'answered' | 'partial' | 'refused' | 'failed';

/** How a province stands in the eyes of this gateway. */
export type ProvinceStanding = 'answering' | 'missing' | 'quarantined' | 'maintenance';

const operation: Timing<'kind' | 'outcome'> = {
  name: 'tongban_gateway_operation_seconds',
  help:
    'Operations over their time. kind: query, mutation, subscription, or none for what is no operation; outcome: ' +
    'answered, partial (a province or a field is missing), refused (the caller can mend it), failed (a fault of ours).',
  labels: ['kind', 'outcome'],
  buckets: requestBuckets,
};

const call: Timing<'upstream' | 'outcome'> = {
  name: 'tongban_gateway_call_seconds',
  help:
    'Calls to provinces and ordinary subgraphs over their time. upstream: letter code or name; outcome: answered, ' +
    'cancelled, or the code of the fault. Provinces that were not asked (maintenance, quarantine) count with 0 s.',
  labels: ['upstream', 'outcome'],
  buckets: requestBuckets,
};

const missing: Metric<'province' | 'reason'> = {
  name: 'tongban_gateway_missing_total',
  help: 'Lists that were answered without this province, by the reason that stands in coverage.',
  labels: ['province', 'reason'],
};

const refused: Metric<'code'> = {
  name: 'tongban_gateway_refusals_total',
  help: 'Requests that got no data, by error code: RATE_LIMITED, TOKEN_INVALID, GRAPHQL_VALIDATION_FAILED and so on.',
  labels: ['code'],
};

const plan: Timing<'outcome'> = {
  name: 'tongban_gateway_plan_seconds',
  help:
    'Operations that were planned, waiting for the planner included; all others found their plan in the cache. ' +
    'outcome: planned, failed.',
  labels: ['outcome'],
  buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
};

const sharedReads: Metric<never> = {
  name: 'tongban_gateway_shared_reads_total',
  help: 'Reads that were answered by an identical one of the same caller which was under way.',
  labels: [],
};

const streams: Metric<never> = {
  name: 'tongban_gateway_streams',
  help: 'Streams of events that are open.',
  labels: [],
};

const provinces: Metric<'province' | 'standing'> = {
  name: 'tongban_gateway_province',
  help: '1 for how each province of the registry stands: answering, missing, quarantined, maintenance, disabled or deregistering.',
  labels: ['province', 'standing'],
};

/** Every metric of the gateway, for the document. */
export const gatewayMetrics = [operation, call, missing, refused, plan, sharedReads, streams, provinces] as const;

/** What the rooms of the gateway tell of what they do. Labels are codes; nothing that a client writes comes here. */
export interface GatewayMeters {
  readonly operated: (labels: { readonly kind: string; readonly outcome: OperationOutcome }, ms: number) => void;
  readonly called: (labels: { readonly upstream: string; readonly outcome: string }, ms: number) => void;
  readonly missed: (labels: { readonly province: string; readonly reason: string }) => void;
  readonly refused: (labels: { readonly code: string }) => void;
  readonly planned: (labels: { readonly outcome: 'planned' | 'failed' }, ms: number) => void;
  readonly shared: () => void;
  /** Counts a stream as open until it is disposed of. */
  readonly openStream: () => Disposable;
  /** Says where to look for the standing of the provinces. */
  readonly watchProvinces: (read: () => Reading<'province' | 'standing'>) => void;
}

/** Opens the meters of one gateway in the metrics of its process. */
export function createGatewayMeters(metrics: Metrics): GatewayMeters {
  let open = 0;
  metrics.gauge(streams, () => [[{}, open]]);
  const countShared = metrics.counter(sharedReads);
  return {
    operated: metrics.timing(operation),
    called: metrics.timing(call),
    missed: metrics.counter(missing),
    refused: metrics.counter(refused),
    planned: metrics.timing(plan),
    shared: () => countShared({}),
    openStream() {
      open += 1;
      return { [Symbol.dispose]: () => void (open -= 1) };
    },
    watchProvinces: (read) => metrics.gauge(provinces, read),
  };
}
