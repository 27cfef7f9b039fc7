import { listPeerEntries } from './ask-peer.js';
import { type ChainRecord, type Chains, computedHash, readChains } from './chain.js';
import { opposite } from './chain-rows.js';
import { type Delivery, isWellFormed } from './check-envelope.js';
import { type ChainDifference, compareChains } from './compare-chains.js';
import { type Desk, inTransaction } from './desk.js';
import type { Receipt } from './envelope.js';
import { placeOf } from './ledger.js';
import { type Deliver, UnreachableError, withinLimit } from './peer-door.js';
import type { KeyDirectory } from './signer.js';

/**
 * What the signatures of both sides show. AGREE: both hold the same of what both have signed for. BEHIND: one lacks what
 * it has signed itself. REFUTED: one has told different things, or shows what nobody has signed. UNKNOWN: the peer does
 * not answer, or a key that would have to decide is not known here.
 */
export type PairFinding = 'AGREE' | 'BEHIND' | 'REFUTED' | 'UNKNOWN';

/** What this province finds of itself and one peer in one collaboration. */
export interface PairVerdict {
  readonly peer: string;
  readonly finding: PairFinding;
  /** The first place in which both differ, and who is behind or refuted; undefined unless somebody is. */
  readonly difference: ChainDifference | undefined;
  /**
   * What each side shows in that place. Of FORK and TWO_RECEIPTS it proves itself to whoever has the public keys; that a
   * side shows nothing there, or nothing genuine, is the word of who asked.
   */
  readonly evidence: readonly { readonly shownBy: string; readonly record: ChainRecord }[];
  readonly isPeerMissing: boolean;
}

interface Judging {
  readonly deliver: Pick<Deliver, 'ask'>;
  readonly peer: string;
  readonly collaborationNo: string;
}

// A gateway gives a province three seconds; who is down must not take with it whoever says so.
const JUDGE_LIMIT_MS = 2_000;

/**
 * Compares this province's side of a collaboration with that of a peer, which is asked for it, by signatures alone. What
 * is on its way, or not sealed yet, is no difference. Never throws on account of the peer.
 */
export async function judgePair(desk: Desk, judging: Judging): Promise<PairVerdict> {
  const { peer, collaborationNo } = judging;
  const { keys, signer } = desk;
  const read = (): Promise<Chains> =>
    inTransaction(desk, (transaction) => readChains(transaction, signer.province, { peer, collaborationNo }));
  const before = await read();
  const theirs = await askForChains(desk, judging);
  if (theirs === undefined) return { ...unknown(peer), isPeerMissing: true };
  const ours = settledBetween({ before: sealed(before), after: sealed(await read()), theirs });
  return judge({ province: signer.province, records: ours }, { province: peer, records: theirs }, keys);
}

const unknown = (peer: string): PairVerdict => {
  return { peer, finding: 'UNKNOWN', difference: undefined, evidence: [], isPeerMissing: false };
};

/** What the peer shows of both links; undefined when it does not answer in time, or not genuinely. */
async function askForChains(
  desk: Desk,
  { deliver, peer, collaborationNo }: Judging,
): Promise<readonly ChainRecord[] | undefined> {
  const link = { collaborationNo, from: desk.signer.province, to: peer };
  try {
    const list = async (stop: AbortSignal): Promise<readonly ChainRecord[]> => {
      const asking = { desk, deliver, peer, stop };
      const shown = await Promise.all([link, opposite(link)].map((each) => listPeerEntries(asking, each, 0)));
      return shown.flat().map(toRecord);
    };
    const records = await withinLimit(desk.clock, list, { limitMs: JUDGE_LIMIT_MS });
    return records.filter((record) => record.collaborationNo === collaborationNo);
  } catch (error) {
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}

function judge(ours: Chains, theirs: Chains, keys: KeyDirectory): PairVerdict {
  const peer = theirs.province;
  const difference = compareChains({ a: ours, b: theirs, keys });
  if (difference === undefined) return { ...unknown(peer), finding: 'AGREE' };
  const evidence = [ours, theirs].flatMap(({ province, records }) => {
    const shown = records.filter((record) => placeOf(record) === placeOf(difference));
    return shown.map((record) => ({ shownBy: province, record }));
  });
  if (!isDecided(difference, evidence, keys)) return unknown(peer);
  const finding = difference.kind === 'MISSING' ? 'BEHIND' : 'REFUTED';
  return { ...unknown(peer), finding, difference, evidence };
}

// Whoever answers with what has not even the form of an entry or of a receipt has shown nothing.
function toRecord({ envelope, receipt }: Delivery): ChainRecord {
  if (!isWellFormed(envelope)) throw new TypeError('Not an entry.');
  const { kid, sentAt, signature, ...entry } = envelope;
  const shown = { ...entry, entryHash: '', seal: { kid, sentAt, signature }, state: null };
  const record = { ...shown, receipt: receipt === null ? null : readReceipt(receipt) };
  return { ...record, entryHash: computedHash(record) ?? '' };
}

function readReceipt({ envelopeId, entryHash, result, code, at, kid, signature }: Receipt): Receipt {
  const texts: readonly unknown[] = [envelopeId, entryHash, result, code === null ? '' : code, at, kid, signature];
  const isReadable = texts.every((text) => typeof text === 'string' && text.isWellFormed());
  if (!isReadable) throw new TypeError('Not a receipt.');
  return { envelopeId, entryHash, result, code, at, kid, signature };
}

// What has not left its sender's house nobody has said, and after a restored backup it still moves.
const sealed = ({ records }: Chains): readonly ChainRecord[] => records.filter(({ seal }) => seal !== null);

interface Views {
  readonly before: readonly ChainRecord[];
  readonly after: readonly ChainRecord[];
  readonly theirs: readonly ChainRecord[];
}

/** Our side as the peer can be held to it: what it shows is compared with the later view, what it lacks with the earlier. */
function settledBetween({ before, after, theirs }: Views): readonly ChainRecord[] {
  const shown = new Set(theirs.map(placeOf));
  const earlier = new Map(before.map((record) => [placeOf(record), record]));
  return after.flatMap((record) => {
    const place = placeOf(record);
    return shown.has(place) ? [record] : (earlier.get(place) ?? []);
  });
}

// Two genuine signatures speak for themselves. That one is not genuine can only be said with the key that it names.
function isDecided({ kind }: ChainDifference, evidence: PairVerdict['evidence'], keys: KeyDirectory): boolean {
  if (kind !== 'ALTERED' && kind !== 'RECEIPT') return true;
  return evidence.every(({ record: { from, to, seal, receipt } }) => {
    const isSealKnown = seal === null || keys.findKey(from, seal.kid, seal.sentAt) !== undefined;
    return isSealKnown && (receipt === null || keys.findKey(to, receipt.kid, receipt.at) !== undefined);
  });
}
