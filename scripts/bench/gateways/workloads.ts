import { buildSchema, graphqlSync, type GraphQLSchema } from 'graphql';
import { itemPage } from '../item-page.js';
import { checkAgainst, hasData } from './check-answer.js';
import { codes, servicesOf, type GraphName } from './graphs.js';
import { sideBySide } from './province-subgraphs.js';
import { createShop } from './shop-rows.js';
import { shopReferenceSdl, shopRoot } from './shop-subgraphs.js';

/** One question to a gateway, and what tells a right answer. */
export interface Question {
  /** The request body. */
  readonly body: string;
  /** Throws unless the answer is right. */
  readonly check: (answer: Buffer) => void;
}

/** Something that gateways are measured at. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly graph: 'shop' | 'provinces';
  readonly document: string;
}

const fragments = `
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }`;

const nested = `
query Nested {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews {
    ...Review product { ...Product }
  } } } } } }
  topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
}${fragments}`;

const listing = '{ cursor node { id sku title summary price stock region isOpen } }';

/** What is measured by asking the same again and again; the storm comes beside. */
export const workloads: readonly Workload[] = [
  { name: 'a', title: 'the well-known federation benchmark', graph: 'shop', document: nested },
  {
    name: 'b',
    title: 'a small query with one entity hop',
    graph: 'shop',
    document: '{ topProducts(first: 3) { upc name inStock } }',
  },
  {
    name: 'c',
    title: 'a list of 1,550 edges',
    graph: 'shop',
    document: `{ listings(first: 1550) { edges ${listing} pageInfo { hasNextPage endCursor } totalCount } }`,
  },
  { name: 'd', title: 'the first page of 31 provinces', graph: 'provinces', document: itemPage },
];

/**
 * A document that no gateway has seen, with as much to plan as (a) and next to nothing to fetch: what is nested most
 * lies below an empty list and nobody. Equal salts give equal documents.
 */
export function coldDocument(salt: string): string {
  const authors = 'reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }';
  return `query Cold${salt} {
    nobody${salt}: user(id: "none") { ...User reviews { ...Review product { ...Product ${authors} } } }
    none${salt}: topProducts(first: 0) { ...Product ${authors} }
    me${salt}: me { ...User reviews { ...Review } }
  }${fragments}`;
}

const shopSchema = buildSchema(shopReferenceSdl);
const shopRows = shopRoot(createShop());

/** A question to the shop, whose right answer is what one service with all rows would say. */
export function shopQuestion(document: string): Question {
  return { body: JSON.stringify({ query: document }), check: checkAgainst(hasData(answerOf(document))) };
}

function answerOf(document: string): unknown {
  return run(shopSchema, document, shopRows);
}

/** The question of a workload, as a graph can be asked. */
export function questionOf({ graph, document }: Workload, actual: GraphName): Question {
  if (graph === 'shop') return shopQuestion(document);
  if (actual === 'lists') {
    const query = sideBySide(codes);
    return { body: JSON.stringify({ query }), check: checkAgainst(hasData(sideBySideAnswer())) };
  }
  return { body: JSON.stringify({ query: document }), check: checkAgainst(isGatheredPage) };
}

function sideBySideAnswer(): unknown {
  const answers = servicesOf('lists').map(({ schema, rootValue }, index) => {
    return run(schema, sideBySide(codes.slice(index, index + 1)), rootValue ?? {});
  });
  return Object.assign({}, ...answers) as unknown;
}

function run(schema: GraphQLSchema, source: string, rootValue: object): object {
  const { data, errors } = graphqlSync({ schema, source, rootValue });
  if (data === null || data === undefined || errors !== undefined) throw new Error(String(errors?.[0]));
  return data;
}

interface GatheredPage {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly totalCount: number;
  readonly coverage: { readonly exact: boolean };
}

/** 50 different rows out of those of all provinces, which have the same number each, and nobody missing. */
function isGatheredPage(answer: unknown): boolean {
  const { data, errors } = answer as { readonly data?: { readonly serviceItems: GatheredPage }; errors?: unknown };
  if (errors !== undefined || data === undefined) return false;
  const { edges, totalCount, coverage } = data.serviceItems;
  const ids = new Set(edges.map(({ node }) => node.id));
  return ids.size === 50 && totalCount % codes.length === 0 && totalCount > 50 && coverage.exact;
}
