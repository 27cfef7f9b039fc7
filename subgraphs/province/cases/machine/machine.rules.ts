import type { LegRole } from '../../../../schema/case-lists.js';
import type { AlertRule as AlertRules } from '../../../../schema/command-lists.js';
import type { CompletionCode } from '../../../../schema/code-lists.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import type { ClockStep } from './clocks.rules.js';
import type { ChoiceName, GuardName } from './guards.rules.js';
import type { Act, ActorRole, CaseEvent, EnvelopeEvent } from './vocabulary.rules.js';

/** A rule of supervision that a move can set off. */
export type AlertRule = keyof typeof AlertRules.entries;

/** A move of the case or of another leg in the same province that follows from this one. */
export interface Trigger {
  readonly leg: 'CASE' | keyof typeof LegRole.entries;
  readonly event: Act;
}

/** What a row says beyond state, event, actor and next state; what is absent does not happen. */
export interface Detail {
  readonly when?: ChoiceName;
  readonly guards?: readonly GuardName[];
  readonly clocks?: readonly ClockStep[];
  readonly sends?: EnvelopeEvent;
  readonly completes?: keyof typeof CompletionCode.entries;
  readonly triggers?: readonly Trigger[];
  readonly alerts?: readonly AlertRule[];
}

/** One line of a table: in this state, this event by one of these roles leads there. */
export interface Row<State extends string = string> {
  readonly from: State;
  readonly event: CaseEvent;
  readonly by: readonly ActorRole[];
  readonly next: State;
  readonly detail: Detail;
}

/** A refusal that a table names itself, for an event in some states or in all of them. */
export interface NamedRefusal<State extends string = string> {
  readonly from: readonly State[] | 'ANY';
  readonly events: readonly CaseEvent[];
  readonly code: RefusalCode;
}

/** A state machine as data: of a case in one mode, or of one leg. */
export interface Machine<State extends string = string> {
  readonly name: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly initial: State;
  readonly states: readonly State[];
  /** States in which nothing more has to happen. */
  readonly final: readonly State[];
  readonly rows: readonly Row<State>[];
  readonly refusals: readonly NamedRefusal<State>[];
}

/** Where a line of a table begins: one state, or several that share it. */
export type From<State extends string> = State | readonly State[];

/** Makes the rows of one line: `move(from, event, by)` leads `to(next)`, or nowhere else with `stay()`. */
export function move<State extends string>(from: From<State>, event: CaseEvent, by: ActorRole | readonly ActorRole[]) {
  const states: readonly State[] = typeof from === 'string' ? [from] : from;
  const roles = typeof by === 'string' ? [by] : by;
  const row = (state: State, next: State, detail: Detail): Row<State> => ({
    from: state,
    event,
    by: roles,
    next,
    detail,
  });
  return {
    to: (next: State, detail: Detail = {}) => states.map((state) => row(state, next, detail)),
    stay: (detail: Detail = {}) => states.map((state) => row(state, state, detail)),
  };
}
