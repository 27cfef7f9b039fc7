import { expect, it } from '@jest/globals';
import { moveInMatrix } from './matrix-keys.js';

it.each([
  ['ArrowUp', false, '0,1'],
  ['ArrowDown', false, '1,1'],
  ['ArrowLeft', false, '0,0'],
  ['ArrowRight', false, '0,2'],
  ['PageDown', false, '31,1'],
  ['Home', false, '0,0'],
  ['End', false, '0,31'],
  ['End', true, '31,31'],
] as const)('leads by %s (with control: %s) from the top row to %s', (key, ctrlKey, to) => {
  const place = moveInMatrix({ row: 0, column: 1 }, { key, ctrlKey }, 32);

  expect(`${place?.row ?? ''},${place?.column ?? ''}`).toBe(to);
});

it('stays inside at the far corner, goes back to the near one, and leaves other keys alone', () => {
  const far = { row: 31, column: 31 };

  expect(moveInMatrix(far, { key: 'ArrowDown', ctrlKey: false }, 32)).toEqual(far);
  expect(moveInMatrix(far, { key: 'ArrowRight', ctrlKey: false }, 32)).toEqual(far);
  expect(moveInMatrix(far, { key: 'Home', ctrlKey: true }, 32)).toEqual({ row: 0, column: 0 });
  expect(moveInMatrix(far, { key: 'Tab', ctrlKey: false }, 32)).toBeUndefined();
});
