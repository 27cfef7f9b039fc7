import type { CompletionCode } from '../../../../schema/code-lists.js';
import type { RefusalEntry } from '../../../../schema/refusal.js';
import { type RefusalCode, refusalCodes } from '../../../../schema/refusal-codes.js';
import { type ClockEffect, clockEffects, turnClocks } from './clocks.rules.js';
import { type Course, remember } from './course.rules.js';
import { type Facts, loggedFacts } from './facts.rules.js';
import { findUnmetGuard, isChosen } from './guards.rules.js';
import type { AlertRule, Machine, Row, Trigger } from './machine.rules.js';
import {
  acceptanceEvents,
  type ActorRole,
  type CaseEvent,
  decidingEvents,
  type EnvelopeEvent,
} from './vocabulary.rules.js';

/** A case or leg, and the table that it follows. */
export interface Situation<State extends string = string> {
  readonly machine: Machine<State>;
  readonly course: Course<State>;
}

/** Who asks. `isEntitled`: of the unit that holds the leg; for an applicant, the applicant or a mandated agent. */
export interface Actor {
  readonly role: ActorRole;
  readonly isEntitled: boolean;
}

/** What is asked for. */
export interface Command {
  readonly event: CaseEvent;
  readonly actor: Actor;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly facts: Facts;
}

/** One line of the log: every move writes exactly one. */
export interface LogEntry {
  readonly at: string;
  readonly event: CaseEvent;
  readonly role: ActorRole;
  readonly from: string;
  readonly to: string;
  readonly completion: keyof typeof CompletionCode.entries | null;
  readonly said: Facts;
}

/** A refusal with its code. */
export type Refusal = RefusalEntry & { readonly code: RefusalCode };

/** What a move leads to, all of it to be stored in one transaction. */
export interface Move<State extends string = string> {
  readonly status: 'moved';
  readonly next: Course<State>;
  readonly clockEffects: readonly ClockEffect[];
  readonly envelopes: readonly EnvelopeEvent[];
  readonly triggers: readonly Trigger[];
  readonly alerts: readonly AlertRule[];
  readonly entry: LogEntry;
}

/** A move, or the reason why not. */
export type Decision<State extends string = string> =
  | Move<State>
  | { readonly status: 'refused'; readonly refusal: Refusal };

const refuse = (code: RefusalCode): { readonly status: 'refused'; readonly refusal: Refusal } => ({
  status: 'refused',
  refusal: { code, ...refusalCodes[code] },
});

/** What becomes of a case or leg when this is asked for. Pure: same situation and command, same decision. */
export function decide<State extends string>(situation: Situation<State>, command: Command): Decision<State> {
  const { machine, course } = situation;
  const { event, actor, facts } = command;
  const rows = machine.rows.filter((row) => row.from === course.state && row.event === event);
  const row = rows.find(({ by, detail }) => by.includes(actor.role) && isChosen(detail.when, facts, course));
  if (row === undefined) {
    const isRole = rows.length > 0 && !rows.some(({ by }) => by.includes(actor.role));
    return refuse(isRole ? explainRole(command) : explainAbsence(situation, command));
  }
  const unmet = refuseActor(actor) ?? findUnmetGuard(row.detail.guards ?? [], facts, course);
  return unmet === undefined ? take(row, situation, command) : refuse(unmet);
}

/**
 * What the other side has done to a leg that both keep: the same row, found by the envelope that it sends. Its guards
 * held there and are not asked again, and nothing is sent back.
 */
export function follow<State extends string>(
  situation: Situation<State>,
  envelope: { readonly event: EnvelopeEvent; readonly at: string; readonly facts: Facts },
): Decision<State> {
  const { machine, course } = situation;
  const row = machine.rows.find(({ from, detail }) => from === course.state && detail.sends === envelope.event);
  const command: Command = { ...envelope, actor: { role: 'OTHER_PROVINCE', isEntitled: true } };
  if (row === undefined) return refuse(explainAbsence(situation, command));
  const moved = take(row, situation, { ...command, event: row.event });
  return { ...moved, envelopes: [], alerts: [] };
}

// The places where a wrong hand is most tempting have a refusal of their own.
function explainRole({ event, actor }: Command): RefusalCode {
  if (actor.role === 'SUPERVISOR') return 'SUPERVISOR_CHANGES_NOT';
  if (actor.role === 'RECEIVING_CLERK' && acceptanceEvents.has(event)) return 'RECEIPT_IS_NOT_ACCEPTANCE';
  if (actor.role === 'RECEIVING_CLERK' && decidingEvents.has(event)) return 'RECEIVING_PLACE_DECIDES_NOT';
  if (actor.role === 'LEAD_OFFICER' && decidingEvents.has(event)) return 'LEAD_DECIDES_NO_OTHER_LEG';
  return 'ROLE_MAY_NOT';
}

function explainAbsence({ machine, course }: Situation, { event }: Command): RefusalCode {
  const named = machine.refusals.find(
    ({ from, events }) => events.includes(event) && (from === 'ANY' || from.includes(course.state)),
  );
  if (named !== undefined) return named.code;
  if (!machine.rows.some((row) => row.event === event || row.detail.sends === event)) return 'EVENT_NOT_OF_LEG';
  return machine.final.includes(course.state) ? 'CASE_CLOSED' : 'EVENT_NOT_IN_STATE';
}

function refuseActor({ role, isEntitled }: Actor): RefusalCode | undefined {
  if (isEntitled) return undefined;
  return role === 'APPLICANT' ? 'NOT_THE_APPLICANT' : 'NOT_OF_RESPONSIBLE_UNIT';
}

function take<State extends string>(
  row: Row<State>,
  { course }: Situation<State>,
  { event, actor, at, facts }: Command,
): Move<State> {
  const { clocks = [], sends, completes, triggers = [], alerts = [] } = row.detail;
  const effects = clockEffects(clocks, course.clocks, facts);
  const completion = completes ?? course.completion;
  const next: Course<State> = {
    ...course,
    ...remember(course, event, facts),
    state: row.next,
    clocks: turnClocks(course.clocks, effects),
    completion,
  };
  return {
    status: 'moved',
    next,
    clockEffects: effects,
    envelopes: sends === undefined ? [] : [sends],
    triggers,
    alerts,
    entry: { at, event, role: actor.role, from: course.state, to: row.next, completion, said: pickLogged(facts) },
  };
}

function pickLogged(facts: Facts): Facts {
  const logged = new Set<string>(loggedFacts);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => logged.has(name)));
}
