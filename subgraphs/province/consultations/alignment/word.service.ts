import { formatGlobalId, parseGlobalId } from '../../../../schema/global-id.js';
import { type Clock, startClock } from '../../shared/clock.js';
import { fromJson, toJson } from '../../storage/stored.js';
import type { Bureau } from '../bureau.service.js';
import type { ThreadRow } from '../consultation.entity.js';
import { SUPERVISOR } from '../coordination.rules.js';
import { holdThread, stepThread, type Thread } from '../course.service.js';
import { lastHolder } from '../ledger.service.js';
import type { ThreadEvent } from '../machine/words.rules.js';
import type { Ledger } from '../thread-clock.rules.js';
import { bindsText, type EndedLetter } from './alignment-letters.rules.js';
import { keepAlignment } from './apply-alignment.service.js';
import { findLast } from './proposals.service.js';

/** The first text opens; each later one is a counter-proposal. */
export const proposing = ({ hop }: Pick<ThreadRow, 'hop'>): ThreadEvent => (hop === 0 ? 'propose' : 'counter');

/** The columns that say who has the word, by a clock of his calendar that begins when he got it. */
export function wordWith(row: Pick<ThreadRow, 'clock' | 'hop'>, ledger: Ledger) {
  const { province, unit } = lastHolder(ledger);
  const last = ledger.handoffs.findLast(({ acknowledgedAt }) => acknowledgedAt !== null);
  const startedAt = last?.acknowledgedAt ?? ledger.startedAt;
  const clock: Clock = startClock({ province, startedAt, limit: fromJson(row.clock).limit, extensionAtMost: 0 });
  return { holder_province: province, holder_unit: unit, hop: row.hop + 1, clock: toJson(clock) };
}

/** What ends a negotiation, and whether it was this province that said so. */
export interface Ended {
  readonly said: EndedLetter;
  readonly from: string;
  readonly at: string;
}

/** Takes the last step at either side, and keeps what was agreed on or decided: the same at both. */
export async function endThread(
  bureau: Bureau,
  thread: Thread,
  { said, from, at }: Ended,
): Promise<string | undefined> {
  const { how, signature, order } = said;
  const isOwn = from === bureau.instance.code;
  const by = isOwn ? (how === 'decide' ? 'SUPERVISOR' : 'COORDINATOR') : 'OTHER';
  const last = await findLast(bureau, thread.row.id);
  if (last?.row.hash !== said.hash) return 'ANOTHER_TEXT';
  const facts = { isSameText: true, hasText: true };
  const stepped = await stepThread(bureau, thread, { event: how, by, facts, changes: { pending: null } });
  if ('refusal' in stepped) return stepped.refusal;
  if (!bindsText(said)) return undefined;
  const signatures = [fromJson(last.row.signature), ...(signature === null ? [] : [signature])];
  await keepAlignment(bureau, {
    ...{ consultation_id: thread.row.id, item_code: last.text.item, hash: last.row.hash, text: last.row.text },
    ...{ signatures: toJson(signatures), decided_by: how === 'decide' ? (order ?? SUPERVISOR) : null },
    ...{ agreed_at: at, effective_from: last.text.effectiveFrom, applied_at: null },
  });
  return undefined;
}

/** The thread of a letter of a negotiation. */
export async function threadOf(bureau: Bureau, originId: string | undefined): Promise<Thread> {
  const thread = originId === undefined ? undefined : await holdThread(bureau, ownIdOf(bureau, originId));
  if (thread === undefined) throw new Error('A letter was sent of a thread that is not here.');
  return thread;
}

/** The id that a thread has here. */
export const ownIdOf = ({ instance }: Bureau, originId: string): string =>
  formatGlobalId({ province: instance.code, type: 'Consultation', local: parseGlobalId(originId)?.local ?? '' });
