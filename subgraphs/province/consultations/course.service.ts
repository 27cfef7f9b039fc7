import type { ConsultationAct } from '../../../schema/consultation-lists.js';
import type { ConsultationRefusalCode } from '../../../schema/consultation-refusals.js';
import { isoTime } from '../exchange/desk.js';
import { type Clock, startClock } from '../shared/clock.js';
import { dueAfter } from '../shared/deadlines.js';
import { type Asked, decideBy, type StateTable } from '../shared/state-table.js';
import { fromJson, toJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import type { ThreadRow } from './consultation.entity.js';
import { readLedger, storeLedger } from './ledger.service.js';
import { negotiation } from './machine/negotiation.rules.js';
import { thread } from './machine/thread.rules.js';
import { refusalOf, type ThreadWords } from './machine/words.rules.js';
import { sealMessage } from './texts.service.js';
import type { Ledger } from './thread-clock.rules.js';

/** A thread as it is held while something happens to it. */
export interface Thread {
  readonly row: ThreadRow;
  readonly ledger: Ledger;
}

/** The thread was moved since it was read; everything that was written is to be undone. */
export class ThreadChangedError extends Error {
  override readonly name = 'ThreadChangedError';
}

/** Something that is said with a step. */
export interface Saying {
  readonly act: keyof typeof ConsultationAct.entries;
  /** Null for the asker. */
  readonly unit: string | null;
  /** Of whoever says it; this province unless another one’s supervisor or coordinator speaks. */
  readonly province?: string;
  readonly text: string;
}

/** What happens to a thread, and what is written down with it. */
export interface Happening extends Omit<Asked<ThreadWords>, 'state'> {
  readonly changes?: Partial<ThreadRow>;
  readonly ledger?: Ledger;
  readonly says?: Saying;
}

/** The thread as it stands after a step, or why the step was not taken; then nothing was written. */
export type Stepped = { readonly thread: Thread } | { readonly refusal: ConsultationRefusalCode };

/** The table of states by which a thread goes. */
export const tableOf = ({ kind }: Pick<ThreadRow, 'kind'>): StateTable<ThreadWords> =>
  kind === 'NEGOTIATION' ? negotiation : thread;

/** A thread of this province, held until the transaction ends; undefined when there is none. */
export async function holdThread(bureau: Bureau, id: string): Promise<Thread | undefined> {
  const threads = tablesOf(bureau).selectFrom('consultation').where('id', '=', id);
  const found = await threads.select('collaboration_no').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(bureau.transaction, found.collaboration_no);
  const row = await threads.selectAll().executeTakeFirstOrThrow();
  return { row, ledger: await readLedger(bureau, row) };
}

/** Moves a thread one step by its table, with clock, ledger, log and what was said. */
export async function stepThread(bureau: Bureau, { row, ledger }: Thread, happening: Happening): Promise<Stepped> {
  const decision = decideBy(tableOf(row), { ...happening, state: row.state });
  const refusal = refusalOf(decision);
  if (decision.kind !== 'STEP' || refusal !== undefined) return { refusal: refusal ?? 'STEP_OUT_OF_TURN' };
  const nowMs = bureau.desk.clock.nowMs();
  const at = isoTime(nowMs);
  const next: ThreadRow = {
    ...row,
    ...turned(bureau, row, decision.clock),
    ...happening.changes,
    state: decision.next,
    since: decision.next === row.state ? row.since : at,
    version: row.version + 1,
    updated_at: at,
  };
  const { id, ...columns } = next;
  const update = tablesOf(bureau).updateTable('consultation').set(columns).where('id', '=', id);
  const { numUpdatedRows } = await update.where('version', '=', row.version).executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ThreadChangedError('The thread has another version.');
  if (happening.ledger !== undefined) await storeLedger(bureau, id, happening.ledger);
  const { event, by: actor, says } = happening;
  const line = { consultation_id: id, seq: next.version, at, event, actor };
  await tablesOf(bureau)
    .insertInto('consultation_log')
    .values({ ...line, from_state: row.state, to_state: next.state })
    .execute();
  if (says !== undefined) await say(bureau, id, says);
  return { thread: { row: next, ledger: happening.ledger ?? ledger } };
}

/** A step that the rules cannot refuse, or something is wrong with them. */
export function mustStep(stepped: Stepped): Thread {
  if ('refusal' in stepped) throw new Error(`A step of the system itself was refused: ${stepped.refusal}.`);
  return stepped.thread;
}

/** Says something behind all that was said before. */
export async function say(bureau: Bureau, id: string, { act, unit, province, text }: Saying): Promise<void> {
  const tables = tablesOf(bureau);
  const last = tables.selectFrom('consultation_message').select((row) => row.fn.max('seq').as('seq'));
  const found = await last.where('consultation_id', '=', id).executeTakeFirst();
  const seq = (found?.seq ?? 0) + 1;
  const at = isoTime(bureau.desk.clock.nowMs());
  const message = { seq, at, act, province: province ?? bureau.instance.code, unit, text };
  const row = sealMessage(bureau.desk.vault.sealing, id, message);
  await tables.insertInto('consultation_message').values(row).execute();
}

type ClockColumns = Pick<ThreadRow, 'clock' | 'due_ms'>;

function turned(bureau: Bureau, row: ThreadRow, effect: 'ANSWER' | 'CONFIRM' | 'KEEP' | null): ClockColumns {
  if (effect === 'KEEP') return { clock: row.clock, due_ms: row.due_ms };
  const nowMs = bureau.desk.clock.nowMs();
  const clock = fromJson(row.clock);
  if (effect === 'ANSWER') return { clock: toJson(answerClock(bureau, clock.limit.value)), due_ms: null };
  const stopped: Clock = { ...clock, stoppedAt: clock.stoppedAt ?? nowMs };
  if (effect === null) return { clock: toJson(stopped), due_ms: null };
  return { clock: toJson(stopped), due_ms: confirmDue(bureau, nowMs) };
}

/**
 * When the word of an asker is over that he has had since an instant. Null while the holidays of a year are not
 * published: then nobody can say, and it is not over.
 */
export function confirmDue({ instance, policy }: Bureau, sinceMs: number): number | null {
  const limit = { value: policy.valueOf('CONSULTATION_CONFIRM'), unit: 'WORKING_DAY' } as const;
  const due = dueAfter(instance.code, sinceMs, limit);
  return due.kind === 'AT' ? due.at : null;
}

/** A clock of so many working days from now on, by the calendar of this province. */
export function answerClock({ desk, instance, policy }: Bureau, days: number): Clock {
  return startClock({
    province: instance.code,
    startedAt: desk.clock.nowMs(),
    limit: { value: days, unit: 'WORKING_DAY' },
    extensionAtMost: policy.valueOf('CONSULTATION_EXTENSION'),
  });
}
