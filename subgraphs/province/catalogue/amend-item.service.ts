import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson, toJson } from '../storage/stored.js';
import type { AmendedRules } from './amend-aspect.rules.js';
import type { ItemRules } from '../../shared/aspects.rules.js';
import type { CatalogueTables, ServiceItemRow } from './catalogue.entity.js';

/** An item as provinces are compared by it. */
export function rulesOf(row: ServiceItemRow): ItemRules {
  const { statutory_value: statutory, statutory_unit: unit } = row;
  return {
    ...{ nameZh: row.name_zh, taskCode: row.task_code, taskType: row.task_type },
    ...{ legalBasis: fromJson(row.legal_basis), maxVisits: row.max_visits },
    statutory: statutory === null || unit === null ? null : { value: statutory, unit },
    promised: { value: row.promised_value, unit: row.promised_unit },
    acceptanceConditions: fromJson(row.acceptance_conditions),
    ...{ fees: fromJson(row.fees), materials: fromJson(row.materials) },
  };
}

/** How this province performs a national item, in a transaction; undefined when it does not. */
export function findItemOf(transaction: Transaction, itemCode: string): Promise<ServiceItemRow | undefined> {
  const items = transaction.getKysely<CatalogueTables>().selectFrom('service_item').selectAll();
  return items.where('item_code', '=', itemCode).orderBy('id').limit(1).executeTakeFirst();
}

/** Puts the next version of an item into force. Cases that run name theirs, and keep it. */
export async function amendItem(
  transaction: Transaction,
  item: Pick<ServiceItemRow, 'id' | 'version'>,
  { rules, at }: { readonly rules: AmendedRules; readonly at: string },
): Promise<void> {
  const items = transaction.getKysely<CatalogueTables>().updateTable('service_item');
  const next = { ...columnsOf(rules), version: item.version + 1, updated_at: at };
  const amending = items.set(next).where('id', '=', item.id).where('version', '=', item.version);
  const { numUpdatedRows } = await amending.executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error('The item has another version by now.');
}

function columnsOf({
  promised,
  maxVisits,
  acceptanceConditions,
  fees,
  materials,
}: AmendedRules): Partial<ServiceItemRow> {
  return {
    ...(promised !== undefined && { promised_value: promised.value, promised_unit: promised.unit }),
    ...(maxVisits !== undefined && { max_visits: maxVisits }),
    ...(acceptanceConditions !== undefined && { acceptance_conditions: toJson(acceptanceConditions) }),
    ...(fees !== undefined && { fees: toJson(fees) }),
    ...(materials !== undefined && { materials: toJson(materials) }),
  };
}

/** True for the code of a unit that this province knows. */
export async function isUnitOf(transaction: Transaction, code: string): Promise<boolean> {
  if (code.includes('\0')) return false;
  const units = transaction.getKysely<CatalogueTables>().selectFrom('authority').select('code');
  return (await units.where('code', '=', code).executeTakeFirst()) !== undefined;
}
