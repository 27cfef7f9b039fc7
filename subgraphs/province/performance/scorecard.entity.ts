import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { ScorecardAppealStateCode, ScorecardMeasureCode } from '../../../schema/performance-lists.js';
import type { Stored } from '../storage/stored.js';

/** The appeal of one line of a scorecard. The figure is computed and stays; the decision stands beside it. */
export const ScorecardAppealEntity = defineEntity({
  name: 'ScorecardAppeal',
  tableName: 'scorecard_appeal',
  indexes: [{ name: 'scorecard_appeal_unit', properties: ['unitCode', 'fromAt', 'id'] }],
  properties: {
    id: p.text().primary(),
    unitCode: p.text(),
    /** Account whose card it is; null for the card of the unit. */
    staffSubject: p.text().nullable(),
    measure: p.text().$type<ScorecardMeasureCode>(),
    fromAt: p.text(),
    toAt: p.text(),
    state: p.text().$type<ScorecardAppealStateCode>(),
    appealedAt: p.text(),
    appealedBy: p.text(),
    decidedAt: p.text().nullable(),
    decidedBy: p.text().nullable(),
    /** Why it is appealed, and why it was decided so. About work, not about applicants. */
    reason: p.text(),
    decision: p.text().nullable(),
  },
});

export type ScorecardAppealRow = Stored<InferKyselyTable<typeof ScorecardAppealEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface PerformanceTables {
  scorecard_appeal: ScorecardAppealRow;
}
