import { type Desk, type EventHandler, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { Transaction } from '../../../subgraphs/province/exchange/exchange.entity.js';
import type { SchemaModule } from '../../../subgraphs/province/schema.js';

/** What one round of handoffs came to. */
export interface HandoffRound {
  readonly handoffs: number;
  readonly seconds: number;
  /** From the commit of the handoff to the receipt at its sender, in ms, smallest first. */
  readonly latencies: readonly number[];
}

interface HandoffTables {
  bench_handoff: { readonly id: string; readonly note: string };
}

const EVENT = 'bench.handoff';

const insert = (transaction: Transaction, id: string): Promise<unknown> =>
  transaction.getKysely<HandoffTables>().insertInto('bench_handoff').values({ id, note: NOTE }).execute();

// As long as what a handoff of a case says of it.
const NOTE = '材料齐全，符合法定形式，移交办理。'.repeat(8);

/** A module whose handoffs write a row at the addressee. Whoever waits for a receipt hears of it. */
export class HandoffModule {
  readonly #heard = new Map<string, (atMs: number) => void>();

  readonly module: SchemaModule = {
    resolvers: [],
    references: {},
    createHandlers: () => {
      const handler: EventHandler = {
        apply: async (transaction, letter) => {
          await insert(transaction, letter.id);
          return undefined;
        },
        onApplied: (_transaction, letter) => {
          this.#heard.get(letter.id)?.(performance.now());
          this.#heard.delete(letter.id);
          return Promise.resolve();
        },
      };
      return new Map([[EVENT, handler]]);
    },
  };

  /** Creates the module's table. */
  async createTable(desk: Desk): Promise<void> {
    await inTransaction(desk, (transaction) =>
      transaction
        .getKysely<HandoffTables>()
        .schema.createTable('bench_handoff')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('note', 'text')
        .execute(),
    );
  }

  /** Hands off and waits for the receipt. Gives how long it was on its way. */
  async handOff(desk: Desk, wake: () => void, { to, collaborationNo }: { to: string; collaborationNo: string }) {
    const heard = Promise.withResolvers<number>();
    const payload = { note: NOTE };
    await inTransaction(desk, async (transaction) => {
      const id = await sendEnvelope(transaction, desk, { collaborationNo, to, event: EVENT, payload });
      this.#heard.set(id, heard.resolve);
    });
    const committedMs = performance.now();
    wake();
    return (await heard.promise) - committedMs;
  }
}

/** How many rows a second the same database takes, one transaction and one flush each. */
export async function measureInserts(desk: Desk, seconds: number): Promise<number> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < seconds * 1_000) {
    count += 1;
    await inTransaction(desk, (transaction) => insert(transaction, `insert ${began} ${count}`));
  }
  return (count * 1_000) / (performance.now() - began);
}

/** So many collaborations at once, each of which hands off again as soon as its receipt is there. */
export async function measureHandoffs(
  handOff: (collaborationNo: string) => Promise<number>,
  {
    atOnce,
    isOver,
    name,
  }: { readonly atOnce: number; readonly name: string; readonly isOver: (done: number) => boolean },
): Promise<HandoffRound> {
  const latencies: number[] = [];
  const began = performance.now();
  const work = async (index: number): Promise<void> => {
    while (!isOver(latencies.length)) latencies.push(await handOff(`${name}-${index}`));
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => work(index)));
  const seconds = (performance.now() - began) / 1_000;
  return { handoffs: latencies.length, seconds, latencies: latencies.sort((a, b) => a - b) };
}
