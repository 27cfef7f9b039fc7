import type { ChallengeRefusalCode } from '../../../schema/challenge-refusals.js';
import { supervisesIn, type Identity } from '../../../schema/identity.js';
import type { ChallengeAct, ChallengeParty, ChallengeState } from '../../../schema/trail-lists.js';
import { calendarOf, CalendarGap, dueInstant } from '../shared/working-calendar.js';

export type StateOfChallenge = keyof typeof ChallengeState.entries;
export type ActOnChallenge = keyof typeof ChallengeAct.entries;
export type PartyToChallenge = keyof typeof ChallengeParty.entries;

interface Move {
  readonly act: ActOnChallenge;
  readonly by: PartyToChallenge;
  readonly from: StateOfChallenge;
  readonly to: StateOfChallenge;
  /** True where it may be done only when the time to answer is over. */
  readonly onlyOverdue?: true;
}

/** All that can happen to a challenge; what is not here is refused. */
export const challengeMoves: readonly Move[] = [
  { act: 'ANSWER', by: 'PROVINCE', from: 'OPEN', to: 'ANSWERED' },
  { act: 'ESCALATE', by: 'PERSON', from: 'ANSWERED', to: 'ESCALATED' },
  { act: 'ESCALATE', by: 'PERSON', from: 'OPEN', to: 'ESCALATED', onlyOverdue: true },
  { act: 'CLOSE', by: 'PERSON', from: 'OPEN', to: 'CLOSED' },
  { act: 'CLOSE', by: 'PERSON', from: 'ANSWERED', to: 'CLOSED' },
  { act: 'CLOSE', by: 'SUPERVISOR', from: 'ESCALATED', to: 'CLOSED' },
];

// No law names a limit for this; 10 working days is what a province has to answer another one's request for data.
const ANSWER_LIMIT = { value: 10, unit: 'WORKING_DAY' } as const;

/** By when the province has to answer; null while the holidays on which it depends are not published. */
export function answerDueAt(province: string, openedAt: string): string | null {
  try {
    return new Date(dueInstant(calendarOf(province), Date.parse(openedAt), ANSWER_LIMIT)).toISOString();
  } catch (error) {
    if (error instanceof CalendarGap) return null;
    throw error;
  }
}

/** What somebody wants to do, and when. */
export interface AskedMove {
  readonly act: ActOnChallenge;
  readonly by: PartyToChallenge;
  readonly at: string;
}

/** The state that a move leads to, or why it may not be made. */
export function moveChallenge(
  challenge: { readonly state: StateOfChallenge; readonly dueAt: string | null },
  { act, by, at }: AskedMove,
): StateOfChallenge | { readonly refusal: ChallengeRefusalCode } {
  const move = challengeMoves.find((one) => one.act === act && one.by === by && one.from === challenge.state);
  if (move === undefined) return { refusal: 'NOT_IN_THIS_STATE' };
  const isOverdue = challenge.dueAt !== null && at > challenge.dueAt;
  return move.onlyOverdue === true && !isOverdue ? { refusal: 'ANSWER_NOT_OVERDUE' } : move.to;
}

/** As what somebody takes part in a challenge in this province; undefined when he does not. */
export function partyOf(
  caller: Identity | undefined,
  challenge: { readonly person: string; readonly state: StateOfChallenge; readonly isEscalated: boolean },
  province: string,
): PartyToChallenge | undefined {
  if (caller === undefined) return undefined;
  const { role, person } = caller;
  if (role === 'supervisor') return challenge.isEscalated && supervisesIn(caller, province) ? 'SUPERVISOR' : undefined;
  if (role === 'operator' || role === 'coordinator') return caller.province === province ? 'PROVINCE' : undefined;
  return (role === 'citizen' || role === 'app') && person === challenge.person ? 'PERSON' : undefined;
}
