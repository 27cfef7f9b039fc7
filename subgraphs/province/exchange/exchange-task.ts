import { forUpdate } from '../storage/turns.js';
import type { ExchangeTables, TaskRow, Transaction } from './exchange.entity.js';

/**
 * Why a person is called. DEAD: nobody took an envelope in time. POISON: a handler keeps failing. FORK: a peer said two
 * things. DIVERGENCE: two sides hold different states. RECOVERED: this province had lost entries and has them back.
 * BAD_RECEIPT: a peer's receipt does not verify. SETTLEMENT: the sender's own handler keeps failing on a receipt.
 */
export type TaskKind = 'DEAD' | 'POISON' | 'FORK' | 'DIVERGENCE' | 'RECOVERED' | 'BAD_RECEIPT' | 'SETTLEMENT';

export interface RaisedTask {
  readonly kind: TaskKind;
  /** What it is about; one subject is one task, however often it comes up. */
  readonly subject: string;
  readonly detail: string;
}

/** Calls a person, in the transaction of the finding. Opens the task again when it had been closed. */
export async function raiseTask(transaction: Transaction, task: RaisedTask, at: string): Promise<void> {
  await transaction
    .getKysely<ExchangeTables>()
    .insertInto('exchange_task')
    .values({ ...task, times: 1, raised_at: at, closed_at: null })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'subject']).doUpdateSet((row) => ({
        times: row('exchange_task.times', '+', 1),
        detail: task.detail,
        closed_at: null,
      })),
    )
    .execute();
}

/** True when the task is open; then nobody else changes it until the transaction ends. */
export async function holdOpenTask(
  transaction: Transaction,
  { kind, subject }: Pick<RaisedTask, 'kind' | 'subject'>,
): Promise<boolean> {
  const tasks = transaction.getKysely<ExchangeTables>().selectFrom('exchange_task').select('kind');
  const open = tasks.where('kind', '=', kind).where('subject', '=', subject).where('closed_at', 'is', null);
  return (await forUpdate(transaction, open).executeTakeFirst()) !== undefined;
}

/** Closes a task whose cause is gone; nothing happens when there is none. */
export async function closeTask(
  transaction: Transaction,
  task: Pick<RaisedTask, 'kind' | 'subject'>,
  at: string,
): Promise<void> {
  await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_task')
    .set({ closed_at: at })
    .where('kind', '=', task.kind)
    .where('subject', '=', task.subject)
    .where('closed_at', 'is', null)
    .execute();
}

/** What waits for a person, oldest first. */
export function listOpenTasks(transaction: Transaction): Promise<readonly TaskRow[]> {
  const tasks = transaction.getKysely<ExchangeTables>().selectFrom('exchange_task').selectAll();
  return tasks.where('closed_at', 'is', null).orderBy('raised_at').orderBy('subject').execute();
}
