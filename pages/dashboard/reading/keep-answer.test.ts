import { expect, it } from '@jest/globals';
import { keepAnswer, NEVER_ASKED } from './keep-answer.js';

it('keeps the last numbers under their own time when a refresh fails, and says that it failed', () => {
  const first = keepAnswer(NEVER_ASKED, { data: { a: 1 } }, 1000);
  const failed = keepAnswer(first, { data: null, errors: [{ message: 'No.', extensions: { code: 'TIMEOUT' } }] }, 2000);
  const healed = keepAnswer(failed, { data: { a: 2 } }, 3000);

  expect(failed).toEqual({ answer: { a: 1 }, at: 1000, failure: { code: 'TIMEOUT', message: 'No.' } });
  expect(healed).toEqual({ answer: { a: 2 }, at: 3000, failure: undefined });
});

it('has no answer when the first fails', () => {
  expect(keepAnswer(NEVER_ASKED, { errors: [{ message: 'No.' }] }, 1)).toEqual({
    answer: undefined,
    at: undefined,
    failure: { code: 'UNKNOWN', message: 'No.' },
  });
});
