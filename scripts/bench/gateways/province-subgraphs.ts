import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createItemContract } from '../item-rows.js';
import type { Subgraph } from './subgraph.js';

/**
 * The provinces as ordinary federation can have them: one subgraph each, with a root field and types of its own, since
 * no federation merges the rows of several subgraphs.
 */
export function createProvinceSubgraphs(codes: readonly string[]): readonly Subgraph[] {
  const contract = createItemContract();
  return codes.map((code) => {
    const { serviceItems } = contract.rootValue(code, codes);
    const sdl = sdlOf(code);
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: {} }]);
    return {
      name: `province-${code.toLowerCase()}`,
      sdl,
      schema,
      rootValue: { [`serviceItems${code}`]: serviceItems },
    };
  });
}

/** The question that comes nearest to a gathered page: the first page of each province, side by side. */
export function sideBySide(codes: readonly string[]): string {
  return `{ ${codes.map((code) => `${code}: ${provincePage(code)}`).join(' ')} }`;
}

function provincePage(code: string): string {
  const node = 'id nameZh mode promisedLimit { value unit }';
  return `serviceItems${code}(first: 50) { edges { cursor node { ${node} } } pageInfo { hasNextPage endCursor } totalCount }`;
}

function sdlOf(code: string): string {
  return `
extend type Query { serviceItems${code}(first: Int!): ItemPage${code}! }
type ItemPage${code} { edges: [ItemEdge${code}!]! pageInfo: ItemPageInfo${code}! totalCount: Int! }
type ItemEdge${code} { cursor: String! node: Item${code}! }
type ItemPageInfo${code} { hasNextPage: Boolean! endCursor: String }
type Item${code} { id: ID! nameZh: String! mode: String! promisedLimit: Limit${code} }
type Limit${code} { value: Int! unit: String! }
`;
}
