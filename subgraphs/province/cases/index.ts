import { CaseEntity, CaseStepEntity } from './case.entity.js';
import { CaseResolver, findCaseById } from './case.resolver.js';
import { GuideResolver } from './linkage/guide.resolver.js';
import { PreflightEntity } from './linkage/preflight.entity.js';
import { findPreflightById, PreflightResolver } from './linkage/preflight.resolver.js';

export { printCaseStates } from './case-states-page.rules.js';
export type {
  AcceptanceRecord,
  CaseMaterialRecord,
  CaseRow,
  CaseStepRow,
  CaseTables,
  CompletionRecord,
  SpecialProcedureRecord,
} from './case.entity.js';
export { findPreflight } from './linkage/preflight.service.js';

/** What modules.ts needs to know of this module. */
export const cases = {
  entities: [CaseEntity, CaseStepEntity, PreflightEntity],
  resolvers: [CaseResolver, GuideResolver, PreflightResolver],
  references: { Case: findCaseById, Preflight: findPreflightById },
} as const;
