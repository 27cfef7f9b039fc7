import { agreementEntities } from './agreement.entity.js';
import { AgreementCommandResolver } from './graph/command.resolver.js';
import { AgreementResolver, findAgreementById } from './graph/agreement.resolver.js';
import { createAgreementHandlers } from './letters.service.js';

export type { AgreementTables } from './agreement.entity.js';
export { printAgreementStates } from './agreement-states-page.rules.js';
export type { AgreementPlace } from './bureau.service.js';
export { amendAgreement, proposeAgreement } from './commands.service.js';
export type { CommandOutcome as AgreementOutcome } from './command.service.js';
export { Agreement } from './graph/agreement-type.resolver.js';
export { findPartiesOfAgreement, grantLimits } from './grant-limits.service.js';
export { AgreementLifeRefusal } from './graph/refusal-type.resolver.js';
export { findAgreementById };
export { placeOf as agreementPlaceOf } from './read-agreements.service.js';
export { fillShelf } from './shelf.service.js';
export { startAgreements, sweepAgreements } from './sweep-agreements.service.js';

/** What modules.ts needs to know of this module. */
export const agreements = {
  entities: agreementEntities,
  resolvers: [AgreementResolver, AgreementCommandResolver],
  references: { Agreement: findAgreementById },
  createHandlers: createAgreementHandlers,
} as const;
