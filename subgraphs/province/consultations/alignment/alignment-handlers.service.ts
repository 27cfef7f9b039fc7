import { isConsultationRefusal } from '../../../../schema/consultation-refusals.js';
import type { EventHandler, Letter } from '../../exchange/desk.js';
import type { Receipt } from '../../exchange/envelope.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { type Bureau, tablesOf } from '../bureau.service.js';
import { mustStep, stepThread, type Thread } from '../course.service.js';
import { acknowledged, lastHolder, storeLedger, withdrawn } from '../ledger.service.js';
import { unsayLast } from '../texts.service.js';
import { ALIGNMENT_ENDED, ALIGNMENT_PROPOSED, parseEnded, parseProposed } from './alignment-letters.rules.js';
import { findLast } from './proposals.service.js';
import { takeEnded } from './take-ended.service.js';
import { takeProposed } from './take-proposed.service.js';
import { endThread, proposing, threadOf, wordWith } from './word.service.js';

type At = (transaction: Transaction) => Promise<Bureau>;

/** What negotiations do about letters and receipts. */
export function createAlignmentHandlers(at: At): readonly (readonly [string, EventHandler])[] {
  const proposed: EventHandler = {
    apply: async (transaction, letter, instant) => takeProposed(await at(transaction), letter, instant),
    onApplied: async (transaction, letter, receipt) => passWord(await at(transaction), letter, receipt),
    onRefused: async (transaction, letter, receipt) => keepWord(await at(transaction), letter, receipt),
  };
  const ended: EventHandler = {
    apply: async (transaction, letter) => takeEnded(await at(transaction), letter),
    onApplied: async (transaction, letter) => endHere(await at(transaction), letter),
    onRefused: async (transaction, letter, receipt) => goOn(await at(transaction), letter, receipt),
  };
  return [
    [ALIGNMENT_PROPOSED, proposed],
    [ALIGNMENT_ENDED, ended],
  ];
}

/** The word goes with the letter: at this instant, for both. */
async function passWord(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const thread = await threadOf(bureau, parseProposed(letter.payload)?.originId);
  const to = thread.ledger.handoffs.at(-1)?.to ?? lastHolder(thread.ledger);
  const ledger = acknowledged(thread.ledger, to, Date.parse(receipt.at));
  const changes = { ...wordWith(thread.row, ledger), pending: null };
  mustStep(
    await stepThread(bureau, thread, { event: proposing(thread.row), by: 'COORDINATOR', facts: {}, ledger, changes }),
  );
}

async function keepWord(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const thread = await threadOf(bureau, parseProposed(letter.payload)?.originId);
  await storeLedger(bureau, thread.row.id, withdrawn(thread.ledger));
  const last = await findLast(bureau, thread.row.id);
  const gone = tablesOf(bureau).deleteFrom('rule_proposal').where('consultation_id', '=', thread.row.id);
  await gone.where('seq', '=', last?.row.seq ?? 0).execute();
  // A first text that is refused was all that there was: nothing lies before both that could be answered.
  if (thread.row.hop === 0)
    mustStep(
      await stepThread(bureau, thread, { event: 'differ', by: 'OTHER', facts: {}, ledger: withdrawn(thread.ledger) }),
    );
  else await unsayLast(tablesOf(bureau), thread.row.id);
  await goOnWith(bureau, thread, receipt);
}

async function goOn(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const said = parseEnded(letter.payload);
  const thread = await threadOf(bureau, said?.originId);
  if (said?.sealed !== null) await unsayLast(tablesOf(bureau), thread.row.id);
  await goOnWith(bureau, thread, receipt);
}

async function goOnWith(bureau: Bureau, { row }: Thread, { code }: Receipt): Promise<void> {
  const refused_by = code !== null && isConsultationRefusal(code) ? code : 'NOT_HERE';
  const update = tablesOf(bureau).updateTable('consultation').set({ pending: null, refused_by });
  await update.where('id', '=', row.id).execute();
}

async function endHere(bureau: Bureau, letter: Letter): Promise<void> {
  const said = parseEnded(letter.payload);
  const thread = await threadOf(bureau, said?.originId);
  if (said === undefined) throw new Error('What was sent is a letter.');
  const refusal = await endThread(bureau, thread, { said, from: letter.from, at: letter.at });
  if (refusal !== undefined) throw new Error(`What the other side has taken is refused here: ${refusal}.`);
}
