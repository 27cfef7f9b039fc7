import { expect, it } from '@jest/globals';
import { parseAnswer } from './read-answer.js';
import { MaintenanceError } from './upstream-error.js';

const refusal = (message: unknown, code = 'PROVINCE_MAINTENANCE'): string =>
  JSON.stringify({ errors: [{ message, extensions: { code } }] });

function noticeOf(text: string, status = 503): string | undefined {
  try {
    parseAnswer(text, status);
  } catch (error) {
    if (error instanceof MaintenanceError) return error.notice ?? 'none';
    throw error;
  }
  return undefined;
}

it.each([
  ['as it was written', '升级至 18:00 · until 18:00', '升级至 18:00 · until 18:00'],
  ['as one line without control characters', ' a\u0000b\n\u001b[31mc\u202ed ', 'a b [31mc d'],
  ['cut to 500 characters', 'x'.repeat(600), 'x'.repeat(500)],
  ['as none when it is empty', ' ', 'none'],
  ['as none when it is no text', 7, 'none'],
])('gives the notice of an upstream in maintenance %s', (_title, message, notice) => {
  expect(noticeOf(refusal(message))).toBe(notice);
});

it('takes an error for maintenance only with that code and that status', () => {
  expect(noticeOf(refusal('until 18:00', 'NOT_READY'))).toBeUndefined();
  expect(noticeOf(refusal('until 18:00'), 200)).toBeUndefined();
});
