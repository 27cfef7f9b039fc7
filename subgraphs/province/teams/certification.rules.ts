import type { CertificationEvent, CertificationState } from '../../../schema/team-lists.js';
import type { TeamRefusalCode } from '../../../schema/team-refusals.js';
import { chinaDayOf, chinaInstant, dateOf, dayOfDate } from '../shared/calendar.js';
import { type Asked, decideBy, linesOf, type StateTable } from '../shared/state-table.js';

/** The words of the life of a certification. */
export interface CertificationWords {
  readonly state: keyof typeof CertificationState.entries;
  /** Enrolling begins a life, so no line has it. */
  readonly event: Exclude<keyof typeof CertificationEvent.entries, 'enrolStaff'>;
  readonly actor: 'COORDINATOR' | 'OPERATOR' | 'SYSTEM';
  readonly guard: 'isAnother' | 'isPassed' | 'isReasoned' | 'isValidityOut';
  readonly clock: 'VALIDITY';
}

export type StateOfCertification = CertificationWords['state'];

const line = linesOf<CertificationWords>();
const trainers = ['COORDINATOR', 'OPERATOR'] as const;

/** The life of a certification: of one person, for one item and mode. */
export const certificationLife: StateTable<CertificationWords> = {
  name: 'CERTIFICATION',
  labelZh: '上岗认证',
  labelEn: 'Certification of a clerk for an item and mode',
  initial: 'ENROLLED',
  lines: [
    ...line(
      ['ENROLLED', 'EXAM_FAILED'],
      ['registerExam', trainers],
      ['EXAM_PASSED', { when: ['isAnother', 'isPassed'] }],
    ),
    ...line(['ENROLLED', 'EXAM_FAILED'], ['registerExam', trainers], ['EXAM_FAILED', { when: ['isAnother'] }]),
    ...line('EXAM_PASSED', ['certify', trainers], ['CERTIFIED', { when: ['isAnother'], clock: 'VALIDITY' }]),
    ...line('CERTIFIED', ['expireCertification', 'SYSTEM'], ['EXPIRED', { when: ['isValidityOut'] }]),
    ...line(
      ['EXAM_PASSED', 'CERTIFIED'],
      ['revokeCertification', trainers],
      ['REVOKED', { when: ['isAnother', 'isReasoned'] }],
    ),
  ],
};

const refusals: Readonly<Record<CertificationWords['guard'], TeamRefusalCode>> = {
  isAnother: 'NOT_ONESELF',
  isReasoned: 'REASON_MISSING',
  isPassed: 'NOT_IN_THIS_STATE',
  isValidityOut: 'NOT_IN_THIS_STATE',
};

/** The state to which an event leads by the table, or why it may not be. */
export function moveCertification(
  asked: Asked<CertificationWords>,
): StateOfCertification | { readonly refusal: TeamRefusalCode } {
  const decision = decideBy(certificationLife, asked);
  if (decision.kind === 'STEP') return decision.next;
  if (decision.kind === 'OUT_OF_TURN') return { refusal: 'NOT_IN_THIS_STATE' };
  return { refusal: decision.kind === 'UNMET' ? refusals[decision.guard] : 'ROLE_MAY_NOT' };
}

/** What of a certification says when it held. Instants are ISO 8601 text in UTC. */
export interface Validity {
  readonly certified_at: string | null;
  /** The first instant at which it no longer holds. */
  readonly valid_to: string | null;
  readonly revoked_at: string | null;
}

/** The state at an instant: a validity that is over needs nobody to write it down. */
export function stateAt(row: Validity & { readonly state: StateOfCertification }, at: string): StateOfCertification {
  const isValidityOut = row.valid_to !== null && row.valid_to <= at;
  const moved = moveCertification({
    ...{ state: row.state, event: 'expireCertification', by: 'SYSTEM' },
    facts: { isValidityOut },
  });
  return typeof moved === 'string' ? moved : row.state;
}

/** True where a certification holds at an instant: from when it was given, until it runs out or is revoked. */
export function holdsAt({ certified_at: from, valid_to: to, revoked_at: revoked }: Validity, at: string): boolean {
  return from !== null && to !== null && from <= at && at < to && (revoked === null || at < revoked);
}

/**
 * The first instant at which what is given now no longer holds: the end of the day in China that lies so many months
 * later, or of the last day of that month where it has no such day.
 */
export function endOfValidity(fromMs: number, months: number): number {
  const [year = 0, month = 0, day = 0] = dateOf(chinaDayOf(fromMs)).split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const first = (index: number): number => dayOfDate(`${Math.floor(index / 12)}-${two((index % 12) + 1)}-01`);
  const lastDay = first(count + 1) - 1;
  return chinaInstant(Math.min(first(count) + day - 1, lastDay) + 1, 0);
}

const two = (number: number): string => String(number).padStart(2, '0');
