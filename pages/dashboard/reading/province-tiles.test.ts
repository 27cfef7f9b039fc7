import { expect, it } from '@jest/globals';
import { letterCodes } from '../../../schema/province-codes.js';
import { type Arrow, findTile, nextTile, provinceTiles } from './province-tiles.js';

it('has a tile for each province, in the order of the standard, and no two in one place', () => {
  const places = new Set(provinceTiles.map(({ column, row }) => `${column},${row}`));

  expect(provinceTiles.map(({ code }) => code)).toEqual([...letterCodes.values()]);
  expect(places.size).toBe(32);
});

it('leads from every tile to every other by arrow keys', () => {
  const arrows: readonly Arrow[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
  for (const start of provinceTiles) {
    const reached = new Set([start]);
    for (const tile of reached) for (const arrow of arrows) reached.add(nextTile(tile, arrow));
    expect([start.code, reached.size]).toEqual([start.code, 32]);
  }
});

it.each([
  ['HB', 'ArrowDown', 'HN'],
  ['SH', 'ArrowRight', 'SH'],
  ['XPCC', 'ArrowRight', 'NM'],
  ['HL', 'ArrowUp', 'HL'],
  ['GD', 'ArrowLeft', 'HI'],
] as const)('leads from %s by %s to %s', (from, arrow, to) => {
  const tile = findTile(from);

  expect(tile && nextTile(tile, arrow).code).toBe(to);
});
