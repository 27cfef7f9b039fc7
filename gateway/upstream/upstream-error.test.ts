import { expect, it } from '@jest/globals';
import { hasAnswered, type UpstreamFailure } from './upstream-error.js';

it.each<[UpstreamFailure, boolean]>([
  ['fault', true],
  ['breach', true],
  ['maintenance', true],
  ['unreachable', false],
  ['timeout', false],
  ['cancelled', false],
])('whoever gives %s has answered: %s', (failure, isAnswer) => {
  expect(hasAnswered(failure)).toBe(isAnswer);
});
