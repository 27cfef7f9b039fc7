import { canonicalJson } from '../exchange/canonical-json.js';
import { type ChainRecord, type Chains, isProof, readCollaboration } from '../exchange/chain.js';
import { atOneInstant } from '../exchange/desk.js';
import { isReceiptFor, type Receipt, type Seal, sha256 } from '../exchange/envelope.js';
import { type ChainFinding, verifyChain } from '../exchange/verify-chain.js';
import { judgePair, type PairVerdict } from '../exchange/judge-pair.js';
import type { ProvinceContext } from '../context.js';
import { SubgraphError } from '../../server/errors.js';
import { originOf } from '../../../schema/province-codes.js';
import { findFiledCase } from '../cases/index.js';
import { type Trace, traceOf } from './trace.rules.js';

/** What this province can tell of a collaboration. Refuses with BAD_ID what is no collaboration number. */
export async function readTrace(context: ProvinceContext, collaborationNo: string): Promise<Trace> {
  const origin = getOrigin(collaborationNo);
  const { province, surroundings } = context;
  // In one transaction: what is read link by link, and the file beside it, must be of one moment.
  return context.orm.em.fork().transactional(async (em) => {
    const { records } = await readCollaboration(em, province.code, collaborationNo);
    const place = { province: province.code, nowMs: surroundings.nowMs() };
    const file = await findFiledCase(em, place, collaborationNo);
    return traceOf({ province: province.code, origin, entries: records, file });
  });
}

/** One entry as this province holds it, and whether public keys prove it. */
export interface HeldPlace {
  readonly record: ChainRecord;
  /** True when the entry is whole and its sender's seal on it is genuine. */
  readonly isSealed: boolean;
  readonly seal: Seal | null;
  /** True when the receipt is one of the addressee for this entry. */
  readonly isReceipted: boolean;
  /** SHA-256 of the receipt as it is stored, which is the same text on both sides; null without one. */
  readonly receiptDigest: string | null;
}

/** What this province found out about its own side of a collaboration's chains. */
export interface SideVerification {
  readonly province: string;
  readonly participants: readonly string[];
  readonly findings: readonly ChainFinding[];
  readonly places: readonly HeldPlace[];
}

/** Verifies this province's side of the chains of a collaboration. Refuses with BAD_ID what is no collaboration number. */
export async function verifySide(context: ProvinceContext, collaborationNo: string): Promise<SideVerification> {
  const origin = getOrigin(collaborationNo);
  const { keys } = context.exchange.desk;
  const chains = await read(context, collaborationNo);
  const { province, records } = chains;
  const named = records.flatMap(({ from, to }) => [from, to]);
  return {
    province,
    participants: [...new Set(named.length > 0 ? [origin, ...named] : [])].sort(),
    findings: verifyChain(chains, keys),
    places: records.map((record) => ({
      record,
      isSealed: isProof(record, keys),
      seal: record.seal,
      isReceipted: record.receipt !== null && isReceiptFor(record, record.receipt, keys),
      receiptDigest: record.receipt === null ? null : digestOf(record.receipt),
    })),
  };
}

/** Judges this province and each peer with which it shares chains of a collaboration. Peers are asked at the same time. */
export async function judgePairs(context: ProvinceContext, collaborationNo: string): Promise<readonly PairVerdict[]> {
  const { desk, peers } = context.exchange;
  const { province, records } = await read(context, collaborationNo);
  const others = new Set(records.flatMap(({ from, to }) => [from, to]).filter((code) => code !== province));
  return Promise.all([...others].map((peer) => judgePair(desk, { deliver: peers, peer, collaborationNo })));
}

const digestOf = (receipt: Receipt): string => sha256(canonicalJson({ ...receipt }));

function getOrigin(collaborationNo: string): string {
  const origin = originOf(collaborationNo);
  if (origin === undefined) throw new SubgraphError('BAD_ID', 'The argument is not a collaboration number.');
  return origin;
}

function read({ orm, province }: ProvinceContext, collaborationNo: string): Promise<Chains> {
  return atOneInstant({ storage: orm }, (transaction) =>
    readCollaboration(transaction, province.code, collaborationNo),
  );
}
