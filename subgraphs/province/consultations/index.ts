import { AlignmentResolver } from './alignment/alignment.resolver.js';
import { ConsultationCommandResolver } from './command.resolver.js';
import { findConsultation } from './consultation-type.resolver.js';
import { consultationEntities } from './consultation.entity.js';
import { ConsultationResolver } from './consultation.resolver.js';
import { FaqResolver } from './faq.resolver.js';
import { createConsultationHandlers } from './handlers.service.js';
import { sealedThreads } from './texts.service.js';

export { printConsultationStates } from './consultation-states-page.rules.js';
export type { ConsultationTables } from './consultation.entity.js';
export { startConsultations, sweepConsultations } from './sweep-consultations.service.js';

/** What modules.ts needs to know of this module. */
export const consultations = {
  entities: consultationEntities,
  resolvers: [ConsultationResolver, ConsultationCommandResolver, AlignmentResolver, FaqResolver],
  references: {
    Consultation: (id: string, context: Parameters<typeof findConsultation>[1]) => findConsultation(id, context),
  },
  createHandlers: createConsultationHandlers,
  sealed: sealedThreads,
} as const;
