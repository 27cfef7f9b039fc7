import type { ConsultationState } from '../../../../schema/consultation-lists.js';
import type { ConsultationRefusalCode } from '../../../../schema/consultation-refusals.js';
import type { Decision } from '../../shared/state-table.js';

/** What an event is called. */
interface EventLabel {
  readonly zh: string;
  readonly en: string;
}

const event = (zh: string, en: string): EventLabel => ({ zh, en });

/** Everything that happens to a thread. */
export const consultationEvents = {
  open: event('提出', 'it is asked'),
  route: event('分派', 'the coordinators route it to a unit'),
  accept: event('接收', 'the unit accepts it'),
  move: event('转本省单位', 'it is transferred to another unit of the province'),
  pass: event('转他省', 'it is sent to another province'),
  acknowledge: event('他省签收', 'the other province has signed for it: responsibility moves'),
  bounce: event('他省退回', 'the other province refuses it: it stays'),
  arrive: event('他省转来', 'it comes back from another province'),
  extend: event('延期', 'the limit is extended, with a reason'),
  answer: event('答复', 'the unit answers'),
  publish: event('公开答复', 'the answer is published without what names anybody'),
  confirm: event('确认', 'the asker confirms'),
  reopen: event('重开', 'the asker reopens it'),
  escalate: event('提请裁定', 'it is taken to the supervisor'),
  decide: event('裁定', 'the supervisor decides'),
  lapse: event('逾期未确认', 'the asker said nothing in time'),
  close: event('办结', 'the unit closes it'),
  propose: event('提议', 'a text is proposed'),
  counter: event('反建议', 'another text is proposed instead'),
  agree: event('同意', 'the text is signed by the other side too'),
  differ: event('保留差异', 'both keep their rules'),
} as const satisfies Readonly<Record<string, EventLabel>>;

/** The words of the tables of threads. */
export interface ThreadWords {
  readonly state: keyof typeof ConsultationState.entries;
  readonly event: keyof typeof consultationEvents;
  /** COORDINATOR of the province that holds it; UNIT that is responsible; OTHER is the other province of a thread. */
  readonly actor: 'ASKER' | 'COORDINATOR' | 'UNIT' | 'SUPERVISOR' | 'SYSTEM' | 'OTHER';
  readonly guard: keyof typeof guards;
  /** ANSWER runs from the question on, and goes along; CONFIRM while the asker has the word. */
  readonly clock: 'ANSWER' | 'CONFIRM';
}

export type State = ThreadWords['state'];
export type ThreadEvent = ThreadWords['event'];
export type Actor = ThreadWords['actor'];

/** Which refusal a guard gives that does not hold. */
export const guards = {
  isUnit: 'UNIT_UNKNOWN',
  hasText: 'TEXT_MISSING',
  mayTransfer: 'TRANSFERS_USED',
  mayReopen: 'REOPENINGS_USED',
  mayExtend: 'ALREADY_EXTENDED',
  mayEscalate: 'ESCALATIONS_USED',
  isOverdue: 'NOT_OVERDUE',
  isOut: 'NOT_OVER',
  isDeidentified: 'NOT_DEIDENTIFIED',
  isSameText: 'ANOTHER_TEXT',
} as const satisfies Readonly<Record<string, ConsultationRefusalCode>>;

/** Why a step is not taken; undefined for one that is. */
export function refusalOf(decision: Decision<ThreadWords>): ConsultationRefusalCode | undefined {
  switch (decision.kind) {
    case 'STEP':
      return undefined;
    case 'OUT_OF_TURN':
      return 'STEP_OUT_OF_TURN';
    case 'NOT_BY_THIS_ACTOR':
      return 'NOT_BY_THIS_ACTOR';
    case 'UNMET':
      return guards[decision.guard];
  }
}
