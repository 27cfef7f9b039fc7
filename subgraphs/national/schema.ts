import { buildSubgraph, type Subgraph } from '../server/build-schema.js';
import { CodeListResolver } from './code-list.resolver.js';
import type { NationalContext } from './context.js';
import { ProvinceResolver, RegionResolver } from './province.resolver.js';
import { standardItemCode } from './standard-item-type.resolver.js';
import { StandardItemResolver } from './standard-item.resolver.js';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

/** Builds the national subgraph: provinces, regions, the catalogue of standard items, and the code lists. */
export function buildNationalSchema(): Subgraph {
  return buildSubgraph<NationalContext>({
    resolvers: [ProvinceResolver, RegionResolver, StandardItemResolver, CodeListResolver],
    header,
    references: {
      Province: ({ code }, { loaders }) => (typeof code === 'string' ? loaders.province.load(code) : null),
      StandardItem: ({ id }, { loaders }) => loaders.standardItem.load(standardItemCode(id)),
    },
  });
}
