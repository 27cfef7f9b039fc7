import type { AuthCheckerFn } from 'type-graphql';
import { isAction } from '../../../schema/authority-matrix.js';
import { refuseAction } from '../../shared/refuse-action.js';
import type { ProvinceContext } from '../context.js';

/**
 * Answers for every field with `@Allow`, whatever the gateway has checked already: whoever reaches this port with a
 * valid passport is judged again, by the same matrix.
 */
export const checkAuthority: AuthCheckerFn<ProvinceContext> = ({ context }, asked) => {
  for (const action of asked) {
    if (!isAction(action)) throw new Error(`${action} is no action of the authority matrix.`);
    const refusal = refuseAction(action, context.caller, context.province.code);
    if (refusal !== undefined) throw refusal;
  }
  return true;
};
