import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCollaborationNo, parseCollaborationNo } from './collaboration-no.js';
import { gbCodes, letterCodes } from './province-codes.js';

const numbers = fc.record({
  day: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  origin: fc.constantFrom(...letterCodes.values()),
  serial: fc.integer({ min: 1, max: 99_999_999 }),
});

describe('a collaboration number', () => {
  it('names its day, its origin and its serial', () => {
    const text = formatCollaborationNo({ day: '2026-03-02', origin: 'GD', serial: 7 });

    expect(text).toBe('KS20260302440000000000072');
    expect(parseCollaborationNo(text)).toEqual({ day: '2026-03-02', origin: 'GD', serial: 7 });
  });

  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(parseCollaborationNo(formatCollaborationNo(number))).toEqual(number);
      }),
    );
  });

  it('is refused when one digit is wrong or two neighbours are exchanged', () => {
    const property = fc.property(numbers, fc.nat({ max: 21 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const text = formatCollaborationNo(number);
      const place = 2 + at;
      const [left = '', right = ''] = text.slice(place, place + 2);
      const wrong = `${text.slice(0, place)}${(Number(left) + by) % 10}${text.slice(place + 1)}`;
      const exchanged = `${text.slice(0, place)}${right}${left}${text.slice(place + 2)}`;

      expect(parseCollaborationNo(wrong)).toBeUndefined();
      if (exchanged !== text) expect(parseCollaborationNo(exchanged)).toBeUndefined();
    });

    fc.assert(property, { numRuns: 300 });
  });

  it.each(['', 'KS', 'ks20260302440000000000076', 'KS2026030244000000000007', 'KS20260302440000000000072 ', 7, null])(
    'is refused as %j',
    (text) => {
      expect(parseCollaborationNo(text)).toBeUndefined();
    },
  );

  it.each([
    { day: '2026-02-29', origin: 'GD', serial: 1 },
    { day: '20260302', origin: 'GD', serial: 1 },
    { day: '2026-03-02', origin: 'CN', serial: 1 },
    { day: '2026-03-02', origin: 'GD', serial: 0 },
    { day: '2026-03-02', origin: 'GD', serial: 100_000_000 },
    { day: '2026-03-02', origin: 'GD', serial: 1.5 },
  ])('is not made of %j', (number) => {
    expect(() => formatCollaborationNo(number)).toThrow(RangeError);
  });
});

it('has a code for every province that there is an instance of', () => {
  const folder = fileURLToPath(new URL('../subgraphs/instances/', import.meta.url));
  const instances = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as { code: string; gbCode: string },
  );

  expect(new Map(instances.map(({ code, gbCode }) => [code, gbCode]))).toEqual(
    new Map([...gbCodes].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
});
