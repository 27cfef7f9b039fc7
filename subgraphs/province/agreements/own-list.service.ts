import type { CatalogueTables } from '../catalogue/index.js';
import type { Agreement } from '../shared/agreement.js';
import { fromJson } from '../storage/stored.js';
import type { Applying } from './applying.service.js';
import type { Bureau } from './bureau.service.js';
import { findLateDeadlines, findUnlisted, type ListedItem, ownItems } from './terms/terms.rules.js';

/** What this province's own implementation list says of a text that it is to sign. */
export interface OwnFindings {
  readonly facts: Applying['facts'];
  readonly problems: readonly string[];
}

/** Looks at a text by this province's own list: items that it does not perform for others, limits that are too long. */
export async function judgeByOwnList(bureau: Bureau, agreement: Agreement): Promise<OwnFindings> {
  const { code: province } = bureau.instance;
  const list = await readList(bureau, ownItems(agreement, province));
  const unlisted = findUnlisted(agreement, { province, list });
  const late = findLateDeadlines(agreement, { province, list });
  return {
    facts: { isListed: unlisted.length === 0, isWithinLimits: late.length === 0 },
    problems: [...unlisted, ...late],
  };
}

async function readList({ transaction }: Bureau, codes: readonly string[]): Promise<readonly ListedItem[]> {
  if (codes.length === 0) return [];
  const items = transaction.getKysely<CatalogueTables>().selectFrom('service_item');
  const rows = await items
    .select(['item_code', 'cross_region', 'statutory_value', 'statutory_unit'])
    .where('item_code', 'in', codes)
    .orderBy('id')
    .execute();
  return rows.map(({ item_code: itemCode, cross_region: region, statutory_value: value, statutory_unit: unit }) => ({
    itemCode,
    scope: fromJson(region).scope,
    statutory: value === null || unit === null ? null : { value, unit },
  }));
}
