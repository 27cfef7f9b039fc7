import { linkName, opposite } from './chain-rows.js';
import { type ChainRecord, type Chains, computedHash, isProof } from './chain.js';
import { isReceiptFor, sha256 } from './envelope.js';
import { CANCEL_EVENT } from './send-envelope.js';
import type { KeyDirectory } from './signer.js';

/**
 * What is wrong with an entry. FOREIGN: not one of this province. GAP: its number is not the next. HASH, DIGEST: fields
 * do not give the stored hash or digest. PREV: it does not continue its link. SEEN: it names what is not there, or
 * forgets what had been seen. BACKDATED: it lies before what it follows. SEAL: its sender's signature is missing or does
 * not verify. RECEIPT: the same of its addressee's. STATE: what is noted of the delivery is not what the receipt says.
 */
export type ChainProblem =
  | 'FOREIGN'
  | 'GAP'
  | 'HASH'
  | 'DIGEST'
  | 'PREV'
  | 'SEEN'
  | 'BACKDATED'
  | 'SEAL'
  | 'RECEIPT'
  | 'STATE';

/** One problem of one entry. */
export interface ChainFinding {
  /** `<collaboration> <from>><to>`. */
  readonly link: string;
  readonly seq: number;
  readonly problem: ChainProblem;
}

interface Verification {
  readonly province: string;
  readonly keys: KeyDirectory;
  /** By link and hash. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, ChainRecord>>;
}

/**
 * Verifies the chains of one side with nothing but public keys: hashes, numbers, seals, receipts, order. Gives every
 * problem, by link and number; none for chains that were written honestly. What is missing at the end of a link only the
 * other side knows: see compareChains.
 */
export function verifyChain(chains: Chains, keys: KeyDirectory): readonly ChainFinding[] {
  const links = Map.groupBy(chains.records, linkName);
  const held = new Map(
    [...links].map(([link, records]) => [link, new Map(records.map((record) => [record.entryHash, record]))]),
  );
  const verification = { province: chains.province, keys, held };
  return [...links.values()].flatMap((records) => verifyLink(verification, records));
}

function verifyLink(verification: Verification, records: readonly ChainRecord[]): readonly ChainFinding[] {
  let previous: ChainRecord | undefined;
  let hasOpen = false;
  return records.flatMap((record) => {
    const problems = [
      ...problemsAlone(verification, record),
      ...problemsInLink(verification, record, previous),
      // Receipts come in order; only a call may get its own before that of what it calls back has arrived.
      ...(hasOpen && record.receipt !== null && record.event !== CANCEL_EVENT ? (['RECEIPT'] as const) : []),
    ];
    hasOpen ||= record.receipt === null;
    previous = record;
    return problems.map((problem) => ({ link: linkName(record), seq: record.seq, problem }));
  });
}

function problemsAlone({ province, keys }: Verification, record: ChainRecord): readonly ChainProblem[] {
  const isOutgoing = record.from === province;
  const isOurs = isOutgoing !== (record.to === province);
  const isUnsent = isOutgoing && record.seal === null && record.receipt === null;
  return [
    ...problem('FOREIGN', !isOurs),
    ...problem('HASH', computedHash(record) !== record.entryHash),
    ...problem('DIGEST', sha256(record.payload) !== record.payloadDigest),
    ...problem('SEAL', !isUnsent && !isProof(record, keys)),
    ...problem('RECEIPT', !isReceiptSound(record, keys, isOutgoing)),
    ...problem('STATE', isOutgoing === (record.state === null) || !isStateSound(record)),
  ];
}

const problem = (name: ChainProblem, isThere: boolean): readonly ChainProblem[] => (isThere ? [name] : []);

function isReceiptSound(record: ChainRecord, keys: KeyDirectory, isOutgoing: boolean): boolean {
  return record.receipt === null ? isOutgoing : isReceiptFor(record, record.receipt, keys);
}

// An entry that is being sent again has its receipt and is PENDING all the same.
function isStateSound({ state, receipt }: ChainRecord): boolean {
  switch (state) {
    case 'ACKED':
      return receipt?.result === 'APPLIED';
    case 'REJECTED':
      return receipt?.result === 'REFUSED';
    case 'PENDING':
    case 'DEAD':
    case null:
      return true;
    default:
      return false; // a changed bit leaves a state that no type allows
  }
}

function problemsInLink(
  { held }: Verification,
  record: ChainRecord,
  previous: ChainRecord | undefined,
): readonly ChainProblem[] {
  const others = held.get(linkName(opposite(record)));
  const seen = record.seenHash === null ? undefined : others?.get(record.seenHash);
  const seenBefore = previous?.seenHash === null ? undefined : others?.get(previous?.seenHash ?? '');
  const isSeenSound = (record.seenHash === null || seen !== undefined) && (seen?.seq ?? 0) >= (seenBefore?.seq ?? 0);
  return [
    ...problem('GAP', record.seq !== (previous?.seq ?? 0) + 1),
    ...problem('PREV', record.prevHash !== (previous?.entryHash ?? null)),
    ...problem('SEEN', !isSeenSound),
    ...problem('BACKDATED', record.at < (previous?.at ?? '') || record.at < (seen?.at ?? '')),
  ];
}
