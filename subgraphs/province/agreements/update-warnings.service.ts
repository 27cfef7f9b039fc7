import { isoTime } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import type { AgreementRow, WarningRow } from './agreement.entity.js';
import { type Bureau, listOfNumber, listSupplements, tablesOf } from './bureau.service.js';
import { binding, negotiating } from './life/life.rules.js';
import { type ExpiryWarning, expiryWarningAt, expiryWarnings } from './terms/expiry.rules.js';
import { type KeptSupplement, latestOf } from './terms/supplement.rules.js';
import type { SignedSupplement } from './documents.service.js';
import { closeWarnings, type Warning, warn } from './warning.service.js';

type WarningKind = WarningRow['kind'];

// What follows from how things are; what somebody was refused stays until the agreement is over.
const derived: readonly WarningKind[] = ['TEXT_WAITS', 'SUSPENSION_NOTICE', 'TERMINATION_WAITS', ...expiryWarnings];
const all: readonly WarningKind[] = [...derived, 'MOVE_REFUSED', 'OUT_OF_STEP'];

/** Brings the warnings about all agreements of a number to how things are: opens what is new, closes what is over. */
export async function updateWarnings(bureau: Bureau, number: string): Promise<void> {
  const supplements = await listSupplements(bureau, number);
  for (const row of await listOfNumber(bureau, number)) {
    const wanted = await warningsOf(bureau, row, supplements);
    const isOver = !negotiating.includes(row.state) && !binding.includes(row.state);
    for (const kind of isOver ? all : derived) {
      const due = wanted.filter((warning) => warning.kind === kind);
      await closeWarnings(bureau, row, { kind, except: due.map(({ about }) => about) });
    }
    for (const warning of wanted) await warn(bureau, row, warning);
  }
}

async function warningsOf(
  bureau: Bureau,
  row: AgreementRow,
  supplements: readonly (KeptSupplement & { readonly document: string })[],
): Promise<readonly Warning[]> {
  if (negotiating.includes(row.state)) {
    const isWaiting = !(await hasSigned(bureau, row));
    return isWaiting ? [{ kind: 'TEXT_WAITS', about: String(row.version), dueAt: row.valid_until }] : [];
  }
  if (!binding.includes(row.state)) return [];
  const expiry = await expiryOf(bureau, row);
  return [
    ...supplementWarnings(bureau, supplements),
    ...(expiry === undefined ? [] : [{ kind: expiry, about: String(row.version), dueAt: row.valid_until }]),
  ];
}

async function hasSigned(bureau: Bureau, { id, version }: AgreementRow): Promise<boolean> {
  const signatures = tablesOf(bureau).selectFrom('agreement_signature').select('province');
  const own = signatures.where('agreement_id', '=', id).where('version', '=', version);
  return (await own.where('province', '=', bureau.instance.code).executeTakeFirst()) !== undefined;
}

async function expiryOf(bureau: Bureau, { valid_until: until }: AgreementRow): Promise<ExpiryWarning | undefined> {
  if (until === null) return undefined;
  const { valueOf } = await readPolicy(bureau.transaction);
  return expiryWarningAt(Date.parse(until), bureau.desk.clock.nowMs(), {
    early: valueOf('AGREEMENT_WARN_EARLY'),
    soon: valueOf('AGREEMENT_WARN_SOON'),
    last: valueOf('AGREEMENT_WARN_LAST'),
  });
}

function supplementWarnings(
  { instance, desk }: Bureau,
  supplements: readonly (KeptSupplement & { readonly document: string })[],
): readonly Warning[] {
  const nowMs = desk.clock.nowMs();
  return latestOf(supplements).flatMap<Warning>(({ kind, by, number, fromMs, untilMs, isComplete, document }) => {
    const dueAt = isoTime(fromMs);
    if (kind === 'SUSPENSION') {
      const isAhead = by !== instance.code && untilMs === null && fromMs > nowMs;
      return isAhead ? [{ kind: 'SUSPENSION_NOTICE', about: `${by ?? ''} ${number}`, dueAt }] : [];
    }
    const { signatures } = JSON.parse(document) as SignedSupplement; // as this province wrote it itself
    const isWaiting = !isComplete && !signatures.some(({ province }) => province === instance.code);
    return isWaiting ? [{ kind: 'TERMINATION_WAITS', about: number, dueAt }] : [];
  });
}
