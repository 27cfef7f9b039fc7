import { expect, it } from '@jest/globals';
import { findValue } from './find-values.js';

const came = { body: { rows: [{ id: 'a', kept: 0 }, { id: 'b', kept: 1 }, null], 'a b': 1 } };

it.each([
  ['body.rows.1.id', 'b'],
  ['body.rows.7.id', undefined],
  ['body.rows.*.id', ['a', 'b', undefined]],
  ['body.rows.*[kept=1].id', ['b']],
  ['body.rows.*[kept=2].id', []],
  ['body.nothing.*.id', []],
  ['body.constructor', undefined],
  ['body.rows.length', 3],
])('finds by %s what stands there, and nothing that is inherited', (path, expected) => {
  expect(findValue(came, path)).toEqual(expected);
});
