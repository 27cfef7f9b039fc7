import { Fault } from '../errors.js';
import type { Identity } from '../../schema/identity.js';

/** To whom the schema is shown: to everybody, to callers with a token, or to nobody. */
export const introspectionRules = ['open', 'known', 'off'] as const;

export type IntrospectionRule = (typeof introspectionRules)[number];

/** Why a caller may not see the schema, or undefined when he may. */
export function refuseSchema(rule: IntrospectionRule, identity: Identity | undefined): Fault | undefined {
  switch (rule) {
    case 'open':
      return undefined;
    case 'known':
      return identity === undefined
        ? new Fault('UNAUTHENTICATED', 'The schema is shown to callers with a valid token.')
        : undefined;
    case 'off':
      return new Fault('FORBIDDEN', 'The schema is not shown here.');
  }
}
