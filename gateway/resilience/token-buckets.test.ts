import { expect, it } from '@jest/globals';
import { createMemoryBuckets, type MemoryBuckets } from './token-buckets.js';

function openBuckets(): { readonly buckets: MemoryBuckets; readonly pass: (ms: number) => void } {
  let nowMs = 0;
  return { buckets: createMemoryBuckets(600, () => nowMs), pass: (ms) => void (nowMs += ms) };
}

it('a bucket is full at first, and says when there is enough again', () => {
  const { buckets, pass } = openBuckets();

  expect(buckets.take('a', 600)).toBe(0);
  expect(buckets.take('a', 10)).toBe(1000);
  pass(400);
  expect(buckets.take('a', 10)).toBe(600);
  pass(600);
  expect(buckets.take('a', 10)).toBe(0);
  expect(buckets.take('a', 1)).toBe(100);
  expect(buckets.take('b', 600)).toBe(0);
});

it('a bucket holds no more than a minute brings, however long it was left alone', () => {
  const { buckets, pass } = openBuckets();
  buckets.take('a', 100);

  pass(3_600_000);

  expect(buckets.take('a', 600)).toBe(0);
  expect(buckets.take('a', 1)).toBe(100);
});

it('what is refused takes nothing', () => {
  const { buckets } = openBuckets();
  buckets.take('a', 500);

  for (let count = 0; count < 100; count += 1) expect(buckets.take('a', 200)).toBe(10_000);

  expect(buckets.take('a', 100)).toBe(0);
});

it('of more buckets than are kept the one that was used longest ago is forgotten, and no other', () => {
  const { buckets } = openBuckets();
  buckets.take('old', 600);
  buckets.take('used', 300);
  for (let count = 0; count < 49_998; count += 1) buckets.take(`x${count}`, 1);
  buckets.take('used', 300);
  const before = buckets.take('old', 1);

  buckets.take('used', 1);
  buckets.take('y', 1);
  buckets.take('z', 1);

  expect(before).toBe(100);
  expect([buckets.take('used', 1), buckets.take('x0', 600)]).toEqual([100, 0]);
});
