import { AuthorityEntity, ServiceItemEntity } from './catalogue.entity.js';
import { CatalogueResolver, findServiceItem } from './catalogue.resolver.js';
import { ReaderUnitResolver } from './reader-unit.resolver.js';

export { type AspectChange, amendAspect } from './amend-aspect.rules.js';
export { amendItem, findItemOf, isUnitOf, rulesOf } from './amend-item.service.js';
export { aspectOf, aspectsOf, type ItemAspectValue, type ItemRules } from '../../shared/aspects.rules.js';
export { Authority, getAuthority } from './authority.resolver.js';
export type {
  AuthorityRow,
  CatalogueTables,
  CrossRegionRecord,
  FeeRecord,
  MaterialRecord,
  ScenarioRecord,
  ServiceItemRow,
  WindowRecord,
} from './catalogue.entity.js';
export { findServiceItem } from './catalogue.resolver.js';
export { findImplementation, findItem as findServiceItemRow } from './catalogue.service.js';
export { Fee, ItemResult, Material, Scenario, TimeLimit } from './guide.resolver.js';
export { ServiceItem, serviceItemElsewhere } from './item.resolver.js';
export { findScenario, materialsIn } from './scenario.rules.js';

/** What modules.ts needs to know of this module. */
export const catalogue = {
  entities: [AuthorityEntity, ServiceItemEntity],
  resolvers: [CatalogueResolver, ReaderUnitResolver],
  references: { ServiceItem: findServiceItem },
} as const;
