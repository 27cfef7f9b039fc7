import { AlertActResolver } from './act.resolver.js';
import { AlertResolver, findAlertById } from './alert.resolver.js';
import { ALERT } from './cards.service.js';
import { createSupervisionHandlers } from './handlers.service.js';
import { supervisionEntities } from './supervision.entity.js';

export type { CardHit, CardSource } from './card-source.js';
export { printSupervisionStates } from './card-states-page.rules.js';
export { countOpenAlerts } from './read-alerts.service.js';
export { startSupervision, sweepCards } from './sweep-cards.service.js';
export type { SupervisionPlace } from './watch-case.service.js';

/** What modules.ts needs to know of this module. */
export const supervision = {
  entities: supervisionEntities,
  resolvers: [AlertResolver, AlertActResolver],
  references: { [ALERT]: findAlertById },
  createHandlers: createSupervisionHandlers,
} as const;
