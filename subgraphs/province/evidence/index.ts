import { EvidenceCommandResolver } from './evidence-command.resolver.js';
import { evidenceEntities } from './evidence.entity.js';
import { EvidenceResolver } from './evidence.resolver.js';
import { createEvidenceHandlers } from './handlers.service.js';
import { sealedRequests } from './seal-content.service.js';

export { printEvidenceStates } from './evidence-states-page.rules.js';
export type { EvidenceTables, OfferRow } from './evidence.entity.js';
export { releaseDue } from './release.service.js';
export type { EvidencePlace } from './request.service.js';
export { startEvidence, sweepEvidence } from './sweep-evidence.service.js';

/** What modules.ts needs to know of this module. */
export const evidence = {
  entities: evidenceEntities,
  resolvers: [EvidenceResolver, EvidenceCommandResolver],
  references: {},
  createHandlers: createEvidenceHandlers,
  sealed: [sealedRequests],
} as const;
