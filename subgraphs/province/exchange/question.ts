import { canonicalJson, type Json } from './canonical-json.js';
import { toReceipt, toSealed } from './chain-rows.js';
import { CLOCK_SKEW_MS, type Delivery } from './check-envelope.js';
import { type Desk, inTransaction, isoTime } from './desk.js';
import type { Link } from './envelope.js';
import type { ExchangeTables, Transaction } from './exchange.entity.js';
import { byPlace, type DayStatement, type Leaf, listLeaves, type Place, stateDays } from './ledger.js';

/** What a province asks a peer about their common chains. */
export type Inquiry =
  /** What it holds of each day from `since` on; of all days when null. A page of the earliest. */
  | { readonly kind: 'days'; readonly since: string | null }
  /** The entries of one day behind a place, or from the beginning. A page of the first. */
  | { readonly kind: 'leaves'; readonly day: string; readonly after: Place | null }
  /** Whole entries of one link, behind a number. A page of the first. */
  | ({ readonly kind: 'entries'; readonly after: number } & Link);

/** What each kind of inquiry is answered with. */
export interface Findings {
  readonly days: readonly DayStatement[];
  readonly leaves: readonly Leaf[];
  readonly entries: readonly Delivery[];
}

/** An inquiry under the signature of who asks: a peer is told of nothing but what it takes part in. */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** An {@link Inquiry} as canonical JSON. */
  readonly body: string;
  readonly kid: string;
  readonly sentAt: string;
  readonly signature: string;
}

/** An answer under the signature of who gives it, bound to its question. */
export interface SignedAnswer {
  /** Canonical JSON. */
  readonly body: string;
  readonly kid: string;
  readonly sentAt: string;
  readonly signature: string;
}

/** A question or an answer is not genuine, or too old. */
export class NotGenuineError extends Error {
  override readonly name = 'NotGenuineError';
}

// A gateway reads at most 8 MB of an answer, in which this text is quoted once more and payloads twice.
const MAX_DAYS = 5_000;
const MAX_LEAVES = 5_000;
const MAX_ENTRIES = 100;
const MAX_ENTRY_BYTES = 1_000_000;

const questionText = ({ from, to, body, kid, sentAt }: Omit<Question, 'signature'>): string =>
  `tongban question 1\n${canonicalJson({ from, to, body, kid, sentAt })}`;

const answerText = (question: Question, { body, kid, sentAt }: Omit<SignedAnswer, 'signature'>): string =>
  `tongban answer 1\n${canonicalJson({ question: question.signature, body, kid, sentAt })}`;

/** Signs an inquiry, an {@link Inquiry} about chains or one of a module about something else that both know of. */
export async function signQuestion(
  desk: { readonly signer: Desk['signer']; readonly clock: Pick<Desk['clock'], 'nowMs'> },
  to: string,
  inquiry: object,
): Promise<Question> {
  const { province: from, kid } = desk.signer;
  const unsigned = { from, to, body: canonicalJson(inquiry), kid, sentAt: isoTime(desk.clock.nowMs()) };
  return { ...unsigned, signature: await desk.signer.sign(questionText(unsigned)) };
}

/**
 * What a peer asks; throws a NotGenuineError unless that peer has signed it for this province, a moment ago. Whoever has
 * heard it may repeat it so long, and is told what the peer would be told.
 */
export function readQuestion(desk: Pick<Desk, 'signer' | 'clock' | 'keys'>, question: Question): unknown {
  const isFresh = Math.abs(Date.parse(question.sentAt) - desk.clock.nowMs()) <= CLOCK_SKEW_MS;
  const key = desk.keys.findKey(question.from, question.kid, question.sentAt);
  const isSigned = key?.verify(questionText(question), question.signature) === true;
  if (question.to !== desk.signer.province || !isFresh || !isSigned) throw new NotGenuineError('Not a question to us.');
  return JSON.parse(question.body);
}

/** Answers a genuine question of a peer about what it shares with this province; throws a NotGenuineError otherwise. */
export async function answerQuestion(desk: Desk, question: Question): Promise<SignedAnswer> {
  const inquiry = readQuestion(desk, question) as Inquiry;
  const found = await inTransaction(desk, (transaction) => find(transaction, question.from, inquiry));
  const { kid } = desk.signer;
  const unsigned = { body: canonicalJson(found), kid, sentAt: isoTime(desk.clock.nowMs()) };
  return { ...unsigned, signature: await desk.signer.sign(answerText(question, unsigned)) };
}

/** What a peer answered; throws a NotGenuineError unless the peer signed it as an answer to this question. */
export function readAnswer<Kind extends Inquiry['kind']>(
  desk: Pick<Desk, 'keys'>,
  { question, answer }: { readonly kind: Kind; readonly question: Question; readonly answer: SignedAnswer },
): Findings[Kind] {
  const key = desk.keys.findKey(question.to, answer.kid, answer.sentAt);
  const isSigned = key?.verify(answerText(question, answer), answer.signature) === true;
  if (!isSigned) throw new NotGenuineError('Not an answer to our question.');
  return JSON.parse(answer.body) as Findings[Kind];
}

async function find(transaction: Transaction, peer: string, inquiry: Inquiry): Promise<Json> {
  switch (inquiry.kind) {
    case 'days':
      return asJson(stateDays(await listLeaves(transaction, peer, { from: inquiry.since ?? '' })).slice(0, MAX_DAYS));
    case 'leaves': {
      const { day, after } = inquiry;
      const leaves = (await listLeaves(transaction, peer, { from: day, to: day })).get(day) ?? [];
      return asJson(leaves.filter((leaf) => after === null || byPlace(leaf, after) > 0).slice(0, MAX_LEAVES));
    }
    case 'entries':
      return asJson(await listEntries(transaction, peer, inquiry));
    default:
      throw new NotGenuineError('No such question.');
  }
}

// Statements, leaves and deliveries consist of plain values only; their types just do not say so.
const asJson = (value: object): Json => value as Json;

async function listEntries(
  transaction: Transaction,
  peer: string,
  { from, to, collaborationNo, after }: Link & { readonly after: number },
): Promise<readonly Delivery[]> {
  if (from !== peer && to !== peer) return [];
  const rows = await transaction
    .getKysely<ExchangeTables>()
    .selectFrom(from === peer ? 'exchange_inbox' : 'exchange_outbox')
    .selectAll()
    .where('sender', '=', from)
    .where('addressee', '=', to)
    .where('collaboration_no', '=', collaborationNo)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(MAX_ENTRIES)
    .execute();
  const entries = rows.flatMap((row) => {
    const envelope = toSealed(row);
    return envelope === undefined ? [] : [{ envelope, receipt: row.receipt === null ? null : toReceipt(row.receipt) }];
  });
  return asMuchAsFits(entries);
}

// The first one in any case, or whoever asks would never come past it.
function asMuchAsFits(entries: readonly Delivery[]): readonly Delivery[] {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return index > 0 && bytes > MAX_ENTRY_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
