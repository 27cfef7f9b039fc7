import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAny, readByType, readExpected, readNested, readObject, readOnce, readText, type Read } from './read.js';
import { sharingOf } from './shared-object.js';
import {
  anyForm,
  booleanForm,
  floatForm,
  intForm,
  listOf,
  nullable,
  objectOf,
  oneOf,
  stringForm,
  type Form,
} from './form.js';

/** The bytes that a subgraph sends for a text, in two pieces, cut in the middle of a character too. */
function bytes(text: string): readonly Buffer[] {
  const all = Buffer.from(text);
  const cut = Math.floor(all.length / 2);
  return [all.subarray(0, cut), all.subarray(cut)];
}

/** A shape of JSON: how it is passed over, and values that have it. */
interface Shape {
  readonly form: Form;
  readonly value: fc.Arbitrary<unknown>;
}

const names = ['GOOD', 'BAD'];
const int = { min: -2_099_999_999, max: 2_099_999_999 };
const float = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
const leaves: readonly Shape[] = [
  { form: stringForm, value: fc.string({ unit: 'binary' }) },
  { form: intForm, value: fc.integer(int) },
  { form: floatForm, value: float.filter((value) => !String(value).includes('e')) },
  { form: booleanForm, value: fc.boolean() },
  { form: oneOf(names), value: fc.constantFrom(...names) },
  { form: anyForm, value: fc.jsonValue({ maxDepth: 2 }).filter((value) => !/\de/.test(JSON.stringify(value))) },
];

const { shape } = fc.letrec<{ shape: Shape; leaf: Shape; list: Shape; nullable: Shape; object: Shape }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('nullable'), tie('object')),
  leaf: fc.constantFrom(...leaves),
  list: tie('shape').map(({ form, value }) => ({
    form: listOf(form),
    value: fc.array(value, { maxLength: 3 }),
  })),
  nullable: tie('shape').map(({ form, value }) => ({ form: nullable(form), value: fc.option(value) })),
  object: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }).map((members) => ({
    form: objectOf(members.map(({ form }, index) => ({ key: `k${index}`, form }))),
    value: fc
      .tuple(...members.map(({ value }) => value))
      .map((values) => Object.fromEntries(values.map((value, index) => [`k${index}`, value]))),
  })),
}));

const sample = shape.chain(({ form, value }) => value.map((one) => ({ form, text: JSON.stringify(one) })));

/** One place of a text changed. */
const change = fc.record({
  at: fc.nat(),
  removed: fc.nat({ max: 2 }),
  added: fc.constantFrom('', '"', '\\', '\n', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e9', 'null', ' ', 'x'),
});

describe('a reader that expects a shape', () => {
  it('reads every text of the shape as JSON.parse does', () => {
    fc.assert(
      fc.property(sample, ({ form, text }) => {
        const read = readExpected(bytes(text), readText(form));

        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('gives nothing, or what JSON.parse gives, for a text that was tampered with', () => {
    fc.assert(
      fc.property(sample, change, ({ form, text }, { at, removed, added }) => {
        const from = at % (text.length + 1);
        const changed = text.slice(0, from) + added + text.slice(from + removed);

        for (const read of [readText(form), readAny]) {
          const given = readExpected(bytes(changed), read);
          if (given !== undefined)
            expect(JSON.stringify(given)).toBe(JSON.stringify(JSON.parse(Buffer.concat(bytes(changed)).toString())));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a number too large for 32 bits', intForm, '2147483648'],
    ['a fraction for an integer', intForm, '1.0'],
    ['an exponent, which may be infinite', floatForm, '1e999'],
    ['a leading zero', floatForm, '01'],
    ['an unknown name', oneOf(names), '"UGLY"'],
    ['null where none may be', stringForm, 'null'],
    ['an escape that JSON does not have', stringForm, '"\\q"'],
    ['half of an escape', stringForm, '"\\u12g4"'],
    ['a line break within a string', stringForm, '"a\nb"'],
    ['brackets without end', anyForm, '['.repeat(100_000)],
    ['something behind the value', intForm, '1 1'],
  ])('expects no %s', (_, form, text) => {
    expect(readExpected(bytes(text), readText(form))).toBeUndefined();
  });

  it('expects no bytes that are no text', () => {
    expect(readExpected([Buffer.from([0x22, 0xff, 0x22])], readText(stringForm))).toBeUndefined();
  });

  it('leaves a string with more escapes than a regular expression has room for to JSON.parse', () => {
    expect(readExpected(bytes(`"${'\\n'.repeat(5_000_000)}"`), readText(stringForm))).toBeUndefined();
  });
});

const id = { key: 'id', read: readAny };
const city: Read = readObject([id, { key: 'name', read: readAny }]);

describe('a reader that builds objects', () => {
  it('takes apart what it is to take apart, and leaves the rest as text', () => {
    const note = { key: 'note', read: readText(objectOf([{ key: 'a', form: intForm }])) };
    const read = readNested(readObject([id, note]));

    const given = readExpected(bytes('[{"id":"1","note":{"a":1}},null,[]]\n'), read);

    expect(given).toMatchObject([{ id: '1', note: { text: '{"a":1}' } }, null, []]);
  });

  it('reads an object by the type that it names first', () => {
    const read = readByType((name) =>
      readObject([
        { key: '__typename', read: readAny },
        { key: name, read: readAny },
      ]),
    );

    expect(readExpected(bytes('{"__typename":"Film","Film":3}'), read)).toEqual({ __typename: 'Film', Film: 3 });
    expect(readExpected(bytes('{"Film":3,"__typename":"Film"}'), read)).toBeUndefined();
  });

  it('makes one object of equal texts, and of no others', () => {
    const cities = fc.array(fc.record({ id: fc.constantFrom('1', '2', '}'), name: fc.constantFrom('a', '"}', '\\') }));
    fc.assert(
      fc.property(cities, fc.constantFrom('}', ',"name":'), (rows, until) => {
        const list = readExpected(
          bytes(JSON.stringify(rows)),
          readNested(readOnce(city, 1, until)),
        ) as readonly object[];

        expect(JSON.stringify(list)).toBe(JSON.stringify(rows));
        for (const [index, row] of rows.entries()) {
          const isOne = list[index] === list[index + 1];
          expect(isOne).toBe(JSON.stringify(row) === JSON.stringify(rows[index + 1]));
          if (isOne) expect(sharingOf(list[index] ?? {})).toBeDefined();
        }
      }),
    );
  });

  it('stops looking for equal objects where there are hardly any', () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({ id: String(index < 50 ? index : 7), name: 'x' }));

    const list = readExpected(bytes(JSON.stringify(rows)), readNested(readOnce(city, 1, '}'))) as readonly object[];

    expect(list).toEqual(rows);
    expect(new Set(list).size).toBe(100);
  });
});
