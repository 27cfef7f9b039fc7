import { expect, it } from '@jest/globals';
import { decidedAt, type Deed } from './decided-at.rules.js';

const text = { party: 'HN', version: 2 };
const deed = (kind: string, by: string | null, version: number, atMs = 5): Deed => ({ kind, by, version, atMs });

it.each([
  ['its party signs it', deed('sign', 'HN', 2)],
  ['its party counters it', deed('counter', 'HN', 3)],
  ['another party puts a text in its place', deed('counter', 'GD', 3)],
  ['its party declines it', deed('decline', 'HN', 2)],
  ['another party declines it', deed('decline', 'GX', 2)],
  ['its time is over', deed('expire', null, 2)],
])('a text is decided when %s', (_, end) => {
  expect(decidedAt(text, [end])).toBe(5);
});

it.each([
  ['another party signs it', deed('sign', 'GD', 2)],
  ['its party has signed an earlier text', deed('sign', 'HN', 1)],
  ['it is put on the table itself', deed('counter', 'GD', 2)],
  ['its party takes it up', deed('review', 'HN', 2)],
])('a text waits on when %s', (_, other) => {
  expect(decidedAt(text, [other])).toBeNull();
});

it('counts what was asked for, and not when it was confirmed', () => {
  expect(decidedAt(text, [deed('sign', 'HN', 2, 9), deed('sign', 'HN', 2, 4)])).toBe(4);
});
