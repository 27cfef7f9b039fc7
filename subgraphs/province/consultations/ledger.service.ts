import type { Handoff, Holder } from '../shared/responsibility.js';
import type { Bureau } from './bureau.service.js';
import { tablesOf } from './bureau.service.js';
import type { ThreadRow } from './consultation.entity.js';
import type { Ledger } from './thread-clock.rules.js';

/** Who has held a thread, as this province knows it. */
export async function readLedger(bureau: Pick<Bureau, 'transaction'>, row: ThreadRow): Promise<Ledger> {
  const handoffs = tablesOf(bureau).selectFrom('consultation_handoff').selectAll();
  const rows = await handoffs.where('consultation_id', '=', row.id).orderBy('seq').execute();
  return {
    first: { province: row.first_province, unit: row.first_unit },
    startedAt: row.started_ms,
    handoffs: rows.map((each) => ({
      from: { province: each.from_province, unit: each.from_unit },
      to: { province: each.to_province, unit: each.to_unit },
      acknowledgedAt: each.acknowledged_ms,
    })),
  };
}

/** Keeps who has held a thread, in the place of what was known. */
export async function storeLedger(bureau: Pick<Bureau, 'transaction'>, id: string, ledger: Ledger): Promise<void> {
  const tables = tablesOf(bureau);
  await tables.deleteFrom('consultation_handoff').where('consultation_id', '=', id).execute();
  for (const [index, { from, to, acknowledgedAt }] of ledger.handoffs.entries()) {
    const row = {
      ...{ consultation_id: id, seq: index + 1, from_province: from.province, from_unit: from.unit },
      ...{ to_province: to.province, to_unit: to.unit, acknowledged_ms: acknowledgedAt },
    };
    await tables.insertInto('consultation_handoff').values(row).execute();
  }
}

/**
 * A ledger with one more handing over, at that instant or, where the one before was at the same one, right after it:
 * no instant has two holders.
 */
export function handedOver(ledger: Ledger, to: Holder, at: number): Ledger {
  const handoff = { from: lastHolder(ledger), to, acknowledgedAt: afterLast(ledger, at) };
  return { ...ledger, handoffs: [...ledger.handoffs, handoff] };
}

/** A ledger with a handing over that nobody has signed for. */
export function offered(ledger: Ledger, to: Holder): Ledger {
  return { ...ledger, handoffs: [...ledger.handoffs, { from: lastHolder(ledger), to, acknowledgedAt: null }] };
}

/** The ledger once the last handing over was signed for. */
export function acknowledged(ledger: Ledger, to: Holder, at: number): Ledger {
  return handedOver(withdrawn(ledger), to, at);
}

/** The ledger without what nobody signed for. */
export function withdrawn(ledger: Ledger): Ledger {
  return { ...ledger, handoffs: ledger.handoffs.filter(({ acknowledgedAt }) => acknowledgedAt !== null) };
}

/** Whether one ledger goes on from another: nothing of what was signed for is missing or different. */
export function goesOnFrom(later: Ledger, earlier: Ledger): boolean {
  const known = withdrawn(earlier).handoffs;
  const isSameStart = isSame(later.first, earlier.first) && later.startedAt === earlier.startedAt;
  return isSameStart && known.every((handoff, index) => isSameHandoff(handoff, later.handoffs[index]));
}

/** How many provinces a thread was handed to. */
export function hopsOf({ handoffs }: Ledger): number {
  return handoffs.filter(({ from, to, acknowledgedAt }) => acknowledgedAt !== null && from.province !== to.province)
    .length;
}

/** Who has a thread, as far as anybody has signed for it. */
export const lastHolder = ({ first, handoffs }: Ledger): Holder =>
  handoffs.findLast(({ acknowledgedAt }) => acknowledgedAt !== null)?.to ?? first;

const afterLast = ({ startedAt, handoffs }: Ledger, at: number): number =>
  Math.max(at, ...handoffs.map(({ acknowledgedAt }) => (acknowledgedAt ?? startedAt) + 1), startedAt + 1);

const isSame = (a: Holder, b: Holder): boolean => a.province === b.province && a.unit === b.unit;

const isSameHandoff = (a: Handoff, b: Handoff | undefined): boolean =>
  b !== undefined && a.acknowledgedAt === b.acknowledgedAt && isSame(a.from, b.from) && isSame(a.to, b.to);
