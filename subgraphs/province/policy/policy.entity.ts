import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { PolicyCode } from '../../../schema/policy-parameters.js';
import type { Stored } from '../storage/stored.js';

/**
 * Each change of a parameter, for good: the last one of a code is what counts. `toValue` null goes back to the
 * national value.
 */
export const PolicyChangeEntity = defineEntity({
  name: 'PolicyChange',
  tableName: 'policy_change',
  indexes: [
    { name: 'policy_change_at', properties: ['at', 'seq', 'id'] },
    { name: 'policy_change_of', properties: ['code', 'at', 'seq', 'id'] },
  ],
  uniques: [{ name: 'policy_change_id', properties: ['id'] }],
  properties: {
    code: p.text().$type<PolicyCode>().primary(),
    /** From 1, for each code. */
    seq: p.integer().primary(),
    id: p.text(),
    at: p.text(),
    fromValue: p.integer(),
    toValue: p.integer().nullable(),
    reason: p.text(),
    /** Who changed it, by his account at the issuer. */
    changedBy: p.text(),
  },
});

export type PolicyChangeRow = Stored<InferKyselyTable<typeof PolicyChangeEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface PolicyTables {
  policy_change: PolicyChangeRow;
}
