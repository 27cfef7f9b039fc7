import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compareCodePoints,
  comparePositions,
  directionsOf,
  encodeCursor,
  parseCursor,
  type Position,
} from './cursor.js';

const sortKey = fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: 'grapheme' }));

describe('a cursor', () => {
  it('comes back from its text as it went in', () => {
    fc.assert(
      fc.property(sortKey, sortKey, (first, second) => {
        const position = { order: 'DUE_AT_DESC,NAME_ZH_ASC', keys: [first, second], id: 'GD:Case:1' };

        expect(parseCursor(encodeCursor(position))).toEqual(position);
      }),
    );
  });

  it.each([
    ['not base64url', '***'],
    ['not JSON', Buffer.from('hello').toString('base64url')],
    ['not a list', Buffer.from('{"order":"A_ASC"}').toString('base64url')],
    ['too short', Buffer.from('["A_ASC","id"]').toString('base64url')],
    ['an order without direction', Buffer.from('["A",1,"GD:Case:1"]').toString('base64url')],
    ['fewer keys than terms', Buffer.from('["A_ASC,B_ASC",1,"GD:Case:1"]').toString('base64url')],
    ['a key that is an object', Buffer.from('["A_ASC",{},"GD:Case:1"]').toString('base64url')],
    ['longer than any cursor', 'a'.repeat(3000)],
    ['a number', 7],
  ])('is refused when it is %s', (_why, text) => {
    expect(parseCursor(text)).toBeUndefined();
  });
});

describe('the order of positions', () => {
  it('is total and strict for distinct ids', () => {
    const position = fc.record({
      order: fc.constant('A_ASC'),
      keys: fc.tuple(sortKey),
      id: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(position, position, position, (a, b, c) => {
        const compare = (x: Position, y: Position): number => Math.sign(comparePositions(x, y, ['ASC']));

        expect(compare(a, b) + compare(b, a)).toBe(0);
        expect(compare(a, b) === 0).toBe(a.keys[0] === b.keys[0] && a.id === b.id);
        if (compare(a, b) < 0 && compare(b, c) < 0) expect(compare(a, c)).toBe(-1);
      }),
    );
  });

  it('puts null first when rising and last when falling', () => {
    const at = (key: number | null): Position => ({ order: 'A_ASC', keys: [key], id: 'GD:Case:1' });

    expect(comparePositions(at(null), at(-1), ['ASC'])).toBeLessThan(0);
    expect(comparePositions(at(null), at(-1), ['DESC'])).toBeGreaterThan(0);
  });

  it('breaks ties by id in the direction of the last term', () => {
    const [first, second] = ['GD:Case:1', 'GD:Case:2'].map((id) => ({ order: 'A_DESC', keys: [1], id }));
    if (first === undefined || second === undefined) throw new Error('two positions');

    expect(comparePositions(first, second, ['ASC'])).toBeLessThan(0);
    expect(comparePositions(first, second, ['DESC'])).toBeGreaterThan(0);
  });

  it('compares text as its UTF-8 bytes compare, which is what databases do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('reads directions from the ends of its terms', () => {
    expect(directionsOf('DUE_AT_DESC,NAME_ZH_ASC')).toEqual(['DESC', 'ASC']);
    expect(directionsOf('DUE_AT')).toBeUndefined();
  });
});
