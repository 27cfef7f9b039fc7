import { find, link, type ExampleSupergraph, type Row } from './example-supergraph.js';

const pages: readonly Row[] = [
  { __typename: 'Page', id: '1', title: 'Home', views: 10, owner: '1' },
  { __typename: 'Page', id: '2', title: null, views: null, owner: '2' },
];
const people: readonly Row[] = [
  { __typename: 'Person', id: '1', title: 'Dr', age: 40, best: { type: 'Page', id: '2' } },
  { __typename: 'Person', id: '2', title: 'Mx', age: null, best: { type: 'Group', id: '1' } },
];
const groups: readonly Row[] = [{ __typename: 'Group', id: '1', title: 'All', size: 2, members: ['1', '2'] }];
const kinds: Readonly<Record<string, readonly Row[]>> = { Page: pages, Person: people, Group: groups };
const refer = (type: string, id: string): Row | null => find(kinds[type] ?? [], id);

/** Unions whose members differ between subgraphs, in lists, in lists of lists, and inside each other. */
export const unions: ExampleSupergraph = {
  name: 'unions',
  subgraphs: {
    search: `
      type Query { search(text: String = "", only: [Kind!]): [Hit!]! table: [[Hit]!] first: Hit nothing: Hit }
      enum Kind { PAGE PERSON GROUP }
      union Hit = Page | Person | Group | Plain
      type Plain { title: String! near: [Hit] }
      type Page @key(fields: "id") { id: ID! }
      type Person @key(fields: "id") { id: ID! }
      type Group @key(fields: "id") { id: ID! members: [Member!] }
      union Member = Person | Page
    `,
    pages: `
      type Query { pages: [Page] }
      type Page @key(fields: "id") { id: ID! title: String views: Int owner: Member }
      type Group @key(fields: "id") { id: ID! title: String! }
      union Member = Person | Group
      type Person @key(fields: "id", resolvable: false) { id: ID! }
    `,
    people: `
      type Query { people: [Person!] }
      type Person @key(fields: "id") { id: ID! title: String age: Int best: Member favourite: Thing }
      type Group @key(fields: "id") { id: ID! size: Int }
      type Page @key(fields: "id", resolvable: false) { id: ID! }
      union Member = Page | Group
      union Thing = Person
    `,
  },
  rows: kinds,
  resolvers: {
    Query: {
      search: (_, { only }) => {
        const wanted = only as readonly string[] | null | undefined;
        const all = [pages[0], people[0], { __typename: 'Plain', title: 'plain' }, groups[0], people[1], pages[1]];
        return all.filter((hit) => !wanted || wanted.includes(String(hit?.['__typename']).toUpperCase()));
      },
      table: () => [[pages[1], null, people[1]], [], [{ __typename: 'Plain', title: 'cell' }]],
      first: () => people[0],
      nothing: () => null,
      pages: () => [pages[1], null, pages[0]],
      people: () => people,
    },
    Plain: {
      near: ({ title }) => (title === 'plain' ? [pages[0], null, { __typename: 'Plain', title: 'inner' }] : null),
    },
    Group: { members: () => [people[0], pages[0], people[1]] },
    Page: { owner: link([...people], 'owner') },
    Person: {
      best: ({ best }) => refer(String((best as Row)['type']), String((best as Row)['id'])),
      favourite: ({ id }) => (id === '1' ? people[1] : null),
    },
  },
};
