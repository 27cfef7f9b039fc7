import { ChallengeResolver } from './challenge.resolver.js';
import { sealedSteps } from './challenge.service.js';
import { TrailResolver } from './trail.resolver.js';
import {
  AccessChallengeEntity,
  AccessChallengeStepEntity,
  AccessEntryEntity,
  AccessHeadEntity,
} from './trail.entity.js';

export { type Access, commitAccess, recordAccess, recordAccessIn, type TrailDesk } from './commit-access.service.js';
export type { AccessEntry, FieldClassCode, Reader } from './trail.rules.js';
export { AccessReader, AccessTrailEntry } from './trail-type.resolver.js';

/** What modules.ts needs to know of this module. */
export const trail = {
  entities: [AccessEntryEntity, AccessHeadEntity, AccessChallengeEntity, AccessChallengeStepEntity],
  resolvers: [TrailResolver, ChallengeResolver],
  references: {},
  sealed: [sealedSteps],
} as const;
