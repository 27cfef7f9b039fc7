import { CaseEntity, CaseStepEntity } from './case.entity.js';
import { CaseResolver, findCaseById } from './case.resolver.js';
import { CommandResolver, findLegById } from './handling/command.resolver.js';
import { handlingEntities } from './handling/handling.entity.js';
import { createCaseHandlers } from './handling/letters.service.js';
import { GuideResolver } from './linkage/guide.resolver.js';
import { PreflightEntity } from './linkage/preflight.entity.js';
import { findPreflightById, PreflightResolver } from './linkage/preflight.resolver.js';

export { type FiledCase, type FiledLeg, findFiledCase } from './handling/filed-case.service.js';
export { startSweep, sweepClocks } from './handling/sweep-clocks.service.js';
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
export { findPreflight } from './linkage/preflight.service.js';

/** What modules.ts needs to know of this module. */
export const cases = {
  entities: [CaseEntity, CaseStepEntity, ...handlingEntities, PreflightEntity],
  resolvers: [CaseResolver, CommandResolver, GuideResolver, PreflightResolver],
  references: { Case: findCaseById, Leg: findLegById, Preflight: findPreflightById },
  createHandlers: createCaseHandlers,
} as const;
