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

const traced = `
  type Other { code: ID! one(of: Int!): ID! }
  type Trace { others: [Other!]! @merge(how: "DISTINCT", by: "code") coverage: Coverage! @coverage }
`;

describe('a contract', () => {
  it('that keeps its rules has no breaches', () => {
    const breaches = breachesOf(`${page} ${traced}
      type Rows { edges: [Edge!]! nodes: [Row!]! pageInfo: PageInfo! total: Int! @merge(how: "SUM") coverage: Coverage! @coverage }
      type Query { row(id: ID!): Row @owner(by: "id") rows(provinces: [ID!]): Rows! @gather(narrowBy: "provinces") trace(no: ID!): Trace! @gather(beginAt: "no", further: "others { code }") }
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
    [
      'an owner by an id that its answer does not have',
      'type Sum { n: Int } union Answer = Row | Sum type Query { a(id: ID!): Answer @owner(by: "id") }',
      'Query.a has @owner(by: "id") but returns no type with an id',
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
      'Sum.n has @merge(how: "GUESS"), which is none of SUM, MIN,',
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
    [
      'a beginning without a way on',
      `${traced} type Query { a(id: ID!): Trace @gather(beginAt: "id") }`,
      'Query.a has only one of beginAt and further',
    ],
    [
      'a beginning at an unknown argument',
      `${traced} type Query { a: Trace @gather(beginAt: "id", further: "others { code }") }`,
      'the argument "id", which it does not have',
    ],
    [
      'a beginning that is narrowed',
      `${traced} type Query { a(id: ID!): Trace @gather(narrowBy: "id", beginAt: "id", further: "others { code }") }`,
      'Query.a has both narrowBy and beginAt',
    ],
    [
      'a list that begins at one province',
      `${traced} type Query { a(id: ID!): [Trace] @gather(beginAt: "id", further: "others { code }") }`,
      'which only a gathered object may have',
    ],
    ...['others', 'others { gone }', 'others { code } n', 'others { one(of: 1) }', 'n'].map((further) => [
      `a way on by ${further}`,
      `${traced} type Query { a(id: ID!): Trace @gather(beginAt: "id", further: "${further}") }`,
      `Query.a has further: "${further}", which must lead to one leaf`,
    ]),
  ])('with %s is refused by name', (_what, sdl, message) => {
    expect(breachesOf(page + sdl).join('\n')).toContain(message);
  });
});

describe('a merge rule', () => {
  const totals = (fields: string): string =>
    `${page} type Item { code: ID! tags: [ID!] row: Row } type Query { t: Totals @gather }
     type Only { id: ID! }
     type Totals { coverage: Coverage @coverage n: Int @merge(how: "SUM") ${fields} }`;

  it('of every kind has no breaches where it fits', () => {
    const breaches = breachesOf(`${totals(`
        inner: Inner! @merge(how: "OBJECT")
        items: [Item!]! @merge(how: "DISTINCT", by: "code row { id }")
        codes: [ID!]! @merge(how: "DISTINCT")
        buckets: [Bucket!]! @merge(how: "BUCKETS", by: "month item { code }", orderBy: "least asOf")`)}
      type Bucket { month: ID! item: Item! inner: Inner! @merge(how: "OBJECT") least: Int! @merge(how: "MIN")
        all: Boolean! @merge(how: "MIN") newest: Row! @merge(how: "LATEST", by: "asOf") asOf: ID @merge(how: "MAX") }
      type Inner {
        sum: Float! @merge(how: "SUM") count: Int! @merge(how: "SUM") mean: Float @merge(how: "MEAN", by: "sum count")
        bounds: [Int!] @merge(how: "ANY") counts: [Int!]! @merge(how: "HISTOGRAM", by: "bounds")
        quantile(q: Float!): Float @merge(how: "QUANTILE", by: "counts bounds") self: Inner @merge(how: "OBJECT")
      }`);

    expect(breaches).toEqual([]);
  });

  const histogram = 'bounds: [Int!] @merge(how: "ANY") counts: [Int!] @merge(how: "HISTOGRAM", by: "bounds")';

  it.each([
    ['x: String @merge(how: "SUM")', 'x is merged by SUM but its type is String: it must be Int or Float.'],
    [
      'x: Row @merge(how: "MIN")',
      'x is merged by MIN but its type is Row: it must be a number, a text, a time or a Boolean.',
    ],
    ['x: Int! @merge(how: "MAX")', 'x is merged by MAX and is not nullable: it has no value when no province answers.'],
    ['x: Int! @merge(how: "LATEST", by: "n")', 'x is merged by LATEST and is not nullable'],
    ['x: Int @merge(how: "LATEST")', 'LATEST and must name, in by, one field beside it, merged by MAX.'],
    ['x: Int @merge(how: "LATEST", by: "n")', 'x is merged by LATEST of "n", which must be merged by MAX.'],
    ['x: Int @merge(how: "CONCAT")', 'x is merged by CONCAT but its type is Int: it must be a list.'],
    ['x: Int @merge(how: "OBJECT")', 'x is merged by OBJECT but its type is Int: it must be an object type.'],
    ['x: Float! @merge(how: "MEAN", by: "n n")', 'x is merged by MEAN but its type is Float!: it must be Float and'],
    [
      'x: Int @merge(how: "HISTOGRAM", by: "n")',
      'x is merged by HISTOGRAM but its type is Int: it must be a list of Int!',
    ],
    ['x: [Row] @merge(how: "BUCKETS", by: "id")', 'type is [Row]: it must be a list of objects that are not null.'],
    ['x: ID @merge(how: "DISTINCT")', 'type is ID: it must be a list of objects or leaf values that are not null.'],
    ['x: Row @merge(how: "OBJECT")', 'Row.id is gathered but has no @merge: say how partial values join.'],
    ['x: [Edge!] @merge(how: "BUCKETS", by: "cursor")', 'Edge.node is gathered but has no @merge'],
    [
      'x: Float @merge(how: "MEAN")',
      'x is merged by MEAN and must name, in by, 2 fields beside it, merged by SUM and SUM.',
    ],
    ['x: Float @merge(how: "MEAN", by: "n gone")', 'x is merged by MEAN of "gone", which Totals does not have.'],
    ['m: Int @merge(how: "MAX") x: Float @merge(how: "MEAN", by: "m n")', 'of "m", which must be merged by SUM.'],
    [
      'm(a: Int!): Int @merge(how: "SUM") x: Float @merge(how: "MEAN", by: "m n")',
      'of "m", which cannot be asked without arguments.',
    ],
    [
      'b: Int @merge(how: "ANY") x: [Int!] @merge(how: "HISTOGRAM", by: "b")',
      'of "b", which must be a list of Int! or',
    ],
    [`${histogram} x: Float @merge(how: "QUANTILE", by: "counts bounds")`, 'QUANTILE but has no argument q: Float!.'],
    [
      `${histogram} o: [Int!] @merge(how: "ANY") x(q: Float!): Float @merge(how: "QUANTILE", by: "counts o")`,
      'of "counts" and "o", but the bounds of "counts" are "bounds".',
    ],
    ['x: [Row!] @merge(how: "BUCKETS")', 'and must name, in by, the key fields, such as "month item { id }".'],
    ['x: [Row!] @merge(how: "DISTINCT", by: "a: id")', 'and must name, in by, the key fields'],
    [
      'x: [Row!] @merge(how: "DISTINCT", by: "gone")',
      'x is merged by DISTINCT with the key "gone", which Row does not have.',
    ],
    ['x: [Item!] @merge(how: "DISTINCT", by: "row")', 'with the key "row", which is no leaf: select fields of it.'],
    ['x: [Item!] @merge(how: "DISTINCT", by: "tags { a }")', 'with the key "tags", which has no fields to select.'],
    ['x: Int @merge(how: "SUM", orderBy: "n")', 'x is merged by SUM with orderBy, which this rule does not take.'],
    ['x: [Only!] @merge(how: "BUCKETS", by: "id", orderBy: "gone")', 'ordered by "gone", which Only does not have.'],
    [
      'x: [Only!] @merge(how: "BUCKETS", by: "id", orderBy: "id")',
      'ordered by "id", which must be merged by MIN or MAX',
    ],
    ['x: [ID!] @merge(how: "DISTINCT", by: "id")', 'with by, but its values are leaves: they are their own key.'],
    ['x: Int @merge(how: "SUM", by: "n")', 'x is merged by SUM with by, which this rule does not take.'],
  ])('that does not fit is refused in one sentence: %s', (field, sentence) => {
    const breaches = breachesOf(totals(field));

    expect(breaches).toHaveLength(1);
    expect(breaches[0]).toContain(sentence);
  });
});
