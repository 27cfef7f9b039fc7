import { find, type ExampleSupergraph, type Resolve, type Row } from './example-supergraph.js';

const cases: readonly Row[] = [
  { __typename: 'Case', id: '1', title: 'Licence', fee: 10 },
  { __typename: 'Case', id: '2', title: null, fee: null },
];
const act =
  (name: string): Resolve =>
  (_, args, { log }) => {
    log.push(`${name}(${Object.values(args).join()})`);
    return { __typename: 'Done', log: [...log], at: log.length, case: args['id'] ?? args['case'] };
  };

/** Root fields that must run one after another although they belong to different subgraphs. */
export const mutations: ExampleSupergraph = {
  name: 'mutations',
  subgraphs: {
    cases: `
      type Query { cases: [Case!]! case(id: ID!): Case }
      type Mutation { open(id: ID!, title: String = "t"): Done! close(id: ID!): Done rename(id: ID!, to: Name!): Case }
      input Name { first: String! = "f" last: String }
      type Done @shareable { at: Int! log: [String!]! case: Case }
      type Case @key(fields: "id") { id: ID! title: String }
    `,
    fees: `
      type Query { owed: [Case] }
      type Mutation { pay(case: ID!, amount: Int = 1): Done refund(case: ID!): Done! fail(id: ID): Done }
      type Done @shareable { at: Int! log: [String!]! case: Case }
      type Case @key(fields: "id") { id: ID! fee: Int }
    `,
  },
  rows: { Case: cases },
  resolvers: {
    Query: { cases: () => cases, case: (_, { id }) => find(cases, id), owed: () => [cases[0], null] },
    Mutation: {
      open: act('open'),
      close: act('close'),
      pay: act('pay'),
      refund: act('refund'),
      rename: (_, { id, to }, { log }) => {
        log.push(`rename(${String(id)},${JSON.stringify(to)})`);
        return find(cases, id);
      },
      fail: (_, args, { log }) => {
        log.push('fail');
        throw new Error(`refused ${JSON.stringify(args)}`);
      },
    },
    Done: { case: (row) => find(cases, row['case']) },
  },
};
