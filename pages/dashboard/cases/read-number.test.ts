import { expect, it } from '@jest/globals';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { readNumber } from './read-number.js';

const good = formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 7 });

it.each([good, good.toLowerCase(), ` ${good.slice(0, 10)} ${good.slice(10)} `, `${good.slice(0, 2)}-${good.slice(2)}`])(
  'takes %s',
  (typed) => {
    expect(readNumber(typed)).toEqual({ kind: 'number', collaborationNo: good, origin: 'GD' });
  },
);

it('takes what an input method types in full width', () => {
  const wide = good.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

  expect(readNumber(wide).kind).toBe('number');
});

it.each([
  ['', 'empty'],
  ['KS123', 'form'],
  [good.replace('7', '8'), 'check'],
  [formatCollaborationNo({ date: '20260302', gbCode: '710000', serial: 7 }), 'origin'],
] as const)('refuses %s because of its %s', (typed, kind) => {
  expect(readNumber(typed)).toEqual({ kind });
});
