import { expect, it } from '@jest/globals';
import { nameOperation } from './name-operation.js';

it.each([
  ['query A { a } query B { b }', 'B', 'B'],
  ['query B { b }', 'A', 'B'],
  ['{ b }', 'A', undefined],
  ['query A { a } query B { b }', 'C', 'C'],
  ['query A {', 'A', 'A'],
  ['query A { a }', undefined, 'A'],
])('of %j, with %j chosen, means %j', (query, chosen, meant) => {
  expect(nameOperation(query, chosen)).toBe(meant);
});
