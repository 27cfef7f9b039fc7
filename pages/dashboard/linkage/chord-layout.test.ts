import { expect, it } from '@jest/globals';
import { layOutChord } from './chord-layout.js';

const flow = (from: string, to: string, value: number) => ({ from, to, value, isLowerBound: false });

it('draws each flow once, both ways between two provinces, and only provinces that have one', () => {
  const flows = [flow('GD', 'HN', 30), flow('HN', 'GD', 10), flow('SC', 'GD', 5)];

  const { arcs, ribbons } = layOutChord(flows, ['BJ', 'HN', 'GD', 'SC'], 100);

  expect(arcs.map(({ code }) => code)).toEqual(['HN', 'GD', 'SC']);
  expect(new Set(ribbons.map((ribbon) => ribbon.flow))).toEqual(new Set(flows));
  expect(ribbons.every(({ path }) => /^M-?\d/.test(path) && !path.includes('NaN'))).toBe(true);
});

it('writes labels outside the circle, away from it', () => {
  const { arcs } = layOutChord([flow('GD', 'HN', 1), flow('HN', 'SC', 1), flow('SC', 'GD', 1)], ['GD', 'HN', 'SC'], 50);

  expect(arcs.every(({ labelX, labelY }) => Math.hypot(labelX, labelY) > 50)).toBe(true);
  expect(arcs.every(({ labelX, anchor }) => anchor === (labelX < 0 ? 'end' : 'start'))).toBe(true);
});

it('draws nothing of no flows', () => {
  expect(layOutChord([], ['GD'], 50)).toEqual({ arcs: [], ribbons: [] });
});
