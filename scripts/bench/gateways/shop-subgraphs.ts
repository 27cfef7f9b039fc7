import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, parse } from 'graphql';
import { listingPage } from './listing-rows.js';
import { createShop, shippingEstimate, type Shop } from './shop-rows.js';
import type { Subgraph } from './subgraph.js';

const accounts = `
extend type Query { me: User user(id: ID!): User users: [User] }
type User @key(fields: "id") { id: ID! name: String username: String }
`;

const inventory = `
extend type Product @key(fields: "upc") {
  upc: String! @external
  weight: Int @external
  price: Int @external
  inStock: Boolean
  shippingEstimate: Int @requires(fields: "price weight")
}
`;

const listing = `
type ListingConnection { edges: [ListingEdge!]! pageInfo: ListingPageInfo! totalCount: Int! }
type ListingEdge { cursor: String! node: Listing! }
type ListingPageInfo { hasNextPage: Boolean! endCursor: String }
type Listing {
  id: ID! sku: String! title: String! summary: String! price: Int! stock: Int! region: String! isOpen: Boolean!
}
`;

const products = `
extend type Query { topProducts(first: Int): [Product] listings(first: Int!): ListingConnection! }
type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
${listing}`;

const reviews = `
type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
extend type User @key(fields: "id") { id: ID! @external username: String @external reviews: [Review] }
extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }
`;

/** The graph as one service would serve it: what a right answer is. */
export const shopReferenceSdl = `
type Query {
  me: User user(id: ID!): User users: [User] topProducts(first: Int): [Product] listings(first: Int!): ListingConnection!
}
type User { id: ID! name: String username: String reviews: [Review] }
type Product {
  upc: String! name: String price: Int weight: Int inStock: Boolean shippingEstimate: Int reviews: [Review]
}
type Review { id: ID! body: String author: User product: Product }
${listing}`;

/** Values of the root fields of the whole shop. */
export function shopRoot(shop: Shop): Readonly<Record<string, unknown>> {
  return {
    me: () => shop.users.at(-1),
    user: ({ id }: { readonly id: string }) => shop.users.find((user) => user.id === id),
    users: () => shop.users,
    topProducts: ({ first = 5 }: { readonly first?: number }) => shop.products.slice(0, first),
    listings: ({ first }: { readonly first: number }) => listingPage(first),
  };
}

/** The four subgraphs of the well-known federation benchmark, over rows of our own. */
export function createShopSubgraphs(): readonly Subgraph[] {
  const shop = createShop();
  const rootValue = shopRoot(shop);
  const productOf = ({ upc }: ProductReference) => shop.products.find((product) => product.upc === upc);
  const known = {
    User: { __resolveReference: ({ id }: Reference) => shop.users.find((user) => user.id === id) },
    Product: { __resolveReference: productOf },
    Review: { __resolveReference: ({ id }: Reference) => shop.reviews.find((review) => review.id === id) },
  };
  // From what the gateway hands over, so that a gateway that does not send what the field requires answers wrongly.
  const estimated = {
    __resolveReference: (reference: ProductReference) => ({ ...productOf(reference), ...reference }),
    shippingEstimate: ({ price, weight }: Required<ProductReference>) => shippingEstimate(price, weight),
  };
  return [
    { name: 'accounts', sdl: accounts, schema: build(accounts, { User: known.User }), rootValue },
    { name: 'inventory', sdl: inventory, schema: build(inventory, { Product: estimated }) },
    { name: 'products', sdl: products, schema: build(products, { Product: known.Product }), rootValue },
    { name: 'reviews', sdl: reviews, schema: build(reviews, known) },
  ];
}

interface Reference {
  readonly id: string;
}

interface ProductReference {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}

type Module = Exclude<Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number], DocumentNode>;

function build(sdl: string, resolvers: NonNullable<Module['resolvers']>): Subgraph['schema'] {
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
}
