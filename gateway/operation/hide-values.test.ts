import { expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { hideValues } from './hide-values.js';
import { refuseOperation } from './refuse-operation.js';

const NUMBER = '99000019760504987X';

const hidden = (message: string, sent: { query?: string; variables?: Readonly<Record<string, unknown>> }): string => {
  const refusal = refuseOperation('BAD_USER_INPUT', [new GraphQLError(message)]);
  const { errors } = hideValues(refusal, { query: '', variables: {}, ...sent });
  return errors[0]?.message ?? '';
};

it.each([
  ['a text', `got invalid value "${NUMBER}" at "input.documentType"`, { a: [{ b: NUMBER }] }],
  ['a text with quotes', String.raw`got invalid value "李\"四" at "input.documentType"`, { a: '李"四' }],
  ['a number', 'got invalid value 990000197605049 at "input.documentType"', { a: 990000197605049 }],
  ['a name of a field', `got invalid value "${NUMBER}" at "input.documentType"`, { [NUMBER]: 1 }],
])('hides %s of the variables, and still says where', (_title, message, variables) => {
  expect(hidden(message, { variables })).toBe(
    message.includes('"…"') || message.includes('value 9')
      ? 'got invalid value … at "input.documentType"'
      : 'got invalid value "…" at "input.documentType"',
  );
});

it('hides literals of a document that does not even parse', () => {
  const query = `{ case(id: "${NUMBER}") { name: 990000197605049`;

  expect(hidden(`found String "${NUMBER}", found Int "990000197605049"`, { query })).toBe(
    'found String "…", found Int "…"',
  );
});

it.each([
  ['escapes', String.raw`{ case(id: "\u674e\u{56DB}五") { id } }`, '李四五'],
  ['a block string', '{ case(id: """\n  李四五\n  赵六\n""") { id } }', '李四五\n赵六'],
])('hides what a literal means that is written with %s', (_how, query, value) => {
  expect(hidden(`Expected a number, found "${value}".`, { query })).toBe('Expected a number, found "…".');
});

it('leaves the words of a schema as they are', () => {
  const message = 'Value "PASSPORTS" does not exist in "IdentityDocumentType" enum.';

  expect(hidden(message, { variables: { a: 'PASSPORTS' } })).toBe(message);
});

it('keeps no part of a value at the end of a message that was cut', () => {
  const message = `Variable "$input" got invalid value ${'x'.repeat(455)}${NUMBER}`;

  expect(hidden(message, { variables: { a: NUMBER } })).not.toContain('99000');
});

it('does not search a flood of values', () => {
  const variables = { a: Array.from({ length: 60_000 }, (_, index) => `${NUMBER}${index}`) };

  expect(hidden(`Variable "$input" got invalid value "${NUMBER}7" at "input.a"`, { variables })).not.toContain(NUMBER);
});
