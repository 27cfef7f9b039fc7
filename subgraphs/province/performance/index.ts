import { ScorecardAppealResolver } from './appeal.resolver.js';
import { PerformanceResolver } from './performance.resolver.js';
import { ScorecardAppealEntity } from './scorecard.entity.js';

/** What modules.ts needs to know of this module. */
export const performance = {
  entities: [ScorecardAppealEntity],
  resolvers: [PerformanceResolver, ScorecardAppealResolver],
  references: {},
} as const;
