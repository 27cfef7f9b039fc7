import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';

/**
 * What is counted of a case, from one day on until it changes: an answer of a day reads what held on that day, while the
 * next day is gathered beside it. It names nobody, and the case only so that it can be replaced.
 */
export const CaseFactEntity = defineEntity({
  name: 'CaseFact',
  tableName: 'case_fact',
  indexes: [{ name: 'case_fact_until', properties: ['untilDay'] }],
  properties: {
    caseId: p.text().primary(),
    /** The first day as of which it holds, and the first as of which it does not; a far one while it does. */
    sinceDay: p.integer().primary(),
    untilDay: p.integer(),
    item: p.text(),
    /** Empty for an item that is not on the list of this province. */
    authority: p.text(),
    mode: p.text(),
    receiving: p.text(),
    state: p.text(),
    year: p.text(),
    month: p.text(),
    satisfaction: p.text(),
    progress: p.text(),
    duration: p.text(),
    timeliness: p.text(),
    satisfied: p.text(),
    /** Working minutes from submission to completion; null while it runs, and where nobody can say. */
    minutes: p.integer().nullable(),
  },
});

/** How far facts have been gathered. One row. */
export const StatisticsStateEntity = defineEntity({
  name: 'StatisticsState',
  tableName: 'statistics_state',
  properties: {
    id: p.text().primary(),
    /** The day as of the beginning of which everything is gathered; null before the first. */
    asOfDay: p.integer().nullable(),
    /** The day that is being gathered, and the last case that is; null while none is. */
    gatheringDay: p.integer().nullable(),
    cursorAt: p.text().nullable(),
    cursorId: p.text().nullable(),
  },
});

/** Which questions somebody has asked on a day, so that nobody asks too many different ones. Both are keyed hashes. */
export const StatisticsQuestionEntity = defineEntity({
  name: 'StatisticsQuestion',
  tableName: 'statistics_question',
  properties: { day: p.integer().primary(), caller: p.text().primary(), question: p.text().primary() },
});

/** The entities of this module, for the storage. */
export const statisticsEntities = [CaseFactEntity, StatisticsStateEntity, StatisticsQuestionEntity] as const;

export type CaseFactRow = InferKyselyTable<typeof CaseFactEntity>;
export type StatisticsStateRow = InferKyselyTable<typeof StatisticsStateEntity>;

/** The tables of this module, as Kysely sees them. */
export interface StatisticsTables {
  case_fact: CaseFactRow;
  statistics_state: StatisticsStateRow;
  statistics_question: InferKyselyTable<typeof StatisticsQuestionEntity>;
}
