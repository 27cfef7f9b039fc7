import { describe, expect, it } from '@jest/globals';
import { buildASTSchema, parse } from 'graphql';
import { contractBreaches } from './contract-rules.js';

const breachesOf = (sdl: string): string[] =>
  contractBreaches(buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true }));

const page = `
  type PageInfo { hasNextPage: Boolean! }
  type Coverage { exact: Boolean! }
  type Row { id: ID! }
  type Edge { cursor: String! node: Row! }
`;

describe('a contract', () => {
  it('that keeps its rules has no breaches', () => {
    const breaches = breachesOf(`${page}
      type Rows { edges: [Edge!]! nodes: [Row!]! pageInfo: PageInfo! total: Int! @merge(how: "SUM") coverage: Coverage! @coverage }
      type Query { row(id: ID!): Row @owner(by: "id") rows(provinces: [ID!]): Rows! @gather(narrowBy: "provinces") }
    `);

    expect(breaches).toEqual([]);
  });

  it.each([
    ['a root field without a rule', 'type Query { a: Row }', 'Query.a has neither @owner nor @gather'],
    ['a root field with both', 'type Query { a(id: ID!): Row @owner(by: "id") @gather }', 'Query.a has both'],
    [
      'a route by an unknown argument',
      'type Query { a: Row @owner(by: "id") }',
      'the argument "id", which it does not have',
    ],
    ['a gathered scalar', 'type Query { a: Int @gather }', 'Query.a is gathered but returns Int'],
    [
      'a gathered field without @merge',
      'type Sum { n: Int coverage: Coverage @coverage } type Query { a: Sum @gather }',
      'Sum.n is gathered but has no @merge',
    ],
    [
      'an unknown merge rule',
      'type Sum { n: Int @merge(how: "GUESS") coverage: Coverage @coverage } type Query { a: Sum @gather }',
      'Sum.n is gathered but has no @merge',
    ],
    [
      'a gathered object without coverage',
      'type Sum { n: Int @merge(how: "SUM") } type Query { a: Sum @gather }',
      'no @coverage',
    ],
    [
      'a connection whose edges have no cursor',
      'type E { node: Row } type C { edges: [E] pageInfo: PageInfo coverage: Coverage @coverage } type Query { a: C @gather }',
      'without edges { cursor }',
    ],
    [
      'coverage that nobody fills',
      'type T { coverage: Coverage @coverage } type Query { a(id: ID!): Row @owner(by: "id") }',
      'T.coverage has @coverage, but no gathered field returns T',
    ],
    [
      'a reference elsewhere that cannot be null',
      'type T { row: Row! @elsewhere } type Query { a(id: ID!): Row @owner(by: "id") }',
      'T.row has @elsewhere and is not nullable',
    ],
    [
      'a list of references that cannot be null',
      'type T { rows: [Row!] @elsewhere } type Query { a(id: ID!): Row @owner(by: "id") }',
      'T.rows has @elsewhere and is not nullable',
    ],
  ])('with %s is refused by name', (_what, sdl, message) => {
    expect(breachesOf(page + sdl).join('\n')).toContain(message);
  });
});
