import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.js';
import type { KeyDirectory, Signer } from './signer.js';

/** One link of a chain: everything that one province tells another in one collaboration, in order. */
export interface Link {
  readonly collaborationNo: string;
  readonly from: string;
  readonly to: string;
}

/** What a chain consists of. Its hash covers all of it, the payload by its digest. Instants are ISO 8601 text in UTC. */
export interface Entry extends Link {
  /** UUID of version 7. */
  readonly id: string;
  /** 1, 2, 3 … of its link. */
  readonly seq: number;
  /** What it is about; says which handler applies it. */
  readonly event: string;
  readonly payloadDigest: string;
  /** Hash of the entry before it in the same link; null for the first. */
  readonly prevHash: string | null;
  /** Hash of the last entry of the opposite link that the sender had processed: it joins both links in one order. */
  readonly seenHash: string | null;
  /** Never before the entry that precedes it nor the one that its sender had seen, whatever the clock said. */
  readonly at: string;
}

/** A letter: the entry and its payload, as canonical JSON. */
export interface Envelope extends Entry {
  readonly payload: string;
}

/** A signature of its sender, renewed at every sending. */
export interface Seal {
  readonly kid: string;
  readonly sentAt: string;
  readonly signature: string;
}

export type SealedEnvelope = Envelope & Seal;

/** What the addressee did with an envelope: the one answer that ends its delivery. Made once, then repeated. */
export interface Receipt {
  readonly envelopeId: string;
  readonly entryHash: string;
  readonly result: 'APPLIED' | 'REFUSED';
  /** Why it was refused; null when it was applied. */
  readonly code: string | null;
  readonly at: string;
  readonly kid: string;
  readonly signature: string;
}

/** SHA-256 of a text, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A payload as it travels, and its digest. Throws a NotCanonicalError for what is not JSON. */
export function sealPayload(payload: Json): Pick<Envelope, 'payload' | 'payloadDigest'> {
  const text = canonicalJson(payload);
  return { payload: text, payloadDigest: sha256(text) };
}

/** The hash of an entry. A re-send has the same, whichever key signs it. */
export function hashEntry(entry: Entry): string {
  return sha256(entryText(entry));
}

/** The text whose SHA-256 is the hash of an entry. */
export function entryText(entry: Entry): string {
  const { id, collaborationNo, from, to, seq, event, payloadDigest, prevHash, seenHash, at } = entry;
  const covered = { id, collaborationNo, from, to, seq, event, payloadDigest, prevHash, seenHash, at };
  return `tongban entry 1\n${canonicalJson(covered)}`;
}

// Each kind of signed text begins with its own line, so that no signature can be passed off as one of another kind.
const sealText = (entryHash: string, kid: string, sentAt: string): string =>
  `tongban seal 1\n${canonicalJson({ entryHash, kid, sentAt })}`;

const receiptText = ({ envelopeId, entryHash, result, code, at, kid }: Omit<Receipt, 'signature'>): string =>
  `tongban receipt 1\n${canonicalJson({ envelopeId, entryHash, result, code, at, kid })}`;

/** Signs an entry for one sending. */
export async function signSeal(signer: Signer, entryHash: string, sentAt: string): Promise<Seal> {
  const { kid } = signer;
  return { kid, sentAt, signature: await signer.sign(sealText(entryHash, kid, sentAt)) };
}

/** True when `from` sealed this entry with a key that was in force when it was sent. */
export function isSealedBy(from: string, sealed: Seal & { readonly entryHash: string }, keys: KeyDirectory): boolean {
  const key = keys.findKey(from, sealed.kid, sealed.sentAt);
  return key?.verify(sealText(sealed.entryHash, sealed.kid, sealed.sentAt), sealed.signature) === true;
}

/** Signs what was done with an envelope. */
export async function signReceipt(signer: Signer, made: Omit<Receipt, 'kid' | 'signature'>): Promise<Receipt> {
  const unsigned = { ...made, kid: signer.kid };
  return { ...unsigned, signature: await signer.sign(receiptText(unsigned)) };
}

/** True when `to` signed this receipt, and signed it for this envelope. */
export function isReceiptFor(
  envelope: Pick<Envelope, 'id' | 'to' | 'at'> & { readonly entryHash: string },
  receipt: Receipt,
  keys: KeyDirectory,
): boolean {
  if (receipt.envelopeId !== envelope.id || receipt.entryHash !== envelope.entryHash) return false;
  if (receipt.at < envelope.at || (receipt.result === 'APPLIED') !== (receipt.code === null)) return false;
  return keys.findKey(envelope.to, receipt.kid, receipt.at)?.verify(receiptText(receipt), receipt.signature) === true;
}
