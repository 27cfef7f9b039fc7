import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAny, readByType, readExpected, readNested, readObject, readOnce, readText, type Read } from './read.js';
import { sharingOf } from './shared-object.js';
import {
  skipAny,
  skipBoolean,
  skipFloat,
  skipInt,
  skipList,
  skipNullable,
  skipObject,
  skipOneOf,
  skipString,
  type Skip,
} from './skip.js';

/** A shape of JSON: how it is passed over, and values that have it. */
interface Shape {
  readonly skip: Skip;
  readonly value: fc.Arbitrary<unknown>;
}

const names = ['GOOD', 'BAD'];
const int = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const float = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
const leaves: readonly Shape[] = [
  { skip: skipString, value: fc.string({ unit: 'binary' }) },
  { skip: skipInt, value: fc.integer(int) },
  { skip: skipFloat, value: float.filter((value) => !String(value).includes('e')) },
  { skip: skipBoolean, value: fc.boolean() },
  { skip: skipOneOf(new Set(names)), value: fc.constantFrom(...names) },
  { skip: skipAny, value: fc.jsonValue({ maxDepth: 2 }).filter((value) => !/\de/.test(JSON.stringify(value))) },
];

const { shape } = fc.letrec<{ shape: Shape; leaf: Shape; list: Shape; nullable: Shape; object: Shape }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('nullable'), tie('object')),
  leaf: fc.constantFrom(...leaves),
  list: tie('shape').map(({ skip, value }) => ({
    skip: skipList(skip),
    value: fc.array(value, { maxLength: 3 }),
  })),
  nullable: tie('shape').map(({ skip, value }) => ({ skip: skipNullable(skip), value: fc.option(value) })),
  object: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }).map((members) => ({
    skip: skipObject(members.map(({ skip }, index) => ({ key: `k${index}`, skip }))),
    value: fc
      .tuple(...members.map(({ value }) => value))
      .map((values) => Object.fromEntries(values.map((value, index) => [`k${index}`, value]))),
  })),
}));

const sample = shape.chain(({ skip, value }) => value.map((one) => ({ skip, text: JSON.stringify(one) })));

/** One place of a text changed. */
const change = fc.record({
  at: fc.nat(),
  removed: fc.nat({ max: 2 }),
  added: fc.constantFrom('', '"', '\\', '\n', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e9', 'null', ' ', 'x'),
});

describe('a reader that expects a shape', () => {
  it('reads every text of the shape as JSON.parse does', () => {
    fc.assert(
      fc.property(sample, ({ skip, text }) => {
        const read = readExpected(text, readText(skip));

        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('gives nothing, or what JSON.parse gives, for a text that was tampered with', () => {
    fc.assert(
      fc.property(sample, change, ({ skip, text }, { at, removed, added }) => {
        const from = at % (text.length + 1);
        const changed = text.slice(0, from) + added + text.slice(from + removed);

        for (const read of [readText(skip), readAny]) {
          const given = readExpected(changed, read);
          if (given !== undefined) expect(JSON.stringify(given)).toBe(JSON.stringify(JSON.parse(changed)));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a number too large for 32 bits', skipInt, '2147483648'],
    ['a fraction for an integer', skipInt, '1.0'],
    ['an exponent, which may be infinite', skipFloat, '1e999'],
    ['a leading zero', skipFloat, '01'],
    ['an unknown name', skipOneOf(new Set(names)), '"UGLY"'],
    ['null where none may be', skipString, 'null'],
    ['an escape that JSON does not have', skipString, '"\\q"'],
    ['half of an escape', skipString, '"\\u12g4"'],
    ['a line break within a string', skipString, '"a\nb"'],
    ['brackets without end', skipAny, '['.repeat(100_000)],
    ['something behind the value', skipInt, '1 1'],
  ])('expects no %s', (_, skip, text) => {
    expect(readExpected(text, readText(skip))).toBeUndefined();
  });
});

const id = { key: 'id', read: readAny };
const city: Read = readObject([id, { key: 'name', read: readAny }]);

describe('a reader that builds objects', () => {
  it('takes apart what it is to take apart, and leaves the rest as text', () => {
    const note = { key: 'note', read: readText(skipObject([{ key: 'a', skip: skipInt }])) };
    const read = readNested(readObject([id, note]));

    const given = readExpected('[{"id":"1","note":{"a":1}},null,[]]\n', read);

    expect(given).toMatchObject([{ id: '1', note: { text: '{"a":1}' } }, null, []]);
  });

  it('reads an object by the type that it names first', () => {
    const read = readByType((name) =>
      readObject([
        { key: '__typename', read: readAny },
        { key: name, read: readAny },
      ]),
    );

    expect(readExpected('{"__typename":"Film","Film":3}', read)).toEqual({ __typename: 'Film', Film: 3 });
    expect(readExpected('{"Film":3,"__typename":"Film"}', read)).toBeUndefined();
  });

  it('makes one object of equal texts, and of no others', () => {
    const cities = fc.array(fc.record({ id: fc.constantFrom('1', '2', '}'), name: fc.constantFrom('a', '"}', '\\') }));
    fc.assert(
      fc.property(cities, fc.constantFrom('}', ',"name":'), (rows, until) => {
        const list = readExpected(JSON.stringify(rows), readNested(readOnce(city, 1, until))) as readonly object[];

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

    const list = readExpected(JSON.stringify(rows), readNested(readOnce(city, 1, '}'))) as readonly object[];

    expect(list).toEqual(rows);
    expect(new Set(list).size).toBe(100);
  });
});
