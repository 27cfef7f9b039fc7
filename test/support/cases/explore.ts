// Everywhere a state machine can get to, by trying every event, role and set of facts in every course reached.
import { beginCourse, type Course } from '../../../subgraphs/province/cases/machine/course.rules.js';
import { decide, type Command, type Decision } from '../../../subgraphs/province/cases/machine/decide.rules.js';
import type { Facts } from '../../../subgraphs/province/cases/machine/facts.rules.js';
import { isChosen } from '../../../subgraphs/province/cases/machine/guards.rules.js';
import type { Machine, Row } from '../../../subgraphs/province/cases/machine/machine.rules.js';
import {
  actorRoles,
  type ActorRole,
  type CaseEvent,
} from '../../../subgraphs/province/cases/machine/vocabulary.rules.js';

export const roles = Object.keys(actorRoles) as readonly ActorRole[];

/** A command at no time in particular. */
export function command(event: CaseEvent, role: ActorRole, facts: Facts): Command {
  return { event, actor: { role, isEntitled: true }, at: '2026-03-02T01:00:00.000Z', facts };
}

export interface Exploration {
  readonly courses: readonly Course[];
  readonly taken: ReadonlySet<Row>;
}

/** Walks in breadth. Courses that differ only in how often something was said or tried count as one. */
export function explore(machine: Machine, facts: readonly Facts[]): Exploration {
  const events = [...new Set(machine.rows.map(({ event }) => event))];
  const found = new Map<string, Course>();
  const taken = new Set<Row>();
  const open: Course[] = [beginCourse(machine.initial)];
  for (let course = open.pop(); course !== undefined; course = open.pop()) {
    const key = keyOf(course);
    if (found.has(key)) continue;
    found.set(key, course);
    for (const each of commandsOf(events, facts)) {
      const decision = decide({ machine, course }, each);
      if (decision.status === 'refused') continue;
      const row = rowOf(machine, course, each);
      if (row !== undefined) taken.add(row);
      open.push(decision.next);
    }
  }
  return { courses: [...found.values()], taken };
}

function commandsOf(events: readonly CaseEvent[], facts: readonly Facts[]): readonly Command[] {
  return events.flatMap((event) => roles.flatMap((role) => facts.map((each) => command(event, role, each))));
}

// What no guard and no choice looks at tells no two courses apart.
function keyOf(course: Course): string {
  const { state, clocks, outcome, isExtended, isRated, isWithdrawing, isRecalled, isCompensationOrdered } = course;
  const flags = [isExtended, isRated, isWithdrawing, isRecalled, isCompensationOrdered];
  const counts = [course.told.length > 0, course.corrected !== null, Math.min(course.resends, 3), course.infoRounds];
  return JSON.stringify([state, clocks, outcome, flags, counts]);
}

function rowOf(machine: Machine, course: Course, { event, actor, facts }: Command): Row | undefined {
  return machine.rows.find(
    (row) =>
      row.from === course.state &&
      row.event === event &&
      row.by.includes(actor.role) &&
      isChosen(row.detail.when, facts, course),
  );
}

/** One course of those for each state and outcome. */
export function onePerState(courses: readonly Course[]): readonly Course[] {
  return [...new Map(courses.map((course) => [`${course.state} ${course.outcome ?? ''}`, course])).values()];
}

/** What a refused decision is refused with; undefined when it is a move. */
export function refusalOf(decision: Decision): string | undefined {
  return decision.status === 'refused' ? decision.refusal.code : undefined;
}
