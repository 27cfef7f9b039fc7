import { toReceipt } from './chain-rows.js';
import type { Link, Receipt } from './envelope.js';
import type { ExchangeTables, Transaction } from './exchange.entity.js';
import { merkleRoot } from './merkle.js';

/** One entry between two provinces, as either side states it to the other. */
export interface Leaf extends Link {
  readonly seq: number;
  readonly id: string;
  readonly entryHash: string;
  /** OPEN without a receipt, otherwise what the receipt says. */
  readonly state: string;
}

/** The place of an entry among all those of two provinces. */
export type Place = Pick<Leaf, 'from' | 'collaborationNo' | 'seq'>;

/** What one side holds of one day: how many entries, and the root over all of them. */
export interface DayStatement {
  /** Day in UTC of the entries, which both sides know alike. */
  readonly day: string;
  readonly count: number;
  readonly root: string;
}

const columns = ['collaboration_no', 'sender', 'addressee', 'seq', 'id', 'entry_hash', 'at', 'receipt'] as const;

/** The entries between this province and a peer whose day lies in the range, both ends included, by day. */
export async function listLeaves(
  transaction: Transaction,
  peer: string,
  { from = '', to = '9999-12-31' }: { readonly from?: string; readonly to?: string } = {},
): Promise<ReadonlyMap<string, readonly Leaf[]>> {
  const tables = transaction.getKysely<ExchangeTables>();
  // Compared as text: `~` sorts behind every time of the last day.
  const range = { from, to: `${to}~` };
  const sent = await tables
    .selectFrom('exchange_outbox')
    .select(columns)
    .where('addressee', '=', peer)
    .where('at', '>=', range.from)
    .where('at', '<=', range.to)
    .execute();
  const received = await tables
    .selectFrom('exchange_inbox')
    .select(columns)
    .where('sender', '=', peer)
    .where('at', '>=', range.from)
    .where('at', '<=', range.to)
    .execute();
  const days = Map.groupBy([...sent, ...received], ({ at }) => at.slice(0, 10));
  return new Map([...days].map(([day, rows]) => [day, rows.map(toLeaf).sort(byPlace)]));
}

/** What a side states of each of these days, in order. */
export function stateDays(days: ReadonlyMap<string, readonly Leaf[]>): readonly DayStatement[] {
  return [...days].map(([day, leaves]) => stateDay(day, leaves)).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** What a side states of one day. */
export function stateDay(day: string, leaves: readonly Leaf[]): DayStatement {
  const sorted = [...leaves].sort(byPlace);
  return { day, count: sorted.length, root: merkleRoot(sorted.map((leaf) => ({ ...leaf }))) };
}

/** What a receipt makes of an entry. */
export function stateOf(receipt: Receipt | null): string {
  if (receipt === null) return 'OPEN';
  return receipt.code === null ? receipt.result : `${receipt.result} ${receipt.code}`;
}

/** Names the place of an entry among all those of two provinces. */
export function placeOf({ from, collaborationNo, seq }: Place): string {
  return JSON.stringify([from, collaborationNo, seq]);
}

/** The order in which both sides list entries. */
export function byPlace(a: Place, b: Place): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  if (a.collaborationNo !== b.collaborationNo) return a.collaborationNo < b.collaborationNo ? -1 : 1;
  return a.seq - b.seq;
}

function toLeaf(row: {
  readonly collaboration_no: string;
  readonly sender: string;
  readonly addressee: string;
  readonly seq: number;
  readonly id: string;
  readonly entry_hash: string;
  readonly receipt: string | null;
}): Leaf {
  return {
    collaborationNo: row.collaboration_no,
    from: row.sender,
    to: row.addressee,
    seq: row.seq,
    id: row.id,
    entryHash: row.entry_hash,
    state: stateOf(row.receipt === null ? null : toReceipt(row.receipt)),
  };
}
