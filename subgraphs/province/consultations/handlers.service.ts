import { type ConsultationRefusalCode, isConsultationRefusal } from '../../../schema/consultation-refusals.js';
import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import type { Desk, EventHandler, EventHandlers, Letter } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { readInstance } from '../../shared/instance.js';
import { isWritten } from '../shared/written-text.js';
import { createAlignmentHandlers } from './alignment/alignment-handlers.service.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import { bureauIn, type Prepared } from './command.service.js';
import { holdThread, mustStep, stepThread, type Thread } from './course.service.js';
import { acknowledged, withdrawn } from './ledger.service.js';
import { type Acted, parseActed, parsePassed, THREAD_ACTED, THREAD_PASSED, THREAD_TOLD } from './letters.rules.js';
import { tellOrigin } from './letters.service.js';
import { escalation, reopening } from './steps.service.js';
import { takePassed } from './take-passed.service.js';
import { takeTold } from './take-told.service.js';
import { unsayLast } from './texts.service.js';

type At = (transaction: Transaction) => Promise<Bureau>;

/** What this module does about the letters of other provinces, and about the receipts of its own. */
export function createConsultationHandlers(desk: Desk): EventHandlers {
  const instance = readInstance(desk.signer.province);
  const at: At = (transaction) => bureauIn({ desk, instance }, transaction);
  return new Map([
    [THREAD_PASSED, passed(at)],
    [THREAD_TOLD, { apply: async (transaction, letter) => takeTold(await at(transaction), letter) }],
    [THREAD_ACTED, acted(at)],
    ...createAlignmentHandlers(at),
  ]);
}

function passed(at: At): EventHandler {
  return {
    apply: async (transaction, letter, instant) => takePassed(await at(transaction), letter, instant),
    onApplied: async (transaction, letter, receipt) => {
      const bureau = await at(transaction);
      const thread = await threadOf(bureau, letter);
      const ledger = acknowledged(thread.ledger, offeredTo(thread), Date.parse(receipt.at));
      const { province, unit } = offeredTo(thread);
      const changes = {
        ...{ holder_province: province, holder_unit: unit, hop: thread.row.hop + 1 },
        ...({ told_state: 'OPEN', told_version: 0, pending: null } as const),
      };
      mustStep(await stepThread(bureau, thread, { event: 'acknowledge', by: 'OTHER', facts: {}, ledger, changes }));
    },
    onRefused: async (transaction, letter, receipt) => {
      const bureau = await at(transaction);
      const thread = await threadOf(bureau, letter);
      const changes = {
        ...{ pending: null, refused_by: codeOf(receipt.code), transfers: Math.max(0, thread.row.transfers - 1) },
        due_ms: null,
      };
      const ledger = withdrawn(thread.ledger);
      await unsayLast(tablesOf(bureau), thread.row.id, 'TRANSFER');
      const stepped = await stepThread(bureau, thread, { event: 'bounce', by: 'OTHER', facts: {}, ledger, changes });
      await tellOrigin(bureau, mustStep(stepped));
    },
  };
}

function acted(at: At): EventHandler {
  return {
    apply: async (transaction, letter) => takeActed(await at(transaction), letter),
    onApplied: async (transaction, letter) => endAct(await at(transaction), letter, null),
    onRefused: async (transaction, letter, receipt) => endAct(await at(transaction), letter, codeOf(receipt.code)),
  };
}

/** Takes what the asker does, from the province where he does it. Gives the rule that refuses it. */
async function takeActed(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const said = parseActed(letter.payload);
  if (said === undefined || parseGlobalId(said.originId)?.province !== letter.from) return 'MALFORMED';
  const thread = await holdThread(bureau, ownId(bureau, said.originId));
  if (thread === undefined || thread.row.collaboration_no !== letter.collaborationNo) return 'THREAD_UNKNOWN';
  if (thread.row.state === 'ELSEWHERE' || thread.row.state === 'TRANSFERRED') return 'NOT_HERE';
  const text = said.sealed === null ? null : await bureau.desk.letters.open(said.sealed, letter);
  if (text === undefined || (text !== null && !isWritten(text))) return 'MALFORMED';
  const prepared = await prepareAct(bureau, thread, { act: said.act, text });
  const stepped = await stepThread(bureau, thread, { ...prepared, event: said.act, by: 'ASKER' });
  if ('refusal' in stepped) return stepped.refusal;
  await tellOrigin(bureau, stepped.thread);
  return undefined;
}

async function prepareAct(
  bureau: Bureau,
  thread: Thread,
  { act, text }: { readonly act: Acted['act']; readonly text: string | null },
): Promise<Prepared> {
  if (act === 'reopen') return reopening(bureau, thread, text);
  return act === 'escalate' ? escalation(bureau, thread, text) : { facts: {} };
}

async function endAct(bureau: Bureau, letter: Letter, code: ReturnType<typeof codeOf> | null): Promise<void> {
  const thread = await threadOf(bureau, letter);
  // What came back meanwhile may have said more; this letter is no longer under way in any case.
  if (thread.row.pending !== letter.id) return;
  const ended = tablesOf(bureau).updateTable('consultation').set({ pending: null, refused_by: code });
  await ended.where('id', '=', thread.row.id).execute();
}

// The codes of the exchange itself are none of ours: then the thread is simply not there.
function codeOf(code: string | null): ConsultationRefusalCode | 'NOT_HERE' {
  return code !== null && isConsultationRefusal(code) ? code : 'NOT_HERE';
}

const ownId = ({ instance }: Bureau, originId: string): string =>
  formatGlobalId({ province: instance.code, type: 'Consultation', local: parseGlobalId(originId)?.local ?? '' });

function offeredTo({ ledger }: Thread) {
  const last = ledger.handoffs.at(-1);
  if (last === undefined || last.acknowledgedAt !== null) throw new Error('Nothing is handed over.');
  return last.to;
}

async function threadOf(bureau: Bureau, letter: Letter): Promise<Thread> {
  const { originId } = parseActed(letter.payload) ?? parsePassed(letter.payload) ?? {};
  const thread = originId === undefined ? undefined : await holdThread(bureau, ownId(bureau, originId));
  if (thread === undefined) throw new Error('A letter was sent of a thread that is not here.');
  return thread;
}
