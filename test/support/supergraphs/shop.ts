import { find, link, type ExampleSupergraph, type Row } from './example-supergraph.js';

const users: readonly Row[] = [
  { __typename: 'User', id: '1', name: 'Ada', username: 'ada' },
  { __typename: 'User', id: '2', name: null, username: 'wang' },
];
const products: readonly Row[] = [
  { __typename: 'Product', upc: '1', name: 'Table', price: 899, weight: 100, inStock: true },
  { __typename: 'Product', upc: '2', name: 'Couch', price: 1299, weight: 1000, inStock: false },
  { __typename: 'Product', upc: '3', name: null, price: null, weight: 50, inStock: null },
];
const reviews: readonly Row[] = [
  { __typename: 'Review', id: '1', body: 'Love it', author: '1', product: '1' },
  { __typename: 'Review', id: '2', body: null, author: '1', product: '2' },
  { __typename: 'Review', id: '3', body: 'Fine', author: '2', product: '1' },
  { __typename: 'Review', id: '4', body: 'Bad', author: '2', product: '3' },
];

/** Accounts, inventory, products and reviews: the shape by which gateways are compared. */
export const shop: ExampleSupergraph = {
  name: 'shop',
  subgraphs: {
    accounts: `
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable }
    `,
    inventory: `
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }
    `,
    products: `
      type Query { topProducts(first: Int = 5): [Product] product(upc: String!): Product }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
    `,
    reviews: `
      type Query { reviews: [Review!]! }
      type Review @key(fields: "id") {
        id: ID! body: String author: User @provides(fields: "username") product: Product
      }
      type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }
    `,
  },
  rows: { User: users, Product: products, Review: reviews },
  resolvers: {
    Query: {
      me: () => users[0],
      user: (_, { id }) => find(users, id),
      users: () => users,
      topProducts: (_, { first }) => products.slice(0, typeof first === 'number' ? Math.max(0, first) : undefined),
      product: (_, { upc }) => find(products, upc, 'upc'),
      reviews: () => reviews,
    },
    User: {
      reviews: ({ id }) => reviews.filter(({ author }) => author === id),
      numberOfReviews: ({ id }) => reviews.filter(({ author }) => author === id).length,
    },
    Product: {
      reviews: ({ upc }) => reviews.filter(({ product }) => product === upc),
      shippingEstimate: ({ price, weight }) =>
        typeof price !== 'number' || price > 1000 ? 0 : Math.floor(Number(weight) / 2),
    },
    Review: { author: link(users, 'author'), product: (row) => find(products, row['product'], 'upc') },
  },
};
