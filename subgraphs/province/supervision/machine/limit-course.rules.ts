import { chinaDayOf } from '../../shared/calendar.js';
import { type Clock, readClock } from '../../shared/clock.js';
import {
  addWorkingDays,
  addWorkingMinutes,
  CalendarGap,
  calendarOf,
  closingTime,
  workingMinutesBetween,
} from '../../shared/working-calendar.js';

/** What was in force, of the province that states a limit, when it began. */
export interface CardPolicy {
  /** Percent of a limit that is left at the reminder. */
  readonly reminderShare: number;
  /** Working days that are left at the reminder. */
  readonly reminderLeft: number;
  /** Working days that the order of a yellow card gives. */
  readonly rectify: number;
}

/** What becomes of a limit, and when. */
export interface LimitInstant {
  readonly event: 'remind' | 'overrun' | 'keep';
  readonly atMs: number;
}

/** What becomes of a limit, in order; `openFromMs` while it depends on a calendar that is not published yet. */
export interface LimitCourse {
  readonly instants: readonly LimitInstant[];
  readonly openFromMs: number | null;
}

/** A time in which a clock runs under one due time; it ends with a pause, an extension or its stop. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What becomes of a limit by its clock alone: whoever knows the clock computes the same. A limit is passed a millisecond
 * after its due time, since at that time it is still kept.
 */
export function limitCourse(clock: Clock, policy: CardPolicy): LimitCourse {
  const instants: LimitInstant[] = [];
  let openFromMs: number | null = null;
  for (const { fromMs, toMs } of stretchesOf(clock)) {
    const { due } = readClock(clock, fromMs);
    if (due.kind === 'OPEN') {
      openFromMs = due.notBefore;
      break;
    }
    const remindMs = Math.max(fromMs, reminderOf(clock, { fromMs, dueMs: due.at }, policy));
    const isReminded = instants.length > 0;
    if (!isReminded && remindMs < toMs && remindMs <= due.at) instants.push({ event: 'remind', atMs: remindMs });
    if (due.at < toMs) {
      instants.push({ event: 'overrun', atMs: due.at + 1 });
      break;
    }
  }
  const kept = clock.stoppedAt === null ? [] : [{ event: 'keep' as const, atMs: clock.stoppedAt }];
  return { instants: [...instants, ...kept], openFromMs };
}

function stretchesOf({ startedAt, pauses, extension, stoppedAt }: Clock): readonly Stretch[] {
  const endMs = stoppedAt ?? Infinity;
  const running: Stretch[] = [];
  let fromMs: number | null = startedAt;
  for (const { from, to } of pauses) {
    running.push({ fromMs: fromMs ?? from, toMs: from });
    fromMs = to;
  }
  if (fromMs !== null) running.push({ fromMs, toMs: endMs });
  const cut = extension?.at ?? null;
  return running
    .flatMap((stretch) => (cut === null ? [stretch] : split(stretch, cut)))
    .map(({ fromMs: begin, toMs }) => ({ fromMs: begin, toMs: Math.min(toMs, endMs) }))
    .filter(({ fromMs: begin, toMs }) => begin < toMs);
}

const split = ({ fromMs, toMs }: Stretch, at: number): readonly Stretch[] =>
  at > fromMs && at < toMs
    ? [
        { fromMs, toMs: at },
        { fromMs: at, toMs },
      ]
    : [{ fromMs, toMs }];

// Whichever is earlier: a share of the limit that is left, or whole working days. Of a limit that is no longer than
// those days only the share counts, or its reminder would come with its beginning.
function reminderOf(clock: Clock, { fromMs, dueMs }: DueStretch, { reminderShare, reminderLeft }: CardPolicy): number {
  const { province, startedAt } = clock;
  const calendar = calendarOf(province);
  try {
    const whole = workingMinutesBetween(calendar, startedAt, dueMs);
    const left = Math.floor(((whole - pausedUntil(clock, fromMs)) * reminderShare) / 100);
    const byShare = Math.min(dueMs, addWorkingMinutes(calendar, startedAt, whole - left));
    const byDays = closingTime(calendar, addWorkingDays(calendar, chinaDayOf(dueMs), -reminderLeft));
    return byDays > startedAt ? Math.min(byShare, byDays) : byShare;
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return Infinity;
  }
}

interface DueStretch {
  readonly fromMs: number;
  readonly dueMs: number;
}

// The due time has moved by what was paused; the limit has not grown by it.
function pausedUntil({ province, pauses }: Clock, atMs: number): number {
  const ended = pauses.flatMap(({ from, to }) => (to === null || to > atMs ? [] : [{ from, to }]));
  const minutes = ended.map(({ from, to }) => workingMinutesBetween(calendarOf(province), from, to));
  return minutes.reduce((sum, each) => sum + each, 0);
}
