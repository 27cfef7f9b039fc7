import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ConsultationState } from '../../../../schema/consultation-lists.js';
import { checkTable, type TableTraits } from '../../../../test/support/states/check-table.js';
import { decideBy } from '../../shared/state-table.js';
import { printConsultationStates } from '../consultation-states-page.rules.js';
import { negotiation } from './negotiation.rules.js';
import { thread } from './thread.rules.js';
import {
  type Actor,
  consultationEvents,
  guards,
  type State,
  type ThreadEvent,
  type ThreadWords,
} from './words.rules.js';

const keysOf = <Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] => Object.keys(object) as Key[];

const words: Omit<TableTraits<ThreadWords>, 'ends'> = {
  states: keysOf<State>(ConsultationState.entries),
  events: keysOf<ThreadEvent>(consultationEvents),
  actors: ['ASKER', 'COORDINATOR', 'UNIT', 'SUPERVISOR', 'SYSTEM', 'OTHER'] satisfies Actor[],
  guards: keysOf(guards),
  ...{ itself: 'SYSTEM', isOut: 'isOut' },
};

// An answer that is late stays owed: its clock brings no step about, but days overdue, which anybody concerned can see.
const owed: readonly State[] = ['ROUTED', 'ACCEPTED', 'REOPENED', 'ESCALATED', 'TRANSFERRED', 'ELSEWHERE', 'OPEN'];

it('leads every question to its end, and no step out of it', () => {
  const lines = thread.lines.filter(({ event }) => event !== 'publish');

  expect(checkTable({ ...thread, lines }, { ...words, ends: ['CLOSED'], boundedElsewhere: owed })).toEqual([]);
});

it('leads every negotiation to a text, to two rules, or to a decision', () => {
  const ends: readonly State[] = ['AGREED', 'AGREED_TO_DIFFER', 'DECIDED'];
  const boundedElsewhere: readonly State[] = ['NEGOTIATING', 'COUNTER_PROPOSED', 'ESCALATED'];

  expect(checkTable(negotiation, { ...words, ends, boundedElsewhere })).toEqual([]);
});

it('changes nothing by publishing an answer, which needs a text that names nobody', () => {
  const publishing = thread.lines.filter(({ event }) => event === 'publish');

  expect(publishing.map(({ from }) => from)).toEqual(['ANSWERED', 'CONFIRMED', 'CLOSED']);
  expect(publishing.every(({ from, next, clock }) => from === next && clock === 'KEEP')).toBe(true);
  expect(decideBy(thread, { state: 'ANSWERED', event: 'publish', by: 'UNIT', facts: {} })).toEqual({
    kind: 'UNMET',
    guard: 'isDeidentified',
  });
});

it.each(['route', 'accept', 'answer', 'pass', 'confirm', 'reopen', 'decide'] as const)(
  'lets nobody but its actors %s, from any state',
  (event) => {
    const facts = Object.fromEntries(words.guards.map((guard) => [guard, true]));
    const may = new Set(
      words.states.flatMap((state) =>
        words.actors.filter((by) => decideBy(thread, { state, event, by, facts }).kind === 'STEP'),
      ),
    );

    expect([...may].toSorted()).toEqual(
      {
        route: ['COORDINATOR'],
        accept: ['UNIT'],
        answer: ['UNIT'],
        pass: ['COORDINATOR', 'SYSTEM', 'UNIT'],
        confirm: ['ASKER'],
        reopen: ['ASKER'],
        decide: ['SUPERVISOR'],
      }[event],
    );
  },
);

it('is printed as it is', () => {
  const page = readFileSync(new URL('../../../../docs/consultation-states.md', import.meta.url), 'utf8');

  expect(page).toBe(printConsultationStates());
});
