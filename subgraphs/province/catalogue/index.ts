import { AuthorityEntity, ServiceItemEntity } from './catalogue.entity.js';
import { CatalogueResolver, findServiceItem } from './catalogue.resolver.js';

export { Authority, getAuthority } from './authority.resolver.js';
export type {
  AuthorityRow,
  CatalogueTables,
  CrossRegionRecord,
  FeeRecord,
  MaterialRecord,
  ServiceItemRow,
  WindowRecord,
} from './catalogue.entity.js';
export { findServiceItem } from './catalogue.resolver.js';
export { ServiceItem } from './item.resolver.js';

/** What modules.ts needs to know of this module. */
export const catalogue = {
  entities: [AuthorityEntity, ServiceItemEntity],
  resolvers: [CatalogueResolver],
  references: { ServiceItem: findServiceItem },
} as const;
