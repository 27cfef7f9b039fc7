import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { AlertState } from '../../../../schema/supervision-lists.js';
import { checkTable } from '../../../../test/support/states/check-table.js';
import { printSupervisionStates } from '../card-states-page.rules.js';
import { cardTable, endStates } from './card-table.rules.js';
import { cardEvents, type CardEvent, type CardState, guards, steps } from './vocabulary.rules.js';

const states = Object.keys(AlertState.entries) as CardState[];
const events = Object.keys(cardEvents) as CardEvent[];

// A limit ends what it watches; for supervisors, and for a red card, there is no limit.
const boundedElsewhere: readonly CardState[] = [
  ...(['WATCHING', 'REMINDER', 'RED', 'ACKNOWLEDGED', 'EXPLAINED', 'APPEALED', 'UPHELD'] as const),
  ...(['RECTIFIED', 'VERIFIED', 'ACCOUNTABILITY_OPENED', 'REVOKED'] as const),
];

it('is a sound table: takes its lines and nothing else, reaches every state, and from each an end', () => {
  const traits = { states, events, actors: ['TIME', 'UNIT', 'SUPERVISOR'] as const, guards };

  expect(
    checkTable(cardTable, { ...traits, ends: ['KEPT', 'CLOSED'], itself: 'TIME', isOut: 'isOut', boundedElsewhere }),
  ).toEqual([]);
});

it('hears the end of its clock wherever that runs', () => {
  const clocked = cardTable.lines.filter(({ clock }) => clock === 'RECTIFY' || clock === 'KEEP');
  const hears = (state: CardState): boolean =>
    cardTable.lines.some(({ from, event }) => from === state && event === 'lapse');

  expect(clocked.filter(({ next }) => !hears(next))).toEqual([]);
});

it('lets the unit end nothing, and a supervisor explain nothing', () => {
  const byUnit = cardTable.lines.filter(({ by, next }) => by === 'UNIT' && endStates.has(next));
  const asUnit = cardTable.lines.filter(
    ({ by, event }) => by === 'SUPERVISOR' && ['acknowledge', 'explain', 'appeal', 'rectify'].includes(event),
  );

  expect([...byUnit, ...asUnit]).toEqual([]);
});

it('closes what was verified or led to accountability, and nothing else', () => {
  const closing = cardTable.lines.filter(({ next }) => next === 'CLOSED').map(({ from, by }) => `${from} ${by}`);

  expect(closing).toEqual(['VERIFIED SUPERVISOR', 'ACCOUNTABILITY_OPENED SUPERVISOR']);
  expect(steps.every((step) => cardTable.lines.some(({ event }) => event === step))).toBe(true);
});

it('stands in the documents as it is', () => {
  const page = readFileSync(new URL('../../../../docs/supervision-states.md', import.meta.url), 'utf8');

  expect(page).toBe(printSupervisionStates());
});
