import { type ChainRecord, type Chains, computedHash, isProof } from './chain.js';
import { isReceiptFor } from './envelope.js';
import { placeOf } from './ledger.js';
import type { KeyDirectory } from './signer.js';

/**
 * How two sides differ. ALTERED: what one side shows does not carry the sender's seal. FORK: the sender sealed two
 * different entries for one place. MISSING: a side lacks what it has sealed or receipted itself. RECEIPT: the receipt
 * that a side shows is missing or not genuine. TWO_RECEIPTS: the addressee signed two.
 */
export type ChainDifferenceKind = 'ALTERED' | 'FORK' | 'MISSING' | 'RECEIPT' | 'TWO_RECEIPTS';

/** The first place in which two sides differ, and who stands refuted by signatures alone. */
export interface ChainDifference {
  readonly kind: ChainDifferenceKind;
  readonly collaborationNo: string;
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  /** Provinces that are proven wrong; at least one. */
  readonly wrong: readonly string[];
}

interface Sides {
  readonly a: Chains;
  readonly b: Chains;
  readonly keys: KeyDirectory;
}

/**
 * The first difference between what two provinces hold of their common chains, in the order of numbers; undefined when
 * they agree. An envelope or a receipt that is still on its way is no difference.
 */
export function compareChains({ a, b, keys }: Sides): ChainDifference | undefined {
  const ofA = byPlace(a, b.province);
  const ofB = byPlace(b, a.province);
  const places = [...new Map([...ofA, ...ofB]).entries()].sort(([, one], [, other]) => one.seq - other.seq);
  for (const [place, { collaborationNo, from, to, seq }] of places) {
    const found = compareRecords(
      { province: a.province, record: ofA.get(place) },
      { province: b.province, record: ofB.get(place) },
      keys,
    );
    if (found !== undefined) return { ...found, collaborationNo, from, to, seq };
  }
  return undefined;
}

function byPlace({ province, records }: Chains, peer: string): ReadonlyMap<string, ChainRecord> {
  const common = records.filter(({ from, to }) => [from, to].sort().join() === [province, peer].sort().join());
  return new Map(common.map((record) => [placeOf(record), record]));
}

type Found = Pick<ChainDifference, 'kind' | 'wrong'>;

interface Side {
  readonly province: string;
  readonly record: ChainRecord | undefined;
}

function compareRecords(a: Side, b: Side, keys: KeyDirectory): Found | undefined {
  const [one, other] = [a.record, b.record];
  if (one === undefined)
    return other === undefined ? undefined : compareMissing(a.province, { ...b, record: other }, keys);
  if (other === undefined) return compareMissing(b.province, { ...a, record: one }, keys);
  const sides = [
    { province: a.province, record: one },
    { province: b.province, record: other },
  ];
  const altered = sides.filter(({ province, record }) => !isCredible(province, record, keys));
  if (altered.length > 0) return { kind: 'ALTERED', wrong: altered.map(({ province }) => province) };
  if (computedHash(one) !== computedHash(other)) return { kind: 'FORK', wrong: [one.from] };
  return compareReceipts(sides, keys);
}

// Only its sender may hold an entry without a seal: before the first sending, or for a place it has sealed elsewhere.
function isCredible(province: string, record: ChainRecord, keys: KeyDirectory): boolean {
  const isUnsent = record.from === province && record.seal === null;
  return isUnsent ? computedHash(record) === record.entryHash : isProof(record, keys);
}

/** `lacking` holds nothing where the other side holds a record. */
function compareMissing(
  lacking: string,
  { province, record }: { readonly province: string; readonly record: ChainRecord },
  keys: KeyDirectory,
): Found | undefined {
  if (!isCredible(province, record, keys)) return { kind: 'ALTERED', wrong: [province] };
  if (record.from === lacking) return { kind: 'MISSING', wrong: [lacking] };
  if (record.receipt === null) return undefined;
  const isReceipted = isReceiptFor(record, record.receipt, keys);
  return isReceipted ? { kind: 'MISSING', wrong: [lacking] } : { kind: 'RECEIPT', wrong: [province] };
}

function compareReceipts(
  sides: readonly { readonly province: string; readonly record: ChainRecord }[],
  keys: KeyDirectory,
): Found | undefined {
  const bad = sides.filter(({ province, record }) =>
    record.receipt === null ? record.to === province : !isReceiptFor(record, record.receipt, keys),
  );
  if (bad.length > 0) return { kind: 'RECEIPT', wrong: bad.map(({ province }) => province) };
  const given = sides.flatMap(({ record }) => (record.receipt === null ? [] : [record]));
  const said = new Set(given.map(({ receipt }) => JSON.stringify([receipt?.result, receipt?.code, receipt?.at])));
  return said.size > 1 ? { kind: 'TWO_RECEIPTS', wrong: given.slice(0, 1).map(({ to }) => to) } : undefined;
}
