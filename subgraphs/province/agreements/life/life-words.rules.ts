import type { AgreementLifeRefusalCode } from '../../../../schema/agreement-life-refusals.js';
import type { AgreementState } from '../../../../schema/agreement-life-lists.js';

const event = (zh: string, en: string) => ({ zh, en });

/** Everything that happens to an agreement. */
export const agreementEvents = {
  propose: event('提议', 'its proposer signs the text and sends it to all parties'),
  review: event('开始审议', 'a party takes it up'),
  counter: event('反提案', 'a party puts a text of its own in its place; all earlier signatures are void'),
  sign: event('签署', 'a party signs the text'),
  decline: event('不予同意', 'a party declines, or its proposer withdraws it'),
  takeEffect: event('生效', 'the instant has come that it names'),
  amend: event('提议修订', 'a party proposes a later version'),
  keep: event('修订未达成', 'the later version did not come about'),
  supersede: event('被取代', 'the later version is in force'),
  suspend: event('通知中止', 'a party gives notice of a suspension'),
  stop: event('中止', 'the notice has run out'),
  resume: event('恢复', 'the party lifts its suspension'),
  restart: event('恢复生效', 'no suspension is left'),
  terminate: event('签署终止', 'a party signs the termination'),
  end: event('终止', 'all have signed the termination, and its instant has come'),
  expire: event('到期', 'its time is over'),
} as const;

/** What guards look at; whoever asks for a step establishes it. */
const guards = {
  isSigned: 'SIGNATURE_INVALID',
  hasTerms: 'TERMS_INCOMPLETE',
  isListed: 'ITEM_NOT_ON_LIST',
  isWithinLimits: 'DEADLINE_BEYOND_LAW',
  isWithinClasses: 'CLASS_NOT_GRANTABLE',
  isWithinParties: 'PARTIES_DIFFER',
  isNext: 'VERSION_NOT_NEXT',
  isCurrent: 'NOT_THE_CURRENT_VERSION',
  isFirst: 'ALREADY_SIGNED',
  isLast: 'NOT_IN_THIS_STATE',
  hasReason: 'REASON_MISSING',
  isNoticed: 'NOTICE_TOO_SHORT',
  isOwn: 'NOT_SUSPENDED_HERE',
  isNoneOpen: 'AMENDMENT_OPEN',
  isAmended: 'NOT_IN_THIS_STATE',
  isDue: 'NOT_IN_THIS_STATE',
} as const satisfies Readonly<Record<string, AgreementLifeRefusalCode>>;

/** A state of an agreement. */
export type State = keyof typeof AgreementState.entries;

/** Something that happens to one. */
export type AgreementEvent = keyof typeof agreementEvents;

/** Who brings it about: the party whose text came first, any other party, or time. */
export type Actor = 'PROPOSER' | 'PARTY' | 'SYSTEM';

/** The name of a guard. */
export type Guard = keyof typeof guards;

/** The words of the table. No clock of its own runs in it: instants stand in the text. */
export interface LifeWords {
  readonly state: State;
  readonly event: AgreementEvent;
  readonly actor: Actor;
  readonly guard: Guard;
  readonly clock: never;
}

/** Which refusal it is when a guard does not hold. */
export function refusalOfGuard(guard: Guard): AgreementLifeRefusalCode {
  return guards[guard];
}
