import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, NotCanonicalError } from './canonical-json.js';

it('writes the example of RFC 8785 §3.2.2 as §3.2.3 prints it', () => {
  const example = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
    literals: [null, true, false],
  };

  expect(canonicalJson(example)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('sorts names by UTF-16 units as RFC 8785 §3.2.3 shows', () => {
  const example = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };

  expect(Object.values(JSON.parse(canonicalJson(example)) as object)).toHaveLength(7);
  const order = [...canonicalJson(example).matchAll(/"([^"]+)"[,}]/g)].map((match) => match[1]);
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

// RFC 8785, appendix B.
it.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('writes the double %s as %s', (bits, text) => {
  expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
});

it.each([
  ['NaN', Number.NaN],
  ['infinity', [Number.NEGATIVE_INFINITY]],
  ['undefined', { a: undefined }],
  ['a hole in a list', Array.from({ length: 1 })],
  ['a bigint', 1n],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['half of a surrogate pair', 'a\ud83d'],
  ['half of a surrogate pair in a name', { '\ude00': 1 }],
])('refuses %s', (_name, value) => {
  expect(() => canonicalJson(value)).toThrow(NotCanonicalError);
});

it('gives the same text whatever the order of names, and text that reads back as the value', () => {
  const json = fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' });
  const property = fc.property(json, (value) => {
    const text = canonicalJson(value);
    const back: unknown = JSON.parse(text);

    expect(canonicalJson(back)).toBe(text);
    expect(canonicalJson(reversed(back))).toBe(text);
    expect(back).toEqual(JSON.parse(JSON.stringify(value)));
  });

  fc.assert(property, { numRuns: 500 });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, inner]) => [name, reversed(inner)]));
}
