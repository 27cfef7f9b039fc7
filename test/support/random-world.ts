import fc from 'fast-check';
import type { Row } from './stand-in-province.js';
import type { World } from './union-oracle.js';

/** Not in alphabetical order: what is joined "in the order of the registry" must not come out by chance. */
export const CODES = ['GD', 'BJ', 'XPCC', 'HN', 'SC', 'XJ'];

const MAX_ROWS = 5;
const MAX_FRIENDS = 3;
// One row in this many ids is one that its province does not have.
const LOCAL_IDS = 6;

const row = fc.record({
  rank: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.integer({ min: -2, max: 3 }) },
  ),
  label: fc.constantFrom('a', 'b', '丙 "𠮷\\', ''),
  friends: fc.array(
    fc.record({
      province: fc.nat({ max: CODES.length - 1 }),
      type: fc.constantFrom('Row', 'Row', 'Note'),
      local: fc.nat({ max: LOCAL_IDS - 1 }),
    }),
    { maxLength: MAX_FRIENDS },
  ),
});

/** Federations that might be: one to six provinces with few rows each, many ties, nulls, cycles and dangling ids. */
export const randomWorld: fc.Arbitrary<World> = fc
  .array(fc.array(row, { maxLength: MAX_ROWS, size: 'max' }), { minLength: 1, maxLength: CODES.length, size: 'max' })
  .map((provinces) => {
    const codes = CODES.slice(0, provinces.length);
    const codeAt = (index: number): string => codes[index % codes.length] ?? '';
    const rowsOf = (index: number): Row[] =>
      (provinces[index] ?? []).map(({ rank, label, friends }, local) => ({
        id: `${codeAt(index)}:Row:${local}`,
        rank,
        label,
        friends: friends.map((friend) => `${codeAt(friend.province)}:${friend.type}:${friend.local}`),
      }));
    return new Map(codes.map((code, index) => [code, rowsOf(index)]));
  });
