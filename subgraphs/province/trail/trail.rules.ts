import type { AccessBasis, FieldClass } from '../../../schema/trail-lists.js';
import { orderOf, type Purpose } from '../../../schema/purpose.js';
import type { Role } from '../../../schema/roles.js';
import { type WithholdingCode, withholdings } from '../../../schema/withholding.js';

/** A class of personal data. */
export type FieldClassCode = keyof typeof FieldClass.entries;

/** One access as whoever releases data states it; who reads, for what and when is known already. */
export interface AccessEntry {
  /** Person key of the person whose data they are. */
  readonly person: string;
  /** What is about to be released; at least one, in any order. */
  readonly classes: readonly FieldClassCode[];
  readonly basis: AccessBasis;
  /** Global id of the case that it belongs to; null when it belongs to none. */
  readonly caseId: string | null;
}

/** Who reads. */
export interface Reader {
  readonly subject: string;
  readonly role: Role | null;
  readonly province: string | null;
  readonly unit: string | null;
}

/** An access that is not shown to the person for a time. */
export interface Withholding {
  readonly basis: WithholdingCode;
  readonly until: string;
}

/** An entry of the chain without its hash: everything that the hash covers. Instants are ISO 8601 text in UTC. */
export interface TrailEntry extends AccessEntry {
  /** 1, 2, 3 … of one province, without a gap. */
  readonly seq: number;
  readonly id: string;
  /** Later than everything that was committed before, whatever the clock said; a batch has one instant. */
  readonly at: string;
  readonly reader: Reader;
  readonly purpose: Pick<Purpose, 'code' | 'reference'>;
  /** Hash of the operation in which it was read. */
  readonly operation: string;
  readonly withheld: Withholding | null;
  readonly prevHash: string | null;
}

/** An entry as it is kept. */
export interface HashedEntry extends TrailEntry {
  readonly hash: string;
}

/** What a province says of its trail as a whole: so many entries, ending with this one. */
export interface HeadStatement {
  readonly province: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

/** The same under the province's signature. */
export interface SignedHead extends HeadStatement {
  readonly kid: string;
  readonly signature: string;
}

/** What the hash of an entry covers, as a value of which there is one canonical text. */
export function coveredOf(entry: TrailEntry): object {
  const { seq, id, at, person, basis, caseId, operation, withheld, prevHash, reader, purpose } = entry;
  return {
    seq,
    id,
    at,
    person,
    classes: sortedClasses(entry.classes),
    basis: { kind: basis.kind, text: basis.text },
    caseId,
    operation,
    withheld: withheld && { basis: withheld.basis, until: withheld.until },
    prevHash,
    reader: { subject: reader.subject, role: reader.role, province: reader.province, unit: reader.unit },
    purpose: { code: purpose.code, reference: purpose.reference ?? null },
  };
}

/** Classes in the one order in which they are kept, each once. */
export function sortedClasses(classes: readonly FieldClassCode[]): readonly FieldClassCode[] {
  return [...new Set(classes)].sort();
}

/** What makes two accesses of one request the same one: person, classes, basis and case. */
export function accessKey({ person, classes, basis, caseId }: AccessEntry): string {
  return JSON.stringify([person, sortedClasses(classes), basis.kind, basis.text, caseId]);
}

const MS_PER_DAY = 86_400_000;

/**
 * Whether an access is withheld from the person, and until when: only where an order of supervision asks for it on a
 * basis of the table, from a supervisor. `FORBIDDEN` when somebody else asks for it.
 */
export function withholdingOf(purpose: Purpose, role: Role | null, atMs: number): Withholding | 'FORBIDDEN' | null {
  const { withhold } = purpose;
  if (withhold === undefined) return null;
  if (orderOf(purpose) === undefined || role !== 'supervisor') return 'FORBIDDEN';
  const untilMs = atMs + withholdings[withhold].max.value * MS_PER_DAY;
  return { basis: withhold, until: new Date(untilMs).toISOString() };
}

/** How hashes and signatures are checked, so that the rules need no cryptography. */
export interface TrailProof {
  readonly hashOf: (entry: TrailEntry) => string;
  readonly isSigned: (head: SignedHead) => boolean;
}

/** What is wrong with a trail, and at which number. */
export interface TrailFault {
  readonly seq: number;
  readonly kind: /** The content is not what the hash was made of. */
    | 'CHANGED'
    /** The number is not the next one: something was left out, put in, or changed places. */
    | 'OUT_OF_SEQUENCE'
    /** It does not join the entry before it. */
    | 'UNLINKED'
    /** It is not later than the entry before it, as batches are. */
    | 'BACKDATED'
    /** The signed count and the signed hash are not those of the last entry. */
    | 'HEAD_DIFFERS'
    /** The province did not sign this head. */
    | 'HEAD_UNSIGNED';
}

/**
 * Everything that is wrong with a whole trail, from its first entry to the one that `head` names; nothing when it is
 * what the province signed. A trail from which the end was cut off differs from its head.
 */
export function verifyTrail(
  entries: readonly HashedEntry[],
  head: SignedHead | undefined,
  proof: TrailProof,
): readonly TrailFault[] {
  const faults: TrailFault[] = [];
  let before: HashedEntry | undefined;
  for (const entry of entries) {
    const seq = (before?.seq ?? 0) + 1;
    if (entry.seq !== seq) faults.push({ seq, kind: 'OUT_OF_SEQUENCE' });
    if (entry.prevHash !== (before?.hash ?? null)) faults.push({ seq: entry.seq, kind: 'UNLINKED' });
    if (before !== undefined && entry.at < before.at) faults.push({ seq: entry.seq, kind: 'BACKDATED' });
    if (proof.hashOf(entry) !== entry.hash) faults.push({ seq: entry.seq, kind: 'CHANGED' });
    before = entry;
  }
  return [...faults, ...headFaults(before, head, proof)];
}

function headFaults(last: HashedEntry | undefined, head: SignedHead | undefined, proof: TrailProof): TrailFault[] {
  const seq = last?.seq ?? 0;
  if (head === undefined) return last === undefined ? [] : [{ seq, kind: 'HEAD_UNSIGNED' }];
  if (!proof.isSigned(head)) return [{ seq: head.seq, kind: 'HEAD_UNSIGNED' }];
  const isOfLast = head.seq === seq && head.hash === last?.hash && head.at === last.at;
  return isOfLast ? [] : [{ seq: head.seq, kind: 'HEAD_DIFFERS' }];
}
