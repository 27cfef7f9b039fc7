import { canonicalJson, type Json } from './canonical-json.js';
import type { Letter } from './desk.js';
import type { Envelope, Link, Receipt, SealedEnvelope } from './envelope.js';
import type { ExchangeTables, InboxRow, LinkRow, OutboxRow, Transaction } from './exchange.entity.js';

/** An entry as either table stores it. */
export type EntryColumns = Omit<InboxRow, 'kid' | 'sent_at' | 'signature' | 'receipt' | 'received_at'>;

/** The columns of an envelope. */
export function toColumns(envelope: Envelope, entryHash: string): EntryColumns {
  return {
    id: envelope.id,
    collaboration_no: envelope.collaborationNo,
    sender: envelope.from,
    addressee: envelope.to,
    seq: envelope.seq,
    event: envelope.event,
    payload: envelope.payload,
    payload_digest: envelope.payloadDigest,
    prev_hash: envelope.prevHash,
    seen_hash: envelope.seenHash,
    at: envelope.at,
    entry_hash: entryHash,
  };
}

/** The envelope of a row. */
export function toEnvelope(row: EntryColumns): Envelope {
  return {
    id: row.id,
    collaborationNo: row.collaboration_no,
    from: row.sender,
    to: row.addressee,
    seq: row.seq,
    event: row.event,
    payload: row.payload,
    payloadDigest: row.payload_digest,
    prevHash: row.prev_hash,
    seenHash: row.seen_hash,
    at: row.at,
  };
}

/** The envelope of a row with the seal of its last sending; undefined when it was never sent. */
export function toSealed(
  row: EntryColumns & Pick<OutboxRow, 'kid' | 'sent_at' | 'signature'>,
): SealedEnvelope | undefined {
  const { kid, sent_at: sentAt, signature } = row;
  if (kid === null || sentAt === null || signature === null) return undefined;
  return { ...toEnvelope(row), kid, sentAt, signature };
}

/** An envelope as handlers read it. */
export function toLetter({ payload, ...entry }: Envelope): Letter {
  return { ...entry, payload: JSON.parse(payload) as Json };
}

/** A stored receipt. */
export function toReceipt(json: string): Receipt {
  return JSON.parse(json) as Receipt;
}

/** A receipt as it is stored: the same text on both sides. */
export function toStoredReceipt(receipt: Receipt): string {
  return canonicalJson(receipt);
}

/** Names a link to a person. */
export function linkName({ collaborationNo, from, to }: Link): string {
  return `${collaborationNo} ${from}>${to}`;
}

/** The other direction of a link. */
export function opposite({ collaborationNo, from, to }: Link): Link {
  return { collaborationNo, from: to, to: from };
}

/** The last entry of a link that this province wrote, or processed; undefined when there is none. */
export function findLink(transaction: Transaction, link: Link): Promise<LinkRow | undefined> {
  return transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_link')
    .selectAll()
    .where('collaboration_no', '=', link.collaborationNo)
    .where('sender', '=', link.from)
    .where('addressee', '=', link.to)
    .executeTakeFirst();
}

/** Moves a link to its new last entry. */
export async function moveLink(transaction: Transaction, entry: EntryColumns): Promise<void> {
  const moved = { last_seq: entry.seq, last_hash: entry.entry_hash, last_at: entry.at };
  const { collaboration_no, sender, addressee } = entry;
  await transaction
    .getKysely<ExchangeTables>()
    .insertInto('exchange_link')
    .values({ collaboration_no, sender, addressee, ...moved })
    .onConflict((conflict) => conflict.columns(['collaboration_no', 'sender', 'addressee']).doUpdateSet(moved))
    .execute();
}
