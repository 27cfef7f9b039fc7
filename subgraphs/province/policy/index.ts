import { PolicyChangeEntity } from './policy.entity.js';
import { PolicyResolver } from './policy.resolver.js';

export { printPolicy } from './policy-page.rules.js';
export { type Policy, readPast, readPolicy } from './read-policy.service.js';

/** What modules.ts needs to know of this module. */
export const policy = { entities: [PolicyChangeEntity], resolvers: [PolicyResolver], references: {} } as const;
