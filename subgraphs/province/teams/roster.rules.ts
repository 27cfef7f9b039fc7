import type { DutyRole } from '../../../schema/team-lists.js';
import type { TeamRefusalCode } from '../../../schema/team-refusals.js';

export type RoleOnDuty = keyof typeof DutyRole.entries;

/** Minutes of a day in China, from and to. */
export interface DutyPeriod {
  readonly opens: number;
  readonly closes: number;
}

/** Who is on duty at a window, in which role, and when. */
export interface Duty extends DutyPeriod {
  readonly role: RoleOnDuty;
  readonly staffId: string;
}

/** A stretch of opening hours in which a post is not held. */
export interface DutyGap extends DutyPeriod {
  readonly role: RoleOnDuty;
}

const MINUTES_PER_DAY = 24 * 60;

const overlap = (one: DutyPeriod, other: DutyPeriod): boolean => one.opens < other.closes && other.opens < one.closes;

/** True for hours of one day, in order and without overlap; there is at least one. */
export function areHours(periods: readonly DutyPeriod[]): boolean {
  const areOrdered = periods.every(({ opens }, index) => index === 0 || (periods[index - 1]?.closes ?? 0) <= opens);
  return periods.length > 0 && areOrdered && periods.every(isPeriod);
}

function isPeriod({ opens, closes }: DutyPeriod): boolean {
  const areWhole = Number.isInteger(opens) && Number.isInteger(closes);
  return areWhole && opens >= 0 && opens < closes && closes <= MINUTES_PER_DAY;
}

/** Why duties cannot be those of one window on one day, given where its people are on duty elsewhere that day. */
export function refuseDuties(
  duties: readonly Duty[],
  opening: readonly DutyPeriod[],
  elsewhere: readonly (DutyPeriod & { readonly staffId: string })[],
): TeamRefusalCode | undefined {
  if (!duties.every(isPeriod)) return 'HOURS_WRONG';
  const isInside = ({ opens, closes }: Duty) => opening.some((open) => open.opens <= opens && closes <= open.closes);
  if (!duties.every(isInside)) return 'OUTSIDE_OPENING_HOURS';
  const collides = duties.some((one, index) =>
    duties
      .slice(index + 1)
      .some((other) => overlap(one, other) && (one.role === other.role || one.staffId === other.staffId)),
  );
  const isElsewhere = duties.some((one) =>
    elsewhere.some((other) => one.staffId === other.staffId && overlap(one, other)),
  );
  return collides || isElsewhere ? 'DUTY_OVERLAPS' : undefined;
}

/** The posts of a window: across provinces somebody answers and somebody steps in, at others one answers. */
export function postsOf(servesOtherProvinces: boolean): readonly RoleOnDuty[] {
  return servesOtherProvinces ? ['A', 'B'] : ['A'];
}

/** The stretches of opening hours in which a post is not held, in order of post and time. */
export function findGaps(
  opening: readonly DutyPeriod[],
  duties: readonly Duty[],
  posts: readonly RoleOnDuty[],
): readonly DutyGap[] {
  return posts.flatMap((role) => {
    const held = duties.filter((duty) => duty.role === role).toSorted((one, other) => one.opens - other.opens);
    return opening.flatMap((open) => uncovered(open, held).map((period) => ({ role, ...period })));
  });
}

function uncovered({ opens, closes }: DutyPeriod, held: readonly DutyPeriod[]): readonly DutyPeriod[] {
  const gaps: DutyPeriod[] = [];
  let from = opens;
  for (const duty of held) {
    if (duty.closes <= from || duty.opens >= closes) continue;
    if (duty.opens > from) gaps.push({ opens: from, closes: duty.opens });
    from = duty.closes;
  }
  if (from < closes) gaps.push({ opens: from, closes });
  return gaps;
}

const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The minute of a day that `09:30` names, `24:00` being its end; undefined for anything else. */
export function minuteOf(text: string): number | undefined {
  if (text === '24:00') return MINUTES_PER_DAY;
  const [, hour, minute] = CLOCK_TIME.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

/** `09:30`: a minute of a day as people write it. */
export function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
