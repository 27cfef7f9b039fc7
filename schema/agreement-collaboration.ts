import { isProvinceCode } from './global-id.js';

const PREFIX = 'XY-';

/** The collaboration in which an agreement is negotiated: one for each number, with one chain for each pair. */
export function agreementCollaboration(number: string): string {
  return `${PREFIX}${number}`;
}

/** The letter code that the number of an agreement begins with, that of its keeper; empty where it begins with none. */
export function keeperOf(number: string): string {
  return number.slice(0, Math.max(0, number.indexOf('-')));
}

/** The letter code of the province that keeps the agreement of a collaboration; undefined when it is none of one. */
export function keeperOfCollaboration(collaborationNo: unknown): string | undefined {
  if (typeof collaborationNo !== 'string' || !collaborationNo.startsWith(PREFIX)) return undefined;
  const keeper = keeperOf(collaborationNo.slice(PREFIX.length));
  return isProvinceCode(keeper) ? keeper : undefined;
}
