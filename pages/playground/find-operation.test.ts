import { expect, it } from '@jest/globals';
import { findOperation } from './find-operation.js';

it.each([
  ['query A { a } query B { b }', 'B', 'B'],
  ['query B { b }', 'A', 'B'],
  ['{ b }', 'A', undefined],
  ['query A { a } query B { b }', 'C', 'C'],
  ['query A {', 'A', 'A'],
  ['query A { a }', undefined, 'A'],
])('of %j, with %j chosen, means %j', (query, chosen, meant) => {
  expect(findOperation(query, chosen).name).toBe(meant);
});

it.each([
  ['subscription { a }', undefined, true],
  ['query A { a } subscription B { b }', 'B', true],
  ['query A { a } subscription B { b }', 'A', false],
  ['query A { a } subscription B { b }', undefined, false],
])('of %j, with %j chosen, follows: %j', (query, chosen, isSubscription) => {
  expect(findOperation(query, chosen).isSubscription).toBe(isSubscription);
});
