import { CaseEntity, CaseStepEntity } from './case.entity.js';
import { CaseResolver, findCaseById } from './case.resolver.js';

export { printCaseStates } from './case-states-page.rules.js';
export type { EnvelopeEvent } from './machine/vocabulary.rules.js';
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
  entities: [CaseEntity, CaseStepEntity],
  resolvers: [CaseResolver],
  references: { Case: findCaseById },
} as const;
