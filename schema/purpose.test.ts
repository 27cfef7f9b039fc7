import { expect, it } from '@jest/globals';
import { formatPurpose, isForCase, parsePurpose } from './purpose.js';

it.each([
  'OWN_AFFAIRS',
  'SUPERVISION order-12',
  'SUPERVISION order-12 withhold=WOULD_IMPEDE_DUTY',
  'CASE_HANDLING GD:Case:0197',
  'EVIDENCE a/b.c',
])('reads and writes the purpose %s', (text) => {
  const purpose = parsePurpose(text);

  expect(purpose && formatPurpose(purpose)).toBe(text);
});

it.each([
  '',
  'supervision',
  'CURIOSITY',
  'SUPERVISION ',
  'SUPERVISION a b',
  `SUPERVISION ${'x'.repeat(65)}`,
  'toString',
  'SUPERVISION withhold=WOULD_IMPEDE_DUTY',
  'SUPERVISION order-12 withhold=toString',
  'SUPERVISION order-12 withhold=WOULD_IMPEDE_DUTY x',
  'EVIDENCE order-12 withhold=WOULD_IMPEDE_DUTY',
])('reads no purpose in %j', (text) => {
  expect(parsePurpose(text)).toBeUndefined();
});

it.each([
  ['CASE_HANDLING', true],
  ['EVIDENCE', true],
  ['CASE_HANDLING GD:Case:1', true],
  ['EVIDENCE GD:Case:1', true],
  ['CASE_HANDLING GD:Case:2', false],
  ['EVIDENCE GD:Case:11', false],
  ['CASE_HANDLING gd:case:1', false],
  ['SUPERVISION GD:Case:1', false],
  ['MAINTENANCE', false],
  ['OWN_AFFAIRS GD:Case:1', false],
])('takes the purpose %s for one of the case GD:Case:1: %s', (text, isFor) => {
  expect(isForCase(parsePurpose(text), 'GD:Case:1')).toBe(isFor);
});

it('takes no purpose for one of a case', () => {
  expect(isForCase(undefined, 'GD:Case:1')).toBe(false);
});
