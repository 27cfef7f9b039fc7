import { find, link, type ExampleSupergraph, type Row } from './example-supergraph.js';

const books: readonly Row[] = [
  {
    __typename: 'Book',
    id: '1',
    title: 'Dream',
    pages: 900,
    secret: 's',
    price: { amount: 3, currency: 'CNY' },
    author: '1',
  },
  { __typename: 'Book', id: '2', title: 'West', pages: null, secret: 't', price: null, author: '2' },
];
const authors: readonly Row[] = [
  { __typename: 'Author', id: '1', name: 'Cao', born: 1715 },
  { __typename: 'Author', id: '2', name: 'Wu', born: null },
];

/** What several subgraphs can answer: shared values and roots, provided and overridden fields, hidden ones. */
export const sharing: ExampleSupergraph = {
  name: 'sharing',
  subgraphs: {
    catalogue: `
      type Query { books: [Book!]! @shareable book(id: ID!): Book @shareable hello: String @shareable }
      type Book @key(fields: "id") {
        id: ID! title: String @shareable pages: Int secret: String @inaccessible price: Price @shareable
        author: Author @provides(fields: "name")
      }
      type Price @shareable { amount: Int! currency: String }
      type Author @key(fields: "id") { id: ID! name: String @external }
    `,
    stock: `
      type Query { books: [Book!]! @shareable book(id: ID!): Book @shareable hello: String @shareable onlyStock: [Book] }
      type Book @key(fields: "id") {
        id: ID! title: String @shareable pages: Int @override(from: "catalogue") price: Price @shareable count: Int
        secret: String @external code: String @requires(fields: "secret")
      }
      type Price @shareable { amount: Int! currency: String }
    `,
    authors: `
      type Query { authors: [Author] }
      type Author @key(fields: "id") { id: ID! name: String @shareable born: Int books: [Book!] }
      type Book @key(fields: "id") { id: ID! }
    `,
  },
  rows: { Book: books, Author: authors },
  resolvers: {
    Query: {
      books: () => books,
      book: (_, { id }) => find(books, id),
      hello: () => 'hello',
      onlyStock: () => [books[1], null, books[0]],
      authors: () => authors,
    },
    Book: {
      author: link(authors, 'author'),
      count: ({ id }) => Number(id) * 7,
      code: ({ secret }) => `<${String(secret)}>`,
    },
    Author: { books: ({ id }) => books.filter(({ author }) => author === id) },
  },
};
