import { describe, expect, it } from '@jest/globals';
import { CaseState, LegState } from '../../../../schema/case-lists.js';
import { agreementRefusals } from '../../../../schema/agreement-refusals.js';
import { commandRefusals } from '../../../../schema/command-refusals.js';
import { isRefusalCode, refusalCodes } from '../../../../schema/refusal-codes.js';
import {
  command,
  type Exploration,
  explore,
  onePerState,
  refusalOf,
  roles,
} from '../../../../test/support/cases/explore.js';
import { goodFacts, incompleteFacts, variants } from '../../../../test/support/cases/facts.js';
import { beginCourse, type Course } from '../machine/course.rules.js';
import { decide } from '../machine/decide.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import type { Machine } from '../machine/machine.rules.js';
import { acts, caseEvents, envelopeEvents } from '../machine/vocabulary.rules.js';
import { machines } from './machines.rules.js';

const explorations = new Map<string, Exploration>(
  machines.map((machine) => [machine.name, explore(machine, variants)]),
);
const explored = ({ name }: Machine): Exploration => explorations.get(name) ?? { courses: [], taken: new Set() };

describe.each(machines.map((machine) => [machine.name, machine] as const))('the table %s', (_name, machine) => {
  it('reaches every state', () => {
    const reached = new Set(explored(machine).courses.map(({ state }) => state));

    expect(machine.states.filter((state) => !reached.has(state))).toEqual([]);
    expect([...reached].filter((state) => !machine.states.includes(state))).toEqual([]);
  });

  it('has no dead row', () => {
    expect(machine.rows.filter((row) => !explored(machine).taken.has(row))).toEqual([]);
  });

  it('leads out of every state that is not final', () => {
    const out = new Set(machine.rows.filter(({ from, next }) => from !== next).map(({ from }) => from));

    expect(machine.states.filter((state) => !machine.final.includes(state) && !out.has(state))).toEqual([]);
  });

  it('can end from wherever it is', () => {
    const ends = new Set<string>(machine.final);
    for (let size = -1; size !== ends.size; ) {
      size = ends.size;
      for (const { from, next } of machine.rows) if (ends.has(next)) ends.add(from);
    }

    expect(machine.states.filter((state) => !ends.has(state))).toEqual([]);
  });

  it('answers every event of every role in every state with a move or a refusal of the list', () => {
    const codes = new Set<string>();
    for (const course of onePerState(explored(machine).courses)) {
      for (const event of caseEvents) {
        for (const role of roles) {
          codes.add(refusalOf(decide({ machine, course }, command(event, role, goodFacts))) ?? 'ROLE_MAY_NOT');
        }
      }
    }

    expect([...codes].filter((code) => !isRefusalCode(code))).toEqual([]);
  });

  it('leaves no choice open: the last row for a state, event and role has no condition', () => {
    const open = machine.rows.filter(({ from, event, by, detail }, index) => {
      const later = machine.rows.slice(index + 1).filter((row) => row.from === from && row.event === event);
      return detail.when !== undefined && !by.every((role) => later.some((row) => row.by.includes(role)));
    });

    expect(open).toEqual([]);
  });

  it('hides no row behind another', () => {
    const hidden = machine.rows.filter(({ from, event, by }, index) =>
      machine.rows
        .slice(0, index)
        .some(
          (row) =>
            row.from === from &&
            row.event === event &&
            row.detail.when === undefined &&
            row.by.some((role) => by.includes(role)),
        ),
    );

    expect(hidden).toEqual([]);
  });

  it('lets no clock run on in a state in which nothing more happens', () => {
    const running = explored(machine).courses.filter(
      ({ state, clocks }) => machine.final.includes(state) && Object.keys(clocks).length > 0,
    );

    expect(running).toEqual([]);
  });
});

it('uses every act, and every envelope both leaves and arrives', () => {
  const rows = machines.flatMap(({ rows: each }) => each);
  const events = new Set<string>(rows.map(({ event }) => event));
  const sent = new Set(rows.map(({ detail }) => detail.sends));
  const joint = new Set(machines.find(({ name }) => name === 'JOINT_LEG')?.rows.map(({ detail }) => detail.sends));

  expect(Object.keys(acts).filter((event) => !events.has(event))).toEqual([]);
  expect(Object.keys(envelopeEvents).filter((event) => !sent.has(event as keyof typeof envelopeEvents))).toEqual([]);
  // Both sides of a joint leg follow the row that sent the envelope.
  expect(
    Object.keys(envelopeEvents).filter(
      (event) => !events.has(event) && !joint.has(event as keyof typeof envelopeEvents),
    ),
  ).toEqual([]);
});

it('has a move that meets each refusal of the list, and no refusal in vain', () => {
  const met = new Set<string | undefined>();
  for (const machine of machines) {
    const named = machine.refusals.flatMap(({ events }) => events);
    const events = [...new Set([...machine.rows.map(({ event }) => event), ...named])];
    const { courses } = explored(machine);
    const meet = (among: readonly Course[], facts: readonly Facts[], isEntitled = true): void => {
      for (const course of among)
        for (const event of events)
          for (const role of roles)
            for (const each of facts) {
              const asked = { ...command(event, role, each), actor: { role, isEntitled } };
              met.add(refusalOf(decide({ machine, course }, asked)));
            }
    };
    meet(courses, variants.slice(0, 5));
    meet(onePerState(courses), [...variants, ...incompleteFacts]);
    meet(onePerState(courses), [goodFacts], false);
    met.add(refusalOf(decide({ machine, course: beginCourse(machine.initial) }, command('caseRated', 'SYSTEM', {}))));
  }

  const elsewhere = { ...commandRefusals, ...agreementRefusals };
  expect(Object.keys(refusalCodes).filter((code) => !met.has(code) && !(code in elsewhere))).toEqual([]);
});

it('names its states in the lists of the contract', () => {
  const names = (name: string): readonly string[] => machines.find((machine) => machine.name === name)?.states ?? [];
  const isCase = (state: string): boolean => state === 'NEW' || state in CaseState.entries;
  const isLeg = (state: string): boolean => state === 'NEW' || state in LegState.entries;

  expect([...names('FULLY_ONLINE'), ...names('JOINT_HANDLING')].filter((state) => !isCase(state))).toEqual([]);
  expect(['RECEIVE', 'HANDLE', 'DELIVER', 'JOINT_LEG'].flatMap(names).filter((state) => !isLeg(state))).toEqual([]);
  const used = new Set(machines.flatMap(({ states }) => states));
  expect(
    [...Object.keys(CaseState.entries), ...Object.keys(LegState.entries)].filter((state) => !used.has(state)),
  ).toEqual([]);
});

it('marks the source of every refusal', () => {
  for (const { source, curedBy, messageZh, messageEn } of Object.values(refusalCodes)) {
    expect(['V', 'M', 'P']).toContain(source.mark);
    expect([source.text, messageZh, messageEn, curedBy.role, curedBy.place].every((text) => text !== '')).toBe(true);
  }
});
