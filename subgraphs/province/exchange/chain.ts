import { toEnvelope, toReceipt, toSealed } from './chain-rows.js';
import { type Envelope, hashEntry, isSealedBy, type Receipt, type Seal, sha256 } from './envelope.js';
import type { ExchangeTables, InboxRow, OutboxRow, OutboxState, Transaction } from './exchange.entity.js';
import type { KeyDirectory } from './signer.js';

/** One entry as one side holds it. */
export interface ChainRecord extends Envelope {
  readonly entryHash: string;
  /** Null while it has not left its sender's house. */
  readonly seal: Seal | null;
  readonly receipt: Receipt | null;
  /** How far the delivery is, at the sender; null at the addressee. */
  readonly state: OutboxState | null;
}

/** Everything that one province holds of its chains, or a part of it that has all links of its collaborations. */
export interface Chains {
  readonly province: string;
  readonly records: readonly ChainRecord[];
}

/** Reads the chains that this province shares with a peer; both links of one collaboration, or of all. */
export async function readChains(
  transaction: Transaction,
  province: string,
  { peer, collaborationNo }: { readonly peer: string; readonly collaborationNo?: string },
): Promise<Chains> {
  const tables = transaction.getKysely<ExchangeTables>();
  const sent = tables.selectFrom('exchange_outbox').selectAll().where('addressee', '=', peer);
  const received = tables.selectFrom('exchange_inbox').selectAll().where('sender', '=', peer);
  const narrow = collaborationNo ?? null;
  const outgoing = narrow === null ? sent : sent.where('collaboration_no', '=', narrow);
  const incoming = narrow === null ? received : received.where('collaboration_no', '=', narrow);
  const records = [
    ...(await outgoing.orderBy('collaboration_no').orderBy('seq').execute()).map(toRecord),
    ...(await incoming.orderBy('collaboration_no').orderBy('seq').execute()).map(toRecord),
  ];
  return { province, records };
}

/** Reads everything that this province holds of one collaboration, whoever the peers are. */
export async function readCollaboration(
  transaction: Transaction,
  province: string,
  collaborationNo: string,
): Promise<Chains> {
  const links = await transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_link')
    .select(['sender', 'addressee'])
    .where('collaboration_no', '=', collaborationNo)
    .execute();
  const peers = new Set(links.flatMap(({ sender, addressee }) => [sender, addressee]));
  peers.delete(province);
  const records: ChainRecord[] = [];
  // One after the other: a transaction has one connection.
  for (const peer of [...peers].sort()) {
    records.push(...(await readChains(transaction, province, { peer, collaborationNo })).records);
  }
  return { province, records };
}

/** A stored row as a record of a chain. */
export function toRecord(row: OutboxRow | InboxRow): ChainRecord {
  const sealed = toSealed(row);
  const { kid, sentAt, signature } = sealed ?? {};
  const hasSeal = kid !== undefined && sentAt !== undefined && signature !== undefined;
  return {
    ...toEnvelope(row),
    entryHash: row.entry_hash,
    seal: hasSeal ? { kid, sentAt, signature } : null,
    receipt: row.receipt === null ? null : toReceipt(row.receipt),
    state: 'state' in row ? row.state : null,
  };
}

/** The hash that the fields of a record give; undefined when they have no canonical form. */
export function computedHash(record: ChainRecord): string | undefined {
  try {
    return hashEntry(record);
  } catch {
    return undefined; // a changed bit may leave no readable text, which is as good as another hash
  }
}

/** True when the record proves by itself that its sender said this: whole, and under the sender's seal. */
export function isProof(record: ChainRecord, keys: KeyDirectory): boolean {
  const entryHash = computedHash(record);
  if (entryHash === undefined || record.seal === null || sha256(record.payload) !== record.payloadDigest) return false;
  return isSealedBy(record.from, { ...record.seal, entryHash }, keys);
}
