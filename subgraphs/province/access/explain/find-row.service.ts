import { parseGlobalId } from '../../../../schema/global-id.js';
import type { ProvinceContext } from '../../context.js';
import { isOwnCase } from '../own-case.service.js';
import type { GivenArguments } from '../ground.js';
import type { FieldFinding } from './explanation-type.resolver.js';

/**
 * What the case that a query names is to the caller; null when it names none of this province. What is not his and what
 * is not there cannot be told apart.
 */
export async function findRow(context: ProvinceContext, given: GivenArguments): Promise<FieldFinding['row']> {
  const id = textsIn(given).find((text) => {
    const parts = parseGlobalId(text);
    return parts?.province === context.province.code && parts.type === 'Case';
  });
  if (id === undefined) return null;
  return (await isOwnCase(context, id)) ? 'OWN' : 'NOT_SHOWN';
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
