import { atOneInstant, type Desk } from './desk.js';
import type { ExchangeTables } from './exchange.entity.js';

/** How many envelopes are not finished: sent without a receipt, given up on, received and not yet applied. */
export interface Backlog {
  readonly pending: number;
  readonly dead: number;
  readonly parked: number;
}

/** Counts what a province's exchange has not finished; with `peer`, only what is between the two. Numbers, nothing else. */
export function countBacklog(desk: Pick<Desk, 'storage'>, peer: string | undefined): Promise<Backlog> {
  return atOneInstant(desk, async (transaction) => {
    const kysely = transaction.getKysely<ExchangeTables>();
    const sent = await kysely
      .selectFrom('exchange_outbox')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
      .where('state', 'in', ['PENDING', 'DEAD'])
      .$if(peer !== undefined, (query) => query.where('addressee', '=', peer ?? ''))
      .groupBy('state')
      .execute();
    const received = await kysely
      .selectFrom('exchange_parked')
      .select(({ fn }) => [fn.countAll<number | string>().as('count')])
      .$if(peer !== undefined, (query) => query.where('sender', '=', peer ?? ''))
      .executeTakeFirst();
    const countOf = (state: string): number => Number(sent.find((row) => row.state === state)?.count ?? 0);
    return { pending: countOf('PENDING'), dead: countOf('DEAD'), parked: Number(received?.count ?? 0) };
  });
}
