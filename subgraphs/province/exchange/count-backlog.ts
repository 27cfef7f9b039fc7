import { atOneInstant, type Desk } from './desk.js';
import type { ExchangeTables } from './exchange.entity.js';

/** How many envelopes are not finished: sent without a receipt, given up on, received and not yet applied. */
export interface Backlog {
  readonly pending: number;
  readonly dead: number;
  readonly parked: number;
}

/** Counts what a province's exchange has not finished. Numbers only: whom they concern is nobody else's business. */
export function countBacklog(desk: Pick<Desk, 'storage'>): Promise<Backlog> {
  return atOneInstant(desk, async (transaction) => {
    const kysely = transaction.getKysely<ExchangeTables>();
    const rows = await kysely
      .selectFrom('exchange_outbox')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
      .where('state', 'in', ['PENDING', 'DEAD'])
      .groupBy('state')
      .execute();
    const parked = await kysely
      .selectFrom('exchange_parked')
      .select(({ fn }) => [fn.countAll<number | string>().as('count')])
      .executeTakeFirst();
    const countOf = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
    return { pending: countOf('PENDING'), dead: countOf('DEAD'), parked: Number(parked?.count ?? 0) };
  });
}
