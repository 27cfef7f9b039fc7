import { TrailCaseResolver } from './trail-case.resolver.js';
import { CaseEntity, CaseStepEntity } from './case.entity.js';
import { CaseMaterialResolver } from './case-material.resolver.js';
import { CaseResolver, findCaseById } from './case.resolver.js';
import { CaseEventResolver } from './feed/case-event.resolver.js';
import { CaseFeedEntity } from './feed/feed.entity.js';
import { CommandResolver, findLegById } from './handling/command.resolver.js';
import { handlingEntities } from './handling/handling.entity.js';
import { createCaseHandlers } from './handling/letters.service.js';
import { GuideResolver } from './linkage/guide.resolver.js';
import { PreflightEntity } from './linkage/preflight.entity.js';
import { findPreflightById, PreflightResolver } from './linkage/preflight.resolver.js';

export {
  type CaseNews,
  casesWithNews,
  findPlacesOfCase,
  findUnitOfLeg,
  type NewsOfCase,
  takeNews,
} from './handling/case-news.service.js';
export { bringPiece, type CaseNeeds, findCaseNeeds } from './handling/case-needs.service.js';
export { type FiledCase, type FiledLeg, findFiledCase } from './handling/filed-case.service.js';
export { findMeasuredCase, type MeasuredCase, type MeasuredLeg } from './handling/measured-case.service.js';
export {
  type LegHistory,
  listOpenLegs,
  type OpenLeg,
  type Period,
  readLegHistories,
  readLegsOf,
} from './handling/leg-history.service.js';
export { startFeed } from './feed/follow-feed.service.js';
export { startSweep, sweepClocks } from './handling/sweep-clocks.service.js';
export { Cure } from './handling/refusal.resolver.js';
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
export { groundOfView } from './applicant.service.js';
export { type CaseBetween, findCaseBetween, viewForCase } from './holder-view.service.js';
export { countOpenCases } from './open-cases.service.js';
export { findPreflight } from './linkage/preflight.service.js';

/** What modules.ts needs to know of this module. */
export const cases = {
  entities: [CaseEntity, CaseStepEntity, ...handlingEntities, CaseFeedEntity, PreflightEntity],
  resolvers: [
    TrailCaseResolver,
    CaseResolver,
    CaseEventResolver,
    CaseMaterialResolver,
    CommandResolver,
    GuideResolver,
    PreflightResolver,
  ],
  references: { Case: findCaseById, Leg: findLegById, Preflight: findPreflightById },
  createHandlers: createCaseHandlers,
} as const;
