import { provinceCodes } from '../province-codes.js';
import { createItemContract } from '../item-rows.js';
import { createProvinceSubgraphs } from './province-subgraphs.js';
import { createShopSubgraphs } from './shop-subgraphs.js';
import type { Subgraph } from './subgraph.js';

/** `shop`: the well-known benchmark. `provinces`: our contract. `lists`: what peers can have instead of it. */
export type GraphName = 'shop' | 'provinces' | 'lists';

/** The provinces of the comparison: those that there are. */
export const codes = provinceCodes(31);

/** The services behind a graph. Those of `provinces` are no subgraphs, but provinces that serve one contract. */
export function servicesOf(graph: GraphName): readonly Subgraph[] {
  if (graph === 'shop') return createShopSubgraphs();
  if (graph === 'lists') return createProvinceSubgraphs(codes);
  const contract = createItemContract();
  return codes.map((code) => ({
    name: code,
    sdl: '',
    schema: contract.schema,
    rootValue: contract.rootValue(code, codes),
  }));
}
