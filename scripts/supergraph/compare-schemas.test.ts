import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { compareSchemas, type Comparison, type UsedOperation } from './compare-schemas.js';

const sdl = `
  type Query {
    cases(first: Int, after: String, order: Order = NEWEST, filter: CaseFilter): [Case!]!
    node(id: ID!): Node
    either: Either
    unused(limit: Int): Unused
  }
  type Mutation { rate(input: RatingInput!): Rated }
  interface Node { id: ID! note: String }
  type Case implements Node { id: ID! note: String number: String! state: State! hidden: String }
  type Licence implements Node { id: ID! note: String holder: String! }
  type Unused { a: Int b: Int }
  type Rated { score: Int }
  union Either = Case | Licence
  enum Order { NEWEST OLDEST }
  enum State { OPEN CLOSED }
  input CaseFilter { states: [State!] text: String }
  input RatingInput { score: Int! words: Words }
  input Words { text: String }
`;

const operations: readonly UsedOperation[] = [
  { name: 'Newest (pages)', text: 'query Newest { cases(first: 3, order: NEWEST) { number state } }' },
  { name: 'Search (pages)', text: 'query Search { cases(filter: { text: "a" }) { id } }' },
  {
    name: 'Notes (client)',
    text: 'query Notes { node(id: 1) { note ... on Licence { holder } } either { __typename } }',
  },
  { name: 'Rate (client)', text: 'mutation Rate($input: RatingInput!) { rate(input: $input) { score } }' },
];

const compare = (...[found, replacement]: [string | RegExp, string]): Promise<Comparison> =>
  compareSchemas(buildSchema(sdl), buildSchema(sdl.replace(found, replacement)), operations);

describe('a break that some operation meets', () => {
  it.each<[string, [string | RegExp, string], string, readonly string[]]>([
    [
      'a field is gone',
      ['number: String! ', ''],
      "Field 'number' was removed from object type 'Case'",
      ['Newest (pages)'],
    ],
    ['a field may be null', ['number: String!', 'number: String'], "'Case.number' changed type", ['Newest (pages)']],
    [
      'a field is of another type',
      ['score: Int }', 'score: String }'],
      "'Rated.score' changed type",
      ['Rate (client)'],
    ],
    [
      'an argument that is given is gone',
      ['first: Int, ', ''],
      "Argument 'first: Int' was removed",
      ['Newest (pages)'],
    ],
    [
      'an argument has become required',
      ['first: Int,', 'first: Int!,'],
      "argument 'first' on field 'Query.cases' changed",
      ['Newest (pages)', 'Search (pages)'],
    ],
    [
      'another argument is required',
      ['cases(', 'cases(of: ID!, '],
      "Argument 'of: ID!' added to field 'Query.cases'",
      ['Newest (pages)', 'Search (pages)'],
    ],
    ['a value that is named is gone', ['NEWEST OLDEST', 'OLDEST LATEST'], "'NEWEST' was removed", ['Newest (pages)']],
    [
      'a value that comes out is gone',
      ['OPEN CLOSED', 'OPEN'],
      "'CLOSED' was removed from enum 'State'",
      ['Newest (pages)'],
    ],
    [
      'an input field that is written is gone',
      [' text: String }\n  input R', '}\n  input R'],
      "'text' was removed",
      ['Search (pages)'],
    ],
    ['an input field that a variable may hold is gone', ['words: Words', ''], "'words' was removed", ['Rate (client)']],
    [
      'an input field below a variable is gone',
      ['{ text: String }\n', '{ other: String }\n'],
      "'text' was removed",
      ['Rate (client)'],
    ],
    [
      'an input field has become required',
      ['states: [State!] text', 'states: [State!]! text'],
      "'CaseFilter.states' changed type",
      ['Search (pages)'],
    ],
    [
      'a required input field is new',
      ['{ states', '{ of: ID! states'],
      "'of' of type 'ID!' was added",
      ['Search (pages)'],
    ],
    [
      'a member of a union is gone',
      ['= Case | Licence', '= Case'],
      "Member 'Licence' was removed from Union type 'Either'",
      ['Notes (client)'],
    ],
    [
      'a type that is named is gone',
      [/type Licence.*\n|\| Licence/g, ''],
      "Type 'Licence' was removed",
      ['Notes (client)'],
    ],
    [
      'a field of an interface is gone from a type',
      ['Licence implements Node { id: ID! note', 'Licence { id: ID! other'],
      'note',
      ['Notes (client)'],
    ],
  ])('is an error that names operation and place: %s', async (_what, change, message, usedBy) => {
    const { errors } = await compare(...change);

    expect(errors.map((error) => error.message).join('\n')).toContain(message);
    expect(errors.find((error) => error.message.includes(message))?.usedBy).toEqual(usedBy);
  });
});

describe('a break that nobody uses', () => {
  it.each<[string, [string | RegExp, string], string]>([
    ['a field', ['hidden: String ', ''], "Field 'hidden' was removed"],
    ['an argument that nobody gives', ['after: String, ', ''], "Argument 'after: String' was removed"],
    ['a value that nobody names', ['NEWEST OLDEST', 'NEWEST'], "'OLDEST' was removed from enum 'Order'"],
    ['an input field that nobody writes', ['states: [State!] ', ''], "'states' was removed"],
    ['a whole root field', ['unused(limit: Int): Unused', ''], "Field 'unused' was removed"],
    [
      'a required argument of what nobody asks',
      ['unused(', 'unused(of: ID!, '],
      "'of: ID!' added to field 'Query.unused'",
    ],
  ])('is a warning: %s', async (_what, change, message) => {
    const { errors, warnings } = await compare(...change);

    expect(errors).toEqual([]);
    expect(warnings).toEqual([{ message: expect.stringContaining(message), usedBy: [] }]);
  });
});

it('lists what is added, and says nothing of descriptions', async () => {
  const found = await compare('type Rated { score: Int }', '"Told anew." type Rated { score: Int mean: Float }');

  expect(found.errors).toEqual([]);
  expect(found.warnings).toEqual([]);
  expect(found.additions).toEqual([{ message: "Field 'mean' was added to object type 'Rated'", usedBy: [] }]);
});
