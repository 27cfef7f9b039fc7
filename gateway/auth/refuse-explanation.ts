import type { Role } from '../../schema/roles.js';
import { Fault } from '../errors.js';
import type { Identity } from '../../schema/identity.js';

/** Who may ask how an answer came about: nobody, everybody, or those whose task it is to know. */
export type ExplanationRule = 'nobody' | 'everybody' | 'roles';

// Which provinces were asked, how long each took and how many rows it sent is of use to whoever runs or watches the
// federation, and to whoever looks for its weak places.
const ROLES: readonly Role[] = ['operator', 'analyst', 'supervisor'];

/** Why a caller may not have answers explained, or undefined when he may. */
export function refuseExplanation(rule: ExplanationRule, identity: Identity | undefined): Fault | undefined {
  switch (rule) {
    case 'everybody':
      return undefined;
    case 'nobody':
      return new Fault('BAD_REQUEST', 'This gateway does not explain its answers.');
    case 'roles': {
      if (identity?.role !== undefined && ROLES.includes(identity.role)) return undefined;
      const code = identity === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      return new Fault(code, `Explanations are for the roles ${ROLES.join(', ')}.`);
    }
  }
}
