import { find, type ExampleSupergraph, type Row } from './example-supergraph.js';

const offices: readonly Row[] = [
  {
    __typename: 'Office',
    code: 'a',
    place: { country: { iso: 'CN' }, city: 'Wuhan' },
    title: 'A',
    rank: 1,
    staff: ['1', '2'],
  },
  {
    __typename: 'Office',
    code: 'b',
    place: { country: { iso: 'CN' }, city: 'Xian' },
    title: null,
    rank: 2,
    staff: ['3'],
  },
];
const clerks: readonly Row[] = [
  { __typename: 'Clerk', id: '1', mail: 'x@a', name: '李', grade: 3, office: 'a', note: '𠮷 \\ first' },
  { __typename: 'Clerk', id: '2', mail: 'y@a', name: 'Wu', grade: null, office: 'b', note: null },
  { __typename: 'Clerk', id: '3', mail: 'z@a', name: null, office: 'a', absentFrom: ['grades'] },
];
const desks: readonly Row[] = [
  { __typename: 'Desk', floor: 1, number: '1', label: 'One', clerk: '1', colour: 'red' },
  { __typename: 'Desk', floor: 1, number: '2', label: 'Two', clerk: '3', colour: null },
  { __typename: 'Desk', floor: 2, number: '1', label: 'Three', clerk: null, colour: 'blue' },
];

/** Simple, composite, several and nested keys, keys that cannot be resolved, and references to what is not there. */
export const keys: ExampleSupergraph = {
  name: 'keys',
  subgraphs: {
    offices: `
      type Query { offices: [Office!]! office(code: ID!): Office }
      type Office @key(fields: "code") @key(fields: "place { country { iso } city }") {
        code: ID! place: Place! title: String staff: [Clerk!]
      }
      type Place @shareable { country: Country! city: String! }
      type Country @shareable { iso: String! }
      type Clerk @key(fields: "id", resolvable: false) { id: ID! }
    `,
    clerks: `
      type Query { clerk(id: ID!): Clerk clerks: [Clerk] }
      type Clerk @key(fields: "id") @key(fields: "mail") { id: ID! mail: String! name: String desk: Desk office: Office }
      type Desk @key(fields: "floor number", resolvable: false) { floor: Int! number: ID! }
      type Office @key(fields: "code", resolvable: false) { code: ID! }
    `,
    grades: `
      type Clerk @key(fields: "mail") { mail: String! grade: Int note: String }
    `,
    desks: `
      type Query { desks: [[Desk]] }
      type Desk @key(fields: "floor number") { floor: Int! number: ID! label: String! clerk: Clerk colour: String }
      type Clerk @key(fields: "id", resolvable: false) { id: ID! }
    `,
    ranks: `
      type Office @key(fields: "place { city country { iso } }") { place: Place! rank: Int best: Desk }
      type Place @shareable { country: Country! city: String! }
      type Country @shareable { iso: String! }
      type Desk @key(fields: "floor number", resolvable: false) { floor: Int! number: ID! }
    `,
  },
  rows: { Office: offices, Clerk: clerks, Desk: desks },
  resolvers: {
    Query: {
      offices: () => offices,
      office: (_, { code }) => find(offices, code, 'code'),
      clerk: (_, { id }) => find(clerks, id),
      clerks: () => [...clerks, null],
      desks: () => [[desks[0], desks[1]], null, [desks[2], null]],
    },
    Office: {
      staff: ({ staff }) => (staff as readonly string[]).map((id) => find(clerks, id)),
      best: ({ rank }) => (rank === 1 ? desks[0] : null),
    },
    Clerk: {
      desk: ({ id }) => find(desks, id, 'clerk'),
      office: (row) => find(offices, row['office'], 'code'),
    },
    Desk: { clerk: (row) => find(clerks, row['clerk']) },
  },
};
