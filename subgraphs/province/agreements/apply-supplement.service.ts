import { digestOfDocument } from '../access/agreements/sign-document.js';
import { isoTime } from '../exchange/desk.js';
import type { AgreementRow } from './agreement.entity.js';
import { type Applied, type Applying, inForceOf, type Moving, refuse, type Refused, take } from './applying.service.js';
import { type Bureau, listOfNumber, listSupplements, partiesOf, type Step, tablesOf } from './bureau.service.js';
import { isSignedBy, readSupplement, type SignedSupplement } from './documents.service.js';
import { isText, type Move } from './moves/move.rules.js';

/**
 * Keeps what one party signs about all versions of an agreement: a suspension, what lifts it, or its part of a
 * termination. The same one again changes nothing.
 */
export async function applySupplement(bureau: Bureau, move: Move, applying: Applying): Promise<Applied> {
  const found = readSupplement(move.document);
  if ('problems' in found) return refuse('MOVE_UNREADABLE', found.problems);
  const { document } = found;
  const { supplement } = document;
  if (supplement.agreementNo !== move.number) return refuse('MOVE_UNREADABLE');
  const rows = await listOfNumber(bureau, move.number);
  const row = inForceOf(rows) ?? rows.at(-1);
  if (row === undefined) return refuse('AGREEMENT_NOT_HERE');
  if (!partiesOf(row).includes(move.by)) return refuse('NOT_A_PARTY');
  if (!isSignedBy(bureau.desk, document, [move.by])) return refuse('SIGNATURE_INVALID');
  const known = await listKnown(bureau, document);
  const supplementing = { move, applying, document, known };
  return supplement.kind === 'SUSPENSION'
    ? applySuspension(bureau, row, supplementing)
    : applyTermination(bureau, row, supplementing);
}

interface Supplementing extends Moving {
  readonly document: SignedSupplement;
  /** The versions of it that are here, the last one last. */
  readonly known: readonly SignedSupplement[];
}

async function listKnown(
  bureau: Bureau,
  { supplement: { agreementNo, number, by } }: SignedSupplement,
): Promise<readonly SignedSupplement[]> {
  const all = await listSupplements(bureau, agreementNo);
  const versions = all.filter((one) => one.number === number && one.by === by);
  return versions
    .toSorted((a, b) => a.version - b.version)
    .map(({ document }) => JSON.parse(document) as SignedSupplement); // as this province wrote it itself
}

function refuseSuspension({ document, known, move }: Supplementing): Refused | undefined {
  const { supplement } = document;
  if (supplement.by !== move.by) return refuse('NOT_FOR_THIS_PARTY');
  const isLifting = supplement.until !== null;
  if (isLifting && known.length === 0) return refuse('NOT_SUSPENDED_HERE');
  return supplement.version === known.length + 1 ? undefined : refuse('SUPPLEMENT_DIFFERS');
}

async function applySuspension(bureau: Bureau, row: AgreementRow, supplementing: Supplementing): Promise<Applied> {
  const { document, known, applying, move } = supplementing;
  const { supplement } = document;
  const same = known.find((one) => one.supplement.version === supplement.version);
  if (same !== undefined)
    return digestOfDocument(same) === digestOfDocument(document) ? { row } : refuse('SUPPLEMENT_DIFFERS');
  const refused = refuseSuspension(supplementing);
  if (refused !== undefined) return refused;
  const facts = { hasReason: isText(move.reason), isOwn: true, isSigned: true, ...applying.facts };
  const event = supplement.until === null ? 'suspend' : 'resume';
  const step: Step = { event, party: move.by, facts, reason: move.reason };
  const taken = await take(bureau, row, { step, applying });
  if (!('refusal' in taken)) await keepSupplement(bureau, document, true);
  return taken;
}

async function applyTermination(
  bureau: Bureau,
  row: AgreementRow,
  { document, known, applying, move }: Supplementing,
): Promise<Applied> {
  const [first] = known;
  if (first !== undefined && digestOfDocument(first) !== digestOfDocument(document))
    return refuse('SUPPLEMENT_DIFFERS');
  const before = first?.signatures ?? [];
  const isFirst = !before.some(({ province }) => province === move.by);
  const facts = { hasReason: isText(move.reason), isSigned: true, ...applying.facts, isFirst };
  const step: Step = { event: 'terminate', party: move.by, facts, reason: move.reason };
  const taken = await take(bureau, row, { step, applying });
  if ('refusal' in taken || !isFirst) return taken;
  const signatures = [...before, ...document.signatures];
  const isComplete = partiesOf(row).every((party) => signatures.some(({ province }) => province === party));
  await keepSupplement(bureau, { ...document, signatures }, isComplete);
  return taken;
}

async function keepSupplement(bureau: Bureau, document: SignedSupplement, isComplete: boolean): Promise<void> {
  const { agreementNo, number, by, version, kind, from, until } = document.supplement;
  const content = {
    ...{ kind, from_ms: Date.parse(from), until_ms: until === null ? null : Date.parse(until) },
    ...{ document: JSON.stringify(document), is_complete: Number(isComplete) },
  };
  const at = isoTime(bureau.desk.clock.nowMs());
  await tablesOf(bureau)
    .insertInto('agreement_supplement')
    .values({ agreement_no: agreementNo, number, by: by ?? '', version, ...content, at })
    .onConflict((conflict) => conflict.columns(['agreement_no', 'number', 'by', 'version']).doUpdateSet(content))
    .execute();
}
