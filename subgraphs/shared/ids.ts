import { formatGlobalId, isProvinceCode, NATION, parseGlobalId } from '../../schema/global-id.js';
import { SubgraphError } from '../server/errors.js';

const STANDARD_ITEM = 'StandardItem';

/** The type that an id of this province names; refuses with BAD_ID what is malformed or of another province. */
export function typeOfOwnId(id: string, province: string): string {
  const parts = parseGlobalId(id);
  if (parts?.province !== province) throw new SubgraphError('BAD_ID', `The id is not one of the province ${province}.`);
  return parts.type;
}

/** Refuses with BAD_ID unless `id` names something of `type` in `province`. Whether it exists is another question. */
export function assertOwnId(id: string, type: string, province: string): void {
  if (typeOfOwnId(id, province) !== type) throw new SubgraphError('BAD_ID', `The id is not one of a ${type}.`);
}

/** The code of the national item that an id names; refuses with BAD_ID any other id. */
export function parseStandardItemId(id: string): string {
  const parts = parseGlobalId(id);
  if (parts?.province !== NATION || parts.type !== STANDARD_ITEM) {
    throw new SubgraphError('BAD_ID', 'The id is not one of a national item.');
  }
  return parts.local;
}

/** The global id of a national item. */
export function standardItemId(code: string): string {
  return formatGlobalId({ province: NATION, type: STANDARD_ITEM, local: code });
}

/** The owner part of an id of ours. */
export function ownerOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

/** A province code that a client gave as an argument; refuses with BAD_USER_INPUT what cannot be one. */
export function parseProvinceCode(code: string): string {
  if (!isProvinceCode(code)) throw new SubgraphError('BAD_USER_INPUT', 'An argument is not the code of a province.');
  return code;
}

/** True unless `provinces` narrows a question to other provinces than this one. */
export function isAsked(provinces: readonly string[] | null | undefined, province: string): boolean {
  return provinces?.includes(province) ?? true;
}

/** Refuses with BAD_ID a question to another province than this one. */
export function assertOwnProvince(asked: string, province: string): void {
  if (asked !== province) throw new SubgraphError('BAD_ID', 'Another province is asked.');
}
