import { takeTurn } from '../storage/turns.js';
import type { ExchangeTables, OutboxRow, Transaction } from './exchange.entity.js';

/** The outbox row of an envelope, or undefined. Takes the turn with its collaboration, so that it stays as it is read. */
export async function findSent(transaction: Transaction, id: string): Promise<OutboxRow | undefined> {
  const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').where('id', '=', id);
  const found = await outbox.select('collaboration_no').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(transaction, found.collaboration_no);
  return outbox.selectAll().executeTakeFirst();
}
