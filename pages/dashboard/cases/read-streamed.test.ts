import { expect, it } from '@jest/globals';
import { readStreamed } from './read-streamed.js';

it('takes an event with errors beside it for an event', () => {
  const event = { id: 'GD:CaseEvent:1', kind: 'MOVED', case: null };

  expect(readStreamed(JSON.stringify({ data: { caseEvents: event }, errors: [{ message: 'No.' }] }))).toEqual({
    kind: 'event',
    event,
  });
});

it.each([
  ['NOT_READY', 'fault'],
  ['PROVINCE_UNREACHABLE', 'fault'],
  ['UNKNOWN_PROVINCE', 'refused'],
  ['PERSISTED_DOCUMENT_NOT_FOUND', 'refused'],
] as const)('takes %s for a %s', (code, kind) => {
  expect(readStreamed(JSON.stringify({ data: null, errors: [{ message: 'No.', extensions: { code } }] }))).toEqual({
    kind,
    code,
  });
});

it('takes what is cut off for a fault that passes', () => {
  expect(readStreamed('{"data":')).toEqual({ kind: 'fault', code: 'NOT_AN_ANSWER' });
});
