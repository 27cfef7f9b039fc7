import { gatewayMetrics } from '../gateway/observability/gateway-metrics.js';
import { provinceMetrics } from '../subgraphs/province/metrics.js';
import { subgraphMetrics } from '../subgraphs/server/subgraph-metrics.js';
import { printMetrics, UNREADABLE } from '../telemetry/metric.js';

/** What every process measures of itself; names of prom-client, of which these are worth an alert. */
export const nodeMetrics = [
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_heap_size_used_bytes',
  'nodejs_gc_duration_seconds',
] as const;

/** The page of all metrics, from their declarations. */
export function printMetricsPage(): string {
  return `# Metrics

Printed from the code by \`npm run schema\`; a check of CI keeps it fresh. Every process serves them at \`/metrics\`, in
the text format of Prometheus, with \`--admin-port N\`: on this machine only, unless \`--admin-host\` says otherwise. Who
can reach that port needs no token, so let nobody but the collector reach it (\`deploy/kubernetes/network.yaml\`).

Labels are codes of closed lists, letter codes of provinces and names of subgraphs. Names of operations, callers and
addresses are in no label: clients choose them, and a metric has a row for each value that it has ever seen.

## Gateway

${printMetrics(gatewayMetrics)}
## Every subgraph: national, provinces

${printMetrics(subgraphMetrics)}
## Provinces

${printMetrics(provinceMetrics.filter((metric) => !subgraphMetrics.some(({ name }) => name === metric.name)))}
## Every process

${printMetrics([UNREADABLE])}
Beside these, what \`prom-client\` measures of a process, such as ${nodeMetrics.map((name) => `\`${name}\``).join(', ')}.
`;
}
