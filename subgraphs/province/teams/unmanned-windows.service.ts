import type { Transaction } from '../exchange/exchange.entity.js';
import { parseGlobalId } from '../../../schema/global-id.js';
import { chinaDayOf, chinaInstant, dateOf, dayOfDate, MS_PER_MINUTE } from '../shared/calendar.js';
import { tablesIn } from './find-certified.service.js';
import { openingOn } from './opening-hours.rules.js';
import { type Duty, findGaps, postsOf } from './roster.rules.js';
import { toDuty } from './roster.service.js';
import type { DutyRow, WindowRow } from './team.entity.js';
import { openHoursOf } from './window.service.js';

/** A window at which somebody should have been and was not, as supervision looks for it: rule R11. */
export interface UnmannedWindow {
  readonly rule: 'R11';
  readonly occurrence: string;
  readonly collaborationNo: null;
  readonly province: string;
  readonly unitCode: string;
  /** When the gap begins. */
  readonly atMs: number;
  readonly parties: readonly string[];
}

interface Span {
  readonly province: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The door for supervision: windows of this province at which a post was not held when it should have been, once a
 * day. A window counts from the first day that a roster was set for it: before that nobody said here who is there.
 */
export const unmannedWindows = {
  name: 'unmanned-windows',
  findHits: async (transaction: Transaction, span: Span): Promise<readonly UnmannedWindow[]> => {
    const windows = await listRostered(transaction);
    const first = Math.max(chinaDayOf(span.fromMs), Math.min(...windows.map(({ since }) => since)));
    const last = chinaDayOf(span.toMs);
    if (windows.length === 0 || last < first) return [];
    const duties = await dutiesBetween(transaction, dateOf(first), dateOf(last));
    const hits: UnmannedWindow[] = [];
    for (let day = first; day <= last; day += 1)
      for (const window of windows) {
        const held = duties.get(`${window.id} ${dateOf(day)}`) ?? [];
        const atMs = day < window.since ? undefined : beginOfGap({ window, day, held }, span);
        if (atMs !== undefined) hits.push(toHit(window, { day, atMs, province: span.province }));
      }
    return hits;
  },
} as const;

type RosteredWindow = WindowRow & { readonly since: number };

async function listRostered(transaction: Transaction): Promise<readonly RosteredWindow[]> {
  const rows = await tablesIn(transaction)
    .selectFrom('team_window')
    .selectAll()
    .select((window) =>
      window
        .selectFrom('team_roster')
        .select(({ fn }) => fn.min('date').as('date'))
        .whereRef('team_roster.window_id', '=', 'team_window.id')
        .as('since'),
    )
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => (row.since === null ? [] : [{ ...row, since: dayOfDate(row.since) }]));
}

async function dutiesBetween(
  transaction: Transaction,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, readonly Duty[]>> {
  const duties = tablesIn(transaction)
    .selectFrom('team_duty')
    .innerJoin('team_staff', 'team_staff.id', 'team_duty.staff_id')
    .selectAll('team_duty')
    .select('team_staff.left_at');
  const rows = await duties.where('team_duty.date', '>=', from).where('team_duty.date', '<=', to).execute();
  const byPlace = Map.groupBy(rows, ({ window_id: window, date }) => `${window} ${date}`);
  return new Map([...byPlace].map(([place, held]) => [place, held.map(untilHeLeft)]));
}

// Whoever has left was there until then: what was held yesterday does not become a gap by his leaving.
function untilHeLeft({ left_at: leftAt, ...row }: DutyRow & { readonly left_at: string | null }): Duty {
  const duty = toDuty(row);
  if (leftAt === null) return duty;
  const minute = Math.floor((Date.parse(leftAt) - chinaInstant(dayOfDate(row.date), 0)) / MS_PER_MINUTE);
  return { ...duty, closes: Math.min(duty.closes, Math.max(duty.opens, minute)) };
}

interface WindowDay {
  readonly window: WindowRow;
  readonly day: number;
  readonly held: readonly Duty[];
}

/** When the first gap of a day that begins in a span begins; undefined when none does. */
function beginOfGap({ window, day, held }: WindowDay, { province, fromMs, toMs }: Span): number | undefined {
  const opening = openingOn(province, day, openHoursOf(window)) ?? [];
  const gaps = findGaps(opening, held, postsOf(window.serves_other_provinces === 1));
  const begins = gaps.map(({ opens }) => chinaInstant(day, opens)).filter((at) => at >= fromMs && at < toMs);
  return begins.length === 0 ? undefined : Math.min(...begins);
}

function toHit(
  { id, unit_code: unitCode }: WindowRow,
  { day, atMs, province }: { readonly day: number; readonly atMs: number; readonly province: string },
): UnmannedWindow {
  const occurrence = `${parseGlobalId(id)?.local ?? id}/${dateOf(day)}`;
  return { rule: 'R11', occurrence, collaborationNo: null, province, unitCode, atMs, parties: [] };
}
