import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { CaseState } from '../../../../schema/case-lists.js';
import type { HandlingMode } from '../../../../schema/code-lists.js';
import type { Stored } from '../../storage/stored.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/**
 * What happened in cases, as everybody may see it: written in the transaction of what happened, kept for some days, and
 * never changed but for its position, which it gets once, when it is committed.
 */
export const CaseFeedEntity = defineEntity({
  name: 'CaseFeed',
  tableName: 'case_feed',
  // Read on from a position, of all cases or of one; what has no position yet stands together in the first.
  indexes: [
    { name: 'case_feed_position', properties: ['position'] },
    { name: 'case_feed_case', properties: ['caseId', 'position'] },
  ],
  properties: {
    collaborationNo: p.text().primary(),
    /** Grows with each change of any course of the case. */
    ordinal: p.integer().primary(),
    /** Place in the order in which this province tells; null until it is known. */
    position: p.integer().nullable(),
    at: p.text(),
    /** The move; null where another province told how its leg stands. */
    event: p.text().$type<CaseEvent>().nullable(),
    leg: p.text(),
    legState: p.text(),
    /** Who did it: this province, or the one whose letter it was. */
    province: p.text(),
    mode: p.text().$type<Name<typeof HandlingMode>>(),
    lead: p.text(),
    receiving: p.text().nullable(),
    /** Null for a leg whose case another province has. */
    caseId: p.text().nullable(),
    /** State of the case after it. */
    caseState: p.text().$type<Name<typeof CaseState>>().nullable(),
  },
});

export type CaseFeedRow = Stored<InferKyselyTable<typeof CaseFeedEntity>>;

/** The table of the feed, as Kysely sees it. */
export interface FeedTables {
  case_feed: CaseFeedRow;
}
