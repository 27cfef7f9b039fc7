import { CaseEntity, CaseStepEntity } from './case.entity.js';
import { CaseResolver, findCaseById } from './case.resolver.js';
import { handlingEntities } from './handling/handling.entity.js';

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

/** What modules.ts needs to know of this module. */
export const cases = {
  entities: [CaseEntity, CaseStepEntity, ...handlingEntities],
  resolvers: [CaseResolver],
  references: { Case: findCaseById },
} as const;
