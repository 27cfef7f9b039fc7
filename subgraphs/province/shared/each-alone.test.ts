import { expect, it } from '@jest/globals';
import { eachAlone, eachAloneOrThrow } from './each-alone.js';

const broken = new Error('broken');

// Takes longer for the first ones, so that whatever ran beside another would end before it.
const work = (order: string[]) => async (subject: string) => {
  order.push(`${subject} begins`);
  await new Promise((resolve) => setImmediate(resolve));
  order.push(`${subject} ends`);
  if (subject === 'b') throw broken;
  return subject.toUpperCase();
};

it('gives each its turn, one after the other, and tells of the one that fails', async () => {
  const order: string[] = [];
  const told: unknown[] = [];

  const results = await eachAlone(['a', 'b', 'c'], work(order), (...fault) => told.push(fault));

  expect(results).toEqual(['A', 'C']);
  expect(told).toEqual([[broken, 'b']]);
  expect(order).toEqual(['a', 'b', 'c'].flatMap((subject) => [`${subject} begins`, `${subject} ends`]));
});

it('throws what failed after the last has had its turn', async () => {
  const order: string[] = [];

  await expect(eachAloneOrThrow(['b', 'a', 'b'], work(order))).rejects.toMatchObject({ errors: [broken, broken] });

  expect(order.at(-1)).toBe('b ends');
  expect(order).toHaveLength(6);
});

it('gives what came of all when nothing fails', async () => {
  expect(await eachAloneOrThrow(['a', 'c'], work([]))).toEqual(['A', 'C']);
  expect(await eachAloneOrThrow([], work([]))).toEqual([]);
});

it('takes what is thrown before any waiting for a fault of that subject too', async () => {
  const told: unknown[] = [];
  const thrower = (): Promise<string> => {
    throw broken;
  };

  await eachAlone(['a'], thrower, (fault) => told.push(fault));

  expect(told).toEqual([broken]);
});
