import { find, type ExampleSupergraph, type Row } from './example-supergraph.js';

const forms: readonly Row[] = [
  {
    __typename: 'Form',
    id: '1',
    must: 'a',
    may: null,
    json: { a: [1, null, { constructor: 1 }] },
    state: 'OPEN',
    ratio: 0.5,
    extra: 'x',
    firm: 'f',
  },
  { __typename: 'Form', id: '2', must: null, may: 'b', json: null, state: null, ratio: 3, extra: null, firm: null },
  {
    __typename: 'Form',
    id: '3',
    must: 'c',
    may: 'c',
    json: 'text',
    state: 'SHUT',
    ratio: null,
    absentFrom: ['extras'],
  },
];
const fail = (): never => {
  throw new Error('the resolver failed');
};
const rows = forms;

/** Nulls where they may and may not stand, failing resolvers, scalars, enums, and inputs with defaults. */
export const nullsAndValues: ExampleSupergraph = {
  name: 'nulls-and-values',
  subgraphs: {
    forms: `
      type Query {
        form(id: ID!): Form forms(filter: Filter = { state: OPEN, limit: 9 }): [Form] strict: [Form!] strictest: [[Form!]!]!
        echo(value: Filter! json: Json flags: [Boolean!] = [true] text: String = "d" ratio: Float id: ID): String
        broken: String brokenMust: String! now: Json
      }
      scalar Json
      enum State { OPEN SHUT }
      input Range { from: Int = 1 to: Int! = 5 }
      input Filter { state: State = OPEN limit: Int! = 3 range: Range = { from: 2 } words: [String!] }
      type Form @key(fields: "id") {
        id: ID! must: String! may: String json: Json state: State ratio: Float
        broken: String brokenMust: String! brokenList: [String] parent: Form! child: Form
      }
    `,
    extras: `
      scalar Json
      type Query { extras: [Form!]! }
      type Form @key(fields: "id") {
        id: ID! extra: String firm: String! late: Late lates: [Late!] failing: Int echoed(json: Json, n: Int = 4): Json
      }
      type Late { text: String! form: Form }
    `,
  },
  rows: { Form: rows },
  resolvers: {
    Query: {
      form: (_row, { id }) => find(rows, id),
      forms: () => [...rows, null],
      strict: () => [rows[0], null],
      strictest: () => [[rows[0]], [rows[1], rows[2]]],
      echo: (_row, args) => JSON.stringify(args),
      broken: fail,
      brokenMust: fail,
      now: () => ({ at: 1, then: null }),
      extras: () => rows.slice(0, 2),
    },
    Form: {
      broken: fail,
      brokenMust: fail,
      brokenList: () => ['a', null],
      parent: ({ id }) => find(rows, id === '1' ? '3' : '9'),
      child: ({ id }) => find(rows, id === '1' ? '2' : '9'),
      late: ({ extra }) => (extra === undefined ? null : { text: extra }),
      lates: ({ extra }) => (extra === undefined ? null : [{ text: 'l' }, { text: extra }]),
      failing: ({ extra }) => (extra === undefined ? null : fail()),
      echoed: ({ extra }, { json, n }) => (extra === undefined ? null : { json: json ?? null, n: n ?? null }),
    },
    Late: { form: () => rows[0] },
  },
};
