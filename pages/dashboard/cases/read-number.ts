import { parseCollaborationNo } from '../../../schema/collaboration-no.js';
import { letterCodes } from '../../../schema/province-codes.js';

/** What somebody typed: a number that can be traced, or why it is none. */
export type NumberTyped =
  | { readonly kind: 'number'; readonly collaborationNo: string; readonly origin: string }
  | { readonly kind: 'empty' | 'form' | 'check' | 'origin' };

/**
 * Reads a collaboration number as people type it: small letters, spaces and hyphens do not matter. A wrong character is
 * told here by the check character, before anybody is asked.
 */
export function readNumber(typed: string): NumberTyped {
  const text = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (text === '') return { kind: 'empty' };
  if (!/^KS\d{22}[\dA-Z]$/.test(text)) return { kind: 'form' };
  const parsed = parseCollaborationNo(text);
  if (parsed === undefined) return { kind: 'check' };
  const origin = letterCodes.get(parsed.gbCode);
  return origin === undefined ? { kind: 'origin' } : { kind: 'number', collaborationNo: text, origin };
}
