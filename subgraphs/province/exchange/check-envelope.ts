import { canonicalJson } from './canonical-json.js';
import { hashEntry, isSealedBy, type Receipt, type SealedEnvelope, sha256 } from './envelope.js';
import { fits } from './payload-limit.js';
import type { KeyDirectory } from './signer.js';

/** One sending of an envelope. */
export interface Delivery {
  readonly envelope: SealedEnvelope;
  /**
   * The addressee's own receipt, when the sender already has it: the addressee seems to have lost the envelope (a
   * restored backup) and is to come to the same end again.
   */
  readonly receipt: Receipt | null;
}

/** Why an envelope was not taken. Nothing is signed and nothing has happened: the sender still answers for it. */
export type RefusalCode =
  | 'MALFORMED'
  | 'NOT_ADDRESSEE'
  | 'BAD_DIGEST'
  | 'BAD_SIGNATURE'
  | 'CLOCK_SKEW'
  | 'CONFLICT'
  | 'BAD_CHAIN'
  | 'SEEN_UNKNOWN'
  | 'FULL'
  | 'HANDLER_FAILED';

/**
 * The answer to a delivery. Only a receipt ends it. GAP: something before it is missing. POISON: its handler keeps
 * failing. UNSETTLED: it answers an envelope of ours whose receipt has not arrived, and waits for that.
 * NOT_YET: its handler lacks what somebody still has to bring.
 */
export type Answer =
  | { readonly status: 'receipt'; readonly receipt: Receipt; readonly duplicate: boolean }
  | { readonly status: 'parked'; readonly reason: 'GAP' | 'POISON' | 'UNSETTLED' | 'NOT_YET'; readonly nextSeq: number }
  | { readonly status: 'refusal'; readonly code: RefusalCode };

/** How far the clocks of two provinces may lie apart, in each direction. */
export const CLOCK_SKEW_MS = 300_000;

const MAX_NAME_LENGTH = 200;

interface Check {
  readonly province: string;
  readonly keys: KeyDirectory;
  readonly nowMs: number;
}

/** Why this province cannot take an envelope, whatever its tables say; undefined when they have to decide. */
export function refuseEnvelope(envelope: SealedEnvelope, { province, keys, nowMs }: Check): RefusalCode | undefined {
  if (!isWellFormed(envelope)) return 'MALFORMED';
  if (envelope.to !== province) return 'NOT_ADDRESSEE';
  if (sha256(envelope.payload) !== envelope.payloadDigest) return 'BAD_DIGEST';
  if (!isSealedBy(envelope.from, { ...envelope, entryHash: hashEntry(envelope) }, keys)) return 'BAD_SIGNATURE';
  // The time of the sending is held against the window, not that of the entry: a re-send may be days old.
  const isRecent = Math.abs(Date.parse(envelope.sentAt) - nowMs) <= CLOCK_SKEW_MS;
  return isRecent && Date.parse(envelope.at) <= nowMs + CLOCK_SKEW_MS ? undefined : 'CLOCK_SKEW';
}

/** True when every field has the form that the chain relies on. The envelope may come from anywhere. */
export function isWellFormed(envelope: SealedEnvelope): boolean {
  const { id, collaborationNo, from, to, event, kid, signature } = envelope;
  const names = [collaborationNo, from, to, event, kid, signature];
  return (
    names.every((name) => isName(name)) &&
    from !== to &&
    /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id) &&
    Number.isSafeInteger(envelope.seq) &&
    envelope.seq > 0 &&
    [envelope.payloadDigest, envelope.prevHash ?? NO_HASH, envelope.seenHash ?? NO_HASH].every(isHash) &&
    (envelope.seq === 1) === (envelope.prevHash === null) &&
    [envelope.at, envelope.sentAt].every(isInstant) &&
    isCanonical(envelope.payload)
  );
}

const NO_HASH = '0'.repeat(64);

const isHash = (text: unknown): boolean => typeof text === 'string' && /^[\da-f]{64}$/.test(text);

const isName = (text: unknown): boolean =>
  typeof text === 'string' && text.length > 0 && text.length <= MAX_NAME_LENGTH && text.isWellFormed();

// One instant has one text, or the hash of an entry would depend on who wrote it.
function isInstant(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

function isCanonical(payload: unknown): boolean {
  if (typeof payload !== 'string' || !fits(payload)) return false;
  try {
    return canonicalJson(JSON.parse(payload)) === payload;
  } catch {
    return false; // neither JSON nor canonical: the form is what was asked for
  }
}
