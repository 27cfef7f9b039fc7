import { isUnsubmitted, type BegunCourse } from '../access/unsubmitted.rules.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';
import { endedCaseStates } from '../shared/ended-states.js';
import { CalendarGap, calendarOf, workingMinutesBetween } from '../shared/working-calendar.js';
import { durationValueOf, type Dimension } from './dimensions.rules.js';

/** A case as far as it is counted, and what this province knows about it. Instants are ISO 8601 in UTC. */
export interface CountedCase {
  /** The province that counts. */
  readonly province: string;
  readonly itemCode: string;
  readonly mode: string;
  readonly state: string;
  readonly applicantProvince: string;
  readonly submittedAt: string;
  readonly dueAt: string | null;
  readonly completedAt: string | null;
  /** Where it is handled or led, and where it was received for another; null where no file says so. */
  readonly places: { readonly LEAD: string; readonly RECEIVING?: string | undefined } | null;
  /** The courses that it has here; none of a record that was not handled here. */
  readonly courses: readonly BegunCourse[];
  /** Of the item, in the list of this province; undefined where that does not have it. */
  readonly authority: string | undefined;
  /** How the applicant has rated it; undefined where he has not. */
  readonly rating: { readonly level: string; readonly isBad: boolean } | undefined;
}

/** What is counted of a case: a value for each dimension, and its working minutes when it has ended. */
export interface CaseFact {
  readonly values: Readonly<Record<Exclude<Dimension, 'HANDLING_PROVINCE'>, string>>;
  readonly minutes: number | null;
}

/**
 * What this province counts of a case; undefined for what is not its to count. Of the provinces that know a case, the
 * one that handles or leads it counts it, so that it is counted once; a draft was never submitted and is nobody's.
 */
export function factOf(counted: CountedCase): CaseFact | undefined {
  const { places, province, courses, rating } = counted;
  if ((places !== null && places.LEAD !== province) || isUnsubmitted(courses)) return undefined;
  const month = dateOf(chinaDayOf(Date.parse(counted.submittedAt))).slice(0, 7);
  const minutes = minutesOf(counted);
  const progress = progressOf(counted, minutes);
  return {
    minutes,
    values: {
      ITEM: counted.itemCode,
      AUTHORITY: counted.authority ?? '',
      MODE: counted.mode,
      RECEIVING_PROVINCE: places?.RECEIVING ?? counted.applicantProvince,
      STATE: counted.state,
      YEAR: month.slice(0, 4),
      MONTH: month,
      SATISFACTION: rating?.level ?? 'UNRATED',
      PROGRESS: progress,
      DURATION: minutes === null ? progress : durationValueOf(minutes),
      TIMELINESS: timelinessOf(counted),
      SATISFIED: satisfiedOf(rating),
    },
  };
}

const hasEnded = ({ state }: CountedCase): boolean => (endedCaseStates as readonly string[]).includes(state);

function progressOf(counted: CountedCase, minutes: number | null): string {
  if (!hasEnded(counted)) return 'RUNNING';
  return minutes === null ? 'UNTIMED' : 'ENDED';
}

function satisfiedOf(rating: CountedCase['rating']): string {
  if (rating === undefined) return 'UNRATED';
  return rating.isBad ? 'DISSATISFIED' : 'SATISFIED';
}

/** Working minutes from submission to completion, by the calendar of the province that handles. */
function minutesOf(counted: CountedCase): number | null {
  const { completedAt, submittedAt, province } = counted;
  if (completedAt === null || !hasEnded(counted)) return null;
  try {
    const minutes = workingMinutesBetween(calendarOf(province), Date.parse(submittedAt), Date.parse(completedAt));
    return Math.max(0, minutes);
  } catch (error) {
    if (error instanceof CalendarGap) return null;
    throw error;
  }
}

// Late is who ended after his limit. What still runs is open, be it late: that is for supervision, which sees it at once.
function timelinessOf(counted: CountedCase): string {
  const { completedAt, dueAt } = counted;
  if (!hasEnded(counted) || completedAt === null || dueAt === null) return 'OPEN';
  return completedAt <= dueAt ? 'ON_TIME' : 'OVERDUE';
}
