import { canonicalJson } from '../exchange/canonical-json.js';
import { type ChainRecord, type Chains, isProof, readCollaboration } from '../exchange/chain.js';
import { atOneInstant } from '../exchange/desk.js';
import { isReceiptFor, type Receipt, type Seal, sha256 } from '../exchange/envelope.js';
import { type ChainFinding, verifyChain } from '../exchange/verify-chain.js';
import type { ProvinceContext } from '../context.js';
import { SubgraphError } from '../../server/errors.js';
import { originOf } from '../../../schema/province-codes.js';
import { findOwnLegs } from './own-legs.service.js';
import { type Trace, traceOf } from './trace.rules.js';

/** What this province can tell of a collaboration. Refuses with BAD_ID what is no collaboration number. */
export async function readTrace(context: ProvinceContext, collaborationNo: string): Promise<Trace> {
  const origin = getOrigin(collaborationNo);
  const { province, records } = await read(context, collaborationNo);
  const ownLegs = await findOwnLegs(context, collaborationNo);
  return traceOf({ province, origin, entries: records, ownLegs });
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
