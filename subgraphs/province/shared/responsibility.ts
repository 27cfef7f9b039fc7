import { calendarOf, workingMinutesBetween } from './working-calendar.js';

/** A unit of a province, as the one who holds a case. */
export interface Holder {
  readonly province: string;
  readonly unit: string;
}

/** One handing over; `acknowledgedAt` is null as long as the receiver has not signed, and then nothing moves. */
export interface Handoff {
  readonly from: Holder;
  readonly to: Holder;
  readonly acknowledgedAt: number | null;
}

/** What is known of who held a case between two instants. */
export interface HandoffHistory {
  readonly first: Holder;
  readonly startedAt: number;
  readonly endedAt: number;
  /** In the order of their acknowledgement; those without one may stand anywhere. */
  readonly handoffs: readonly Handoff[];
}

/** A time during which exactly one unit was responsible; working minutes are those of its own province. */
export interface Responsibility {
  readonly holder: Holder;
  readonly from: number;
  readonly to: number;
  readonly workingMinutes: number;
}

/** Why a history is none: it would leave a minute with two owners, or with none. */
export type HistoryRefusal =
  | 'ENDS_BEFORE_START'
  | 'OUTSIDE_THE_TIME'
  | 'NOT_IN_ORDER'
  | 'NOT_FROM_THE_HOLDER'
  | 'TO_ITSELF';

const isSame = (a: Holder, b: Holder): boolean => a.province === b.province && a.unit === b.unit;

/**
 * Who was responsible when: intervals without gap or overlap from start to end, or why the history is refused. A minute
 * belongs to who holds the case at its end, so a handoff within a minute gives that minute to the receiver.
 */
export function attributeTime(
  history: HandoffHistory,
): { readonly intervals: readonly Responsibility[] } | { readonly refusal: HistoryRefusal } {
  const moves = movesOf(history);
  const refusal = refuseHistory(history);
  if (refusal !== undefined) return { refusal };
  const turns = [{ to: history.first, at: history.startedAt }, ...moves];
  return {
    intervals: turns.map(({ to: holder, at: from }, index) => {
      const to = turns[index + 1]?.at ?? history.endedAt;
      return { holder, from, to, workingMinutes: workingMinutesBetween(calendarOf(holder.province), from, to) };
    }),
  };
}

interface Move {
  readonly from: Holder;
  readonly to: Holder;
  readonly at: number;
}

const movesOf = ({ handoffs }: HandoffHistory): readonly Move[] =>
  handoffs.flatMap(({ from, to, acknowledgedAt }) =>
    acknowledgedAt === null ? [] : [{ from, to, at: acknowledgedAt }],
  );

/** Why a history is none, whatever the calendars reach; undefined for one that is. */
export function refuseHistory(history: HandoffHistory): HistoryRefusal | undefined {
  const { first, startedAt, endedAt } = history;
  const moves = movesOf(history);
  if (endedAt < startedAt) return 'ENDS_BEFORE_START';
  for (const [index, { from, to, at }] of moves.entries()) {
    const before = moves[index - 1];
    if (at < startedAt || at > endedAt) return 'OUTSIDE_THE_TIME';
    // Two at one instant are a copy or a fork of the chain; neither moves responsibility twice.
    if (before !== undefined && at <= before.at) return 'NOT_IN_ORDER';
    if (!isSame(from, before?.to ?? first)) return 'NOT_FROM_THE_HOLDER';
    if (isSame(from, to)) return 'TO_ITSELF';
  }
  return undefined;
}

/** The working minutes of each holder, all its turns together, in the order in which they first held the case. */
export function minutesByHolder(
  intervals: readonly Responsibility[],
): readonly (Holder & { readonly minutes: number })[] {
  const totals = new Map<string, Holder & { readonly minutes: number }>();
  for (const { holder, workingMinutes } of intervals) {
    const key = `${holder.province} ${holder.unit}`;
    totals.set(key, { ...holder, minutes: (totals.get(key)?.minutes ?? 0) + workingMinutes });
  }
  return [...totals.values()];
}
