import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse, print, visit, type ASTNode } from 'graphql';
import { invariant } from '../errors.js';
import { contractDifferences } from './compare-contract.js';
import { readContract } from './contract.js';

const read = (file: string): string => readFileSync(new URL(`../../schema/${file}`, import.meta.url), 'utf8');

const contract = readContract(read('supergraph.graphql'));
invariant(contract, 'the product has a contract');
const sdl = print(visit(parse(read('province.graphql')), { enter: withoutDescription }));

function withoutDescription(node: ASTNode): unknown {
  return 'description' in node ? { ...node, description: undefined } : undefined;
}

const differences = (what: string | RegExp, instead: string): string[] => {
  const changed = sdl.replace(what, instead);
  expect(changed).not.toBe(sdl);
  return contractDifferences(contract, changed);
};

// One place each: other lists have the like.
const countOfCases = /(type CaseConnection \{[^}]*totalCount: )Int!/;
const lastItems = /(serviceItems\([^)]*), last: Int/;

describe('an SDL serves the contract', () => {
  it('when it is the contract itself', () => {
    expect(contractDifferences(contract, sdl)).toEqual([]);
  });

  it.each([
    ['more types and fields', /type Query \{/, 'type More { a: Int } type Query { more: More'],
    ['values that may not be null', 'case(', 'noCase: Int! case('],
    ['arguments beside those of the contract', /first: Int\b/, 'colour: String, first: Int'],
    ['no word of what only the gateway fills', /coverage: Coverage! @coverage/g, ''],
    ['extensions without a definition', /type Query \{/, 'extend type Query {'],
  ])('when it has %s', (_what, what, instead) => {
    expect(differences(what, instead)).toEqual([]);
  });

  it.each([
    ['a field is missing', /^ {2}shortestPromisedDays.*$/m, '', ['ItemComparison.shortestPromisedDays is missing.']],
    ['a field may be null', countOfCases, '$1Int', ['CaseConnection.totalCount is Int, not Int!.']],
    ['a field is of another type', countOfCases, '$1Float!', ['CaseConnection.totalCount is Float!, not Int!.']],
    ['a list may hold null', 'nodes: [Case!]!', 'nodes: [Case]!', ['CaseConnection.nodes is [Case]!, not [Case!]!.']],
    ['an enum value is missing', /^ {2}SUBMITTED_AT_ASC$/m, '', ['CaseOrder.SUBMITTED_AT_ASC is missing.']],
    ['an argument is missing', lastItems, '$1', ['Query.serviceItems(last:) is missing.']],
    [
      'an argument is required that the contract lets out',
      lastItems,
      '$1, last: Int!',
      ['Query.serviceItems(last:) takes Int!, not Int.'],
    ],
    [
      'an argument is required that nobody knows',
      lastItems,
      '$1, last: Int, colour: String!',
      ['Query.serviceItems(colour:) is required, and the contract does not have it.'],
    ],
    ['a field of a filter is missing', /^ {2}crossProvince: Boolean$/m, '', ['CaseFilter.crossProvince is missing.']],
    [
      'a type is another kind',
      'enum CaseOrder {',
      'scalar CaseOrder enum Lost {',
      ['CaseOrder is another kind of type.'],
    ],
    ['it is no GraphQL', /^type Query/m, 'typ Query', ['Its SDL is not valid GraphQL.']],
  ])('not when %s', (_what, what, instead, expected) => {
    expect(differences(what, instead)).toEqual(expected);
  });
});
