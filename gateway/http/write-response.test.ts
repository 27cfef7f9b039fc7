import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../errors.js';
import { JsonText } from '../json/json-text.js';
import { passOn, WrittenJson } from '../json/written-json.js';
import type { OperationAnswer } from '../operation/run-operation.js';
import { createAnswerWriter, writeFault, type Body } from './write-response.js';

function parse(body: Body): unknown {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.concat(body);
  return JSON.parse(bytes.toString());
}

/** JSON that refers to the bytes of some strings of a list, as those that are passed on are. */
function written(values: readonly { readonly text: string; readonly isLong: boolean }[]): WrittenJson {
  const long: (readonly Buffer[])[] = [];
  const texts = values.map(({ text, isLong }) => {
    const bytes = Buffer.from(JSON.stringify(text));
    return passOn(
      new JsonText(bytes.toString('latin1'), isLong ? [bytes.subarray(0, 2), bytes.subarray(2)] : undefined),
      long,
    );
  });
  return new WrittenJson(`[${texts.join(',')}]`, long);
}

const text = fc.string({ unit: 'binary' });
const error = text.map((message) => ({ message, extensions: { code: 'SUBGRAPH_FAULT' as const, retryable: false } }));

it('is the same JSON in its bytes, whatever language it is in and whatever is passed on', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ text, isLong: fc.boolean() })),
      fc.option(fc.array(error), { nil: undefined }),
      fc.option(text, { nil: undefined }),
      (values, errors, field) => {
        const extensions =
          field === undefined ? undefined : { missing: [{ field, province: 'HN', reason: 'TIMEOUT' }] };
        const rest = JSON.parse(JSON.stringify({ errors, extensions })) as OperationAnswer;

        const { body } = createAnswerWriter()({ data: written(values), ...rest }, 'application/json');

        expect(parse(body)).toEqual({ data: values.map((value) => value.text.toWellFormed()), ...rest });
      },
    ),
  );
});

it('says in any language why there is no answer', () => {
  const { body } = writeFault(new Fault('BAD_REQUEST', '没有“办件”'), 'application/json', '');

  expect(parse(body)).toMatchObject({ errors: [{ message: '没有“办件”' }] });
});
