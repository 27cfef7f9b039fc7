import type { Metric } from '../../telemetry/metric.js';
import type { Metrics } from '../../telemetry/metrics.js';
import { createSubgraphMeters, subgraphMetrics, type SubgraphMeters } from '../server/subgraph-metrics.js';
import { createExchangeMeters, exchangeMetrics, type ExchangeMeters } from './exchange/exchange-metrics.js';
import { countMigrations, type ProvinceStorage, provinceMigrations } from './storage/orm.js';
import { countOpenAlerts } from './supervision/index.js';

const alerts: Metric<'level'> = {
  name: 'tongban_supervision_alerts',
  help: 'Alerts that are open in this province, by level.',
  labels: ['level'],
};

const migrations: Metric<'state'> = {
  name: 'tongban_province_migrations',
  help: 'Steps of the schema of the database. state: applied in the database, known to this version.',
  labels: ['state'],
};

/** Every metric of a province, for the document. */
export const provinceMetrics = [...subgraphMetrics, ...exchangeMetrics, alerts, migrations] as const;

/** What a province tells of what it does; a process has one. */
export interface ProvinceMeters {
  readonly server: SubgraphMeters;
  readonly exchange: ExchangeMeters;
  /** Says in which database to look, whenever somebody asks. */
  watch(storage: ProvinceStorage, nowMs: () => number): void;
}

/** Opens the meters of one province in the metrics of its process. */
export function createProvinceMeters(metrics: Metrics): ProvinceMeters {
  const exchange = createExchangeMeters(metrics);
  return {
    server: createSubgraphMeters(metrics),
    exchange,
    watch(storage, nowMs) {
      exchange.watch(storage, nowMs);
      metrics.gauge(alerts, async () => [...(await countOpenAlerts(storage))].map(([level, n]) => [{ level }, n]));
      metrics.gauge(migrations, async () => [
        [{ state: 'applied' }, await countMigrations(storage)],
        [{ state: 'known' }, provinceMigrations.length],
      ]);
    },
  };
}
