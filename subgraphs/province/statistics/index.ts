import { statisticsEntities } from './statistics.entity.js';
import { StatisticsResolver } from './statistics.resolver.js';

export { startStatistics } from './gather-facts.service.js';
export type { StatisticsTables } from './statistics.entity.js';

/** What modules.ts needs to know of this module. */
export const statistics = { entities: statisticsEntities, resolvers: [StatisticsResolver], references: {} } as const;
