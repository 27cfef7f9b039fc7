import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCollaborationNo, parseCollaborationNo } from './collaboration-no.js';

const numbers = fc.record({
  date: fc.constantFrom('20260302', '20261231', '20200101'),
  gbCode: fc.constantFrom('440000', '110000', '660000'),
  serial: fc.integer({ min: 1, max: 99_999_999 }),
});

it('takes apart what it put together', () => {
  fc.assert(
    fc.property(numbers, (parts) => {
      expect(parseCollaborationNo(formatCollaborationNo(parts))).toEqual(parts);
    }),
  );
});

it('finds every wrong digit', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 2, max: 23 }), fc.integer({ min: 1, max: 9 }), (parts, place, by) => {
      const number = formatCollaborationNo(parts);
      const wrong = String((Number(number[place]) + by) % 10);

      expect(parseCollaborationNo(number.slice(0, place) + wrong + number.slice(place + 1))).toBeUndefined();
    }),
  );
});

it('finds two digits that changed places, unless they differ by one', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 2, max: 22 }), (parts, place) => {
      const number = formatCollaborationNo(parts);
      const [one = '', other = ''] = number.slice(place, place + 2);
      fc.pre(Math.abs(Number(one) - Number(other)) > 1);

      expect(parseCollaborationNo(number.slice(0, place) + other + one + number.slice(place + 2))).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});

it.each([[null], ['KS'], ['GD:Case:1'], ['ks20260302440000000000011'], ['KS2020010144000000000000Y']])(
  'takes %s for no number',
  (text) => {
    expect(parseCollaborationNo(text)).toBeUndefined();
  },
);

it('refuses a serial that has no eight digits', () => {
  expect(() => formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 100_000_000 })).toThrow('no number');
});
