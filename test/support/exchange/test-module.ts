import type { Desk, EventHandler, EventHandlers, Letter } from '../../../subgraphs/province/exchange/desk.js';
import type { Transaction } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { takeTurn } from '../../../subgraphs/province/storage/turns.js';
import { type Message, sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';

/** What an envelope did at its addressee. Nothing keeps a second row of one envelope out: that is for the checker. */
export interface EffectRow {
  readonly envelope_id: string;
  readonly collaboration_no: string;
  readonly seq: number;
}

/** How often a sender was told of the end of an envelope. */
export interface ToldRow {
  readonly envelope_id: string;
  readonly result: string;
}

/** Who works on a collaboration, as one province sees it. */
export interface HoldingRow {
  readonly collaboration_no: string;
  readonly state: 'HOLDER' | 'TRANSFERRING' | 'COPY';
  /** The handoff that is on its way. Its receipt may come after the case has been round and back by way of a third. */
  readonly handoff_id: string | null;
}

/** The tables of the module that these tests put on top of the exchange. */
export interface TestTables {
  /** `n` grows in the order in which the effects of one collaboration happened; a server keeps no order of rows. */
  test_effect: EffectRow & { readonly n: number };
  test_told: ToldRow;
  test_holding: HoldingRow;
}

/** What happens inside the handlers, as a test decides. */
export interface HandlerMood {
  /** Throws where an envelope of this id is applied. */
  readonly poisoned: Set<string>;
  /** Throws where the sender is told of this id. */
  readonly deaf: Set<string>;
}

const tables = (transaction: Transaction) => transaction.getKysely<TestTables>();

/** Creates the tables of the module, unless they are there. */
export async function createTestTables(transaction: Transaction): Promise<void> {
  const { schema } = transaction.getKysely<TestTables>();
  await schema
    .createTable('test_effect')
    .ifNotExists()
    .addColumn('envelope_id', 'text')
    .addColumn('collaboration_no', 'text')
    .addColumn('seq', 'integer')
    .addColumn('n', 'integer')
    .execute();
  await schema
    .createTable('test_told')
    .ifNotExists()
    .addColumn('envelope_id', 'text')
    .addColumn('result', 'text')
    .execute();
  await schema
    .createTable('test_holding')
    .ifNotExists()
    .addColumn('collaboration_no', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text')
    .addColumn('handoff_id', 'text')
    .execute();
}

/** Says how this province stands to a collaboration. */
export async function setHolding(transaction: Transaction, row: HoldingRow): Promise<void> {
  const { state, handoff_id } = row;
  await tables(transaction)
    .insertInto('test_holding')
    .values(row)
    .onConflict((conflict) => conflict.column('collaboration_no').doUpdateSet({ state, handoff_id }))
    .execute();
}

/** A collaboration that this province holds, from this number on and then from the first; undefined when it holds none. */
export async function findHeld(transaction: Transaction, collaborationNo: string): Promise<string | undefined> {
  const holdings = tables(transaction).selectFrom('test_holding').select('collaboration_no');
  const held = holdings.where('state', '=', 'HOLDER').orderBy('collaboration_no').limit(1);
  const next = await held.where('collaboration_no', '>=', collaborationNo).executeTakeFirst();
  return (next ?? (await held.executeTakeFirst()))?.collaboration_no;
}

/** Passes a collaboration on, fact and envelope in one transaction. Undefined unless this province holds it. */
export async function passOn(
  transaction: Transaction,
  desk: Desk,
  { collaborationNo, to, payload }: Omit<Message, 'event'>,
): Promise<string | undefined> {
  await takeTurn(transaction, collaborationNo);
  const held = await tables(transaction)
    .selectFrom('test_holding')
    .select('state')
    .where('collaboration_no', '=', collaborationNo)
    .executeTakeFirst();
  if (held?.state !== 'HOLDER') return undefined;
  const handoff_id = await sendEnvelope(transaction, desk, { collaborationNo, to, event: 'handoff', payload });
  await setHolding(transaction, { collaboration_no: collaborationNo, state: 'TRANSFERRING', handoff_id });
  return handoff_id;
}

async function endHandoff(transaction: Transaction, letter: Letter, state: 'HOLDER' | 'COPY'): Promise<void> {
  const holdings = tables(transaction).updateTable('test_holding').set({ state, handoff_id: null });
  await holdings.where('handoff_id', '=', letter.id).execute();
}

/**
 * Handlers of `note`, which says something, and `handoff`, which passes a collaboration on; `inert` events change nothing.
 */
export function createTestHandlers(mood: HandlerMood, inert: readonly string[] = []): EventHandlers {
  const note: EventHandler = {
    apply: async (transaction, letter) => {
      await keepEffect(transaction, effectOf(letter));
      if (mood.poisoned.has(letter.id)) throw new Error('The handler cannot cope with this letter.');
      return isRefusing(letter) ? 'NOT_OURS' : undefined;
    },
    onApplied: (transaction, letter) => tell(transaction, mood, { letter, result: 'APPLIED' }),
    onRefused: (transaction, letter) => tell(transaction, mood, { letter, result: 'REFUSED' }),
  };
  const handoff: EventHandler = {
    apply: async (transaction, letter, at) => {
      const { collaborationNo: collaboration_no } = letter;
      await setHolding(transaction, { collaboration_no, state: 'HOLDER', handoff_id: null });
      return note.apply(transaction, letter, at);
    },
    onApplied: async (transaction, letter, receipt) => {
      await endHandoff(transaction, letter, 'COPY');
      await note.onApplied?.(transaction, letter, receipt);
    },
    onRefused: async (transaction, letter, receipt) => {
      await endHandoff(transaction, letter, 'HOLDER');
      await note.onRefused?.(transaction, letter, receipt);
    },
  };
  const told = inert.map((event) => [event, note] as const);
  return new Map([...told, ['note', note], ['handoff', handoff]]);
}

async function keepEffect(transaction: Transaction, effect: EffectRow): Promise<void> {
  const effects = tables(transaction);
  const before = effects.selectFrom('test_effect').select((row) => row.fn.countAll<number>().as('count'));
  const { count } = await before.executeTakeFirstOrThrow();
  await effects
    .insertInto('test_effect')
    .values({ ...effect, n: count + 1 })
    .execute();
}

const effectOf = ({ id, collaborationNo, seq }: Letter): EffectRow => ({
  envelope_id: id,
  collaboration_no: collaborationNo,
  seq,
});

const isRefusing = ({ payload }: Letter): boolean =>
  typeof payload === 'object' && payload !== null && 'refuse' in payload && payload.refuse === true;

async function tell(
  transaction: Transaction,
  mood: HandlerMood,
  { letter, result }: { readonly letter: Letter; readonly result: string },
): Promise<void> {
  await tables(transaction).insertInto('test_told').values({ envelope_id: letter.id, result }).execute();
  if (mood.deaf.has(letter.id)) throw new Error('The sender cannot cope with this receipt.');
}
