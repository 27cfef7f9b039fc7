// The checker is only worth what it catches: each kind of fault is planted into a table that has none.
import { expect, it } from '@jest/globals';
import { type Line, linesOf, type StateTable } from '../../../subgraphs/province/shared/state-table.js';
import { checkTable, type TableTraits } from './check-table.js';

interface LetterWords {
  readonly state: 'WRITTEN' | 'SENT' | 'READ' | 'FILED' | 'BURNT';
  readonly event: 'send' | 'read' | 'remind' | 'file' | 'giveUp';
  readonly actor: 'WRITER' | 'READER' | 'SYSTEM';
  readonly guard: 'isSigned' | 'isRegistered' | 'isOut';
  readonly clock: 'ANSWER';
}

const line = linesOf<LetterWords>();
const sending = line('WRITTEN', ['send', 'WRITER'], ['SENT', { when: ['isSigned', 'isRegistered'], clock: 'ANSWER' }]);
const filing = line('WRITTEN', ['send', 'WRITER'], ['FILED', { when: ['isSigned'] }]);
const reading = line('SENT', ['read', 'READER'], ['READ']);
const reminding = line('SENT', ['remind', 'WRITER'], ['SENT', { clock: 'KEEP' }]);
const givingUp = line('SENT', ['giveUp', 'SYSTEM'], ['FILED', { when: ['isOut'] }]);
const ending = line('READ', ['file', 'SYSTEM'], ['FILED']);

const letters: StateTable<LetterWords> = {
  ...{ name: 'LETTER', labelZh: '信函', labelEn: 'a letter', initial: 'WRITTEN' },
  lines: [...sending, ...filing, ...reading, ...reminding, ...givingUp, ...ending],
};
const traits: TableTraits<LetterWords> = {
  states: ['WRITTEN', 'SENT', 'READ', 'FILED'],
  events: ['send', 'read', 'remind', 'file', 'giveUp'],
  actors: ['WRITER', 'READER', 'SYSTEM'],
  guards: ['isSigned', 'isRegistered', 'isOut'],
  ...{ ends: ['FILED'], itself: 'SYSTEM', isOut: 'isOut' },
};

type Lines = readonly Line<LetterWords>[];
const check = (...groups: readonly Lines[]) => checkTable({ ...letters, lines: groups.flat() }, traits);

it('finds nothing wrong with a table that has several lines for one event, and a clock that runs on', () => {
  expect(checkTable(letters, traits)).toEqual([]);
});

it('finds a line that another one before it takes every time', () => {
  expect(check(filing, sending, reading, givingUp, ending)).toContain('WRITTEN send WRITER is never taken to SENT');
});

it('finds the same line twice', () => {
  expect(check(sending, sending, filing, reading, givingUp, ending)).toContain(
    'WRITTEN send WRITER is never taken to SENT',
  );
});

it('finds a state that nothing leads to', () => {
  expect(check(filing, ending)).toContain('READ is never reached');
});

it('finds a state that leads to no end', () => {
  const kept = line('READ', ['remind', 'SYSTEM'], ['READ']);

  expect(check(sending, filing, reading, givingUp, kept)).toEqual(['READ never ends']);
});

it('finds a line out of an end', () => {
  const opened = line('FILED', ['read', 'READER'], ['READ']);

  expect(check(...[sending, filing, reading, givingUp, ending], opened)).toContain(
    'FILED read READER leads out of an end',
  );
});

it('finds those who wait without a clock, and a clock that runs on where none has run', () => {
  const unlimited = line('WRITTEN', ['send', 'WRITER'], ['SENT', { when: ['isSigned', 'isRegistered'] }]);
  const kept = line('READ', ['remind', 'SYSTEM'], ['SENT', { clock: 'KEEP' }]);

  expect(check(unlimited, filing, reading, givingUp, ending)).toEqual([
    'WRITTEN send WRITER lets wait in SENT without a clock',
  ]);
  expect(check(...[sending, filing, reading, givingUp, ending], kept)).toEqual([
    'READ remind SYSTEM lets wait in SENT without a clock',
  ]);
});

it('finds a clock at whose end nothing happens', () => {
  expect(check(sending, filing, reading, ending)).toEqual(['SENT has nothing to happen when its clock runs out']);
});

it('leaves to others what others see to', () => {
  const unlimited = line('WRITTEN', ['send', 'WRITER'], ['SENT', { when: ['isSigned', 'isRegistered'] }]);
  const table = { ...letters, lines: [...unlimited, ...filing, ...reading, ...ending] };

  expect(checkTable(table, { ...traits, boundedElsewhere: ['SENT'] })).toEqual([]);
});

it('finds a word that the table does not have', () => {
  const burning = line('SENT', ['giveUp', 'WRITER'], ['BURNT']);

  expect(check(...[sending, filing, reading, givingUp, ending], burning)).toContain('BURNT is no word of the table');
});
