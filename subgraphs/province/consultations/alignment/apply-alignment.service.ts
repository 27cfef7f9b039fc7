import { amendAspect, amendItem, findItemOf, rulesOf } from '../../catalogue/index.js';
import { isoTime } from '../../exchange/desk.js';
import { fromJson } from '../../storage/stored.js';
import { type Bureau, tablesOf } from '../bureau.service.js';
import type { AlignmentRow } from '../consultation.entity.js';
import { changeOf, todayOf } from './fits.service.js';

/** Keeps what was agreed on; from its day on the list of this province says so too. */
export async function keepAlignment(bureau: Bureau, row: AlignmentRow): Promise<void> {
  await tablesOf(bureau).insertInto('rule_alignment').values(row).execute();
  await applyAlignment(bureau, row);
}

/** The alignments of which the day has come and that are not in the list yet. */
export function dueAlignments(bureau: Bureau): Promise<readonly AlignmentRow[]> {
  const due = tablesOf(bureau).selectFrom('rule_alignment').selectAll().where('applied_at', 'is', null);
  return due.where('effective_from', '<=', todayOf(bureau)).orderBy('effective_from').limit(MAX_ALIGNMENTS).execute();
}

const MAX_ALIGNMENTS = 100;

/** Puts the item as it was agreed on into force, on its day or later; true when something was done. */
export async function applyAlignment(bureau: Bureau, row: AlignmentRow): Promise<boolean> {
  if (row.effective_from > todayOf(bureau)) return false;
  const text = fromJson(row.text);
  const at = isoTime(bureau.desk.clock.nowMs());
  if (text.adoptedBy.includes(bureau.instance.code)) {
    const item = await findItemOf(bureau.transaction, text.item);
    const rules = item && amendAspect(rulesOf(item), changeOf(text));
    // The item is gone, or lacks what was to be changed: nothing to put into force, which the list itself shows.
    if (item !== undefined && rules !== undefined) await amendItem(bureau.transaction, item, { rules, at });
  }
  const applied = tablesOf(bureau).updateTable('rule_alignment').set({ applied_at: at });
  await applied.where('consultation_id', '=', row.consultation_id).execute();
  return true;
}
