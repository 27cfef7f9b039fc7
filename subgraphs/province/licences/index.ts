import { LicenceCommandResolver } from './command.resolver.js';
import { findCopyById } from './copy-type.resolver.js';
import { sealedLicences } from './issue-licence.service.js';
import { AnnotatedCopyEntity, LicenceEntity } from './licence.entity.js';
import { findLicenceById, LicenceResolver } from './licence.resolver.js';
import { VerificationResolver } from './verification.resolver.js';

export { findBrokenChains } from './chain.rules.js';
export { createLicenceIssuer, lastDay, numberOf, sealHolder } from './issue-licence.service.js';
export { keepCopy } from './keep-copy.service.js';
export type { ExtensionEntry, LicenceRow, LicenceTables } from './licence.entity.js';
export { findLicencesInForce, type LicenceProof, readProof } from './proof.service.js';
export { definerCode, type LicenceType, licenceTypes } from './licence-types.rules.js';

/** What modules.ts needs to know of this module. */
export const licences = {
  entities: [LicenceEntity, AnnotatedCopyEntity],
  resolvers: [LicenceResolver, LicenceCommandResolver, VerificationResolver],
  references: { Licence: findLicenceById, AnnotatedCopy: findCopyById },
  sealed: [sealedLicences],
} as const;
