import { fromJson } from '../../storage/stored.js';
import { type Bureau, tablesOf } from '../bureau.service.js';
import type { ProposalRow } from '../consultation.entity.js';

/** Keeps a text behind those that were proposed before. */
export async function keepProposal(bureau: Bureau, proposal: Omit<ProposalRow, 'seq'>): Promise<void> {
  const last = await findLast(bureau, proposal.consultation_id);
  const row = { ...proposal, seq: (last?.row.seq ?? 0) + 1 };
  await tablesOf(bureau).insertInto('rule_proposal').values(row).execute();
}

/** The text that lies before both; undefined before there is one. */
export async function findLast(bureau: Bureau, id: string) {
  const proposals = tablesOf(bureau).selectFrom('rule_proposal').selectAll().where('consultation_id', '=', id);
  const row = await proposals.orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : { row, text: fromJson(row.text) };
}
