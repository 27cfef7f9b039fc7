import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { Stored } from '../../storage/stored.js';
import type { Draft, PreflightGap } from '../preflight.rules.js';

/** A gap as it was told: what is wrong, and what mends it. */
export type ToldGap = PreflightGap & { readonly cureZh: string; readonly cureEn: string };

/**
 * What this province found in a draft, and when it first said so: the evidence that an applicant was told of all gaps
 * at once. The row is named by the digest of everything in it but the time.
 */
export const PreflightEntity = defineEntity({
  name: 'Preflight',
  tableName: 'preflight',
  properties: {
    digest: p.text().primary(),
    itemCode: p.text(),
    itemVersion: p.integer(),
    scenario: p.text().nullable(),
    applicantProvince: p.text(),
    draft: p.json().$type<Draft>(),
    gaps: p.json().$type<readonly ToldGap[]>(),
    checkedAt: p.text(),
  },
});

export type PreflightRow = Stored<InferKyselyTable<typeof PreflightEntity>>;

/** The table of preflights, as Kysely sees it. */
export interface PreflightTables {
  preflight: PreflightRow;
}
