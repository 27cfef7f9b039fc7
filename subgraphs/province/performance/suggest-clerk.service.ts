import type { ProvinceContext } from '../context.js';
import { listOpenLegs } from '../cases/index.js';
import { atOneInstant, isoTime } from '../exchange/desk.js';
import { findCertified, findOnDuty, type Receivable } from '../teams/index.js';

/** How much lies with a unit, and with whom of it. */
export interface Workload {
  readonly unitCode: string;
  readonly open: number;
  /** Open legs by the account that acted on them last; what nobody has taken yet stands in `open` alone. */
  readonly bySubject: ReadonlyMap<string, number>;
}

/** The open legs of each unit of this province, or of one. */
export async function readWorkload(context: ProvinceContext, unit?: string): Promise<readonly Workload[]> {
  const legs = await atOneInstant(context.exchange.desk, (transaction) => listOpenLegs(transaction, unit));
  const byUnit = Map.groupBy(legs, ({ unitCode }) => unitCode ?? '');
  return [...byUnit]
    .filter(([unitCode]) => unitCode !== '')
    .map(([unitCode, open]) => ({
      unitCode,
      open: open.length,
      bySubject: countOf(open.map(({ subject }) => subject)),
    }))
    .sort((one, other) => (one.unitCode < other.unitCode ? -1 : 1));
}

function countOf(subjects: readonly (string | null)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const subject of subjects) if (subject !== null) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return counts;
}

/** Who should receive the next case, and how much lies with him. */
export interface Suggestion {
  readonly staffId: string;
  readonly open: number;
}

/**
 * Of the clerks of a unit who are certified for an item and mode and on duty at this instant, the one with the fewest
 * open legs; among equals the first by id. Undefined when nobody is there.
 */
export function suggestClerk(
  context: ProvinceContext,
  { unit, ...receivable }: Receivable & { readonly unit: string },
): Promise<Suggestion | undefined> {
  const nowMs = context.surroundings.nowMs();
  return atOneInstant(context.exchange.desk, async (transaction) => {
    const certified = await findCertified(transaction, { ...receivable, unit, at: isoTime(nowMs) });
    const onDuty = new Set((await findOnDuty(transaction, nowMs)).map(({ staffId }) => staffId));
    const there = certified.filter(({ id }) => onDuty.has(id));
    const load = countOf((await listOpenLegs(transaction, unit)).map(({ subject }) => subject));
    const suggestions = there.map(({ id, subject }) => ({ staffId: id, open: load.get(subject) ?? 0 }));
    return suggestions.sort((one, other) => one.open - other.open || (one.staffId < other.staffId ? -1 : 1))[0];
  });
}
