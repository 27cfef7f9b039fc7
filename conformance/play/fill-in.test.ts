import { expect, it } from '@jest/globals';
import { parseCursor } from '../../schema/cursor.js';
import { fillIn } from './fill-in.js';

const kept = { province: 'GD', elsewhere: 'HN', item: 'GD:ServiceItem:a', ids: ['a', 'b'], none: null };

it.each([
  ['a text that is a name alone by the value itself', '{{ids}}', ['a', 'b']],
  ['null by null', '{{none}}', null],
  ['names within a text by their text', '{{province}}:Case:{{ids}}', 'GD:Case:["a","b"]'],
  ['lists and objects throughout', { a: [{ b: '{{item}}' }, 1] }, { a: [{ b: 'GD:ServiceItem:a' }, 1] }],
  ['a repetition in turn, with its number', { times: 3, each: ['x{{n}}', null] }, ['x0', null, 'x2']],
  ['an id by that of another province', { abroad: '{{item}}' }, 'HN:ServiceItem:a'],
])('fills in %s', (_what, value, expected) => {
  expect(fillIn(value, kept)).toEqual(expected);
});

it('fills in the cursor of a position, as provinces read it', () => {
  const cursor = fillIn({ cursor: ['NAME_ZH_ASC', '甲', '{{elsewhere}}:ServiceItem:1'] }, kept);

  expect(parseCursor(cursor)).toEqual({ order: 'NAME_ZH_ASC', keys: ['甲'], id: 'HN:ServiceItem:1' });
});

it('refuses a name that nothing keeps, since the rule would ask for nothing', () => {
  expect(() => fillIn({ a: '{{itm}}' }, kept)).toThrow('A rule uses {{itm}}, and nothing keeps it.');
  expect(() => fillIn('{{constructor}}', kept)).toThrow('nothing keeps it');
});
