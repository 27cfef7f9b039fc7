import { parseGlobalId } from '../../schema/global-id.js';
import { originOf } from '../../schema/province-codes.js';

/** A text in any argument that makes an answer a refusal, where there is one. */
export const REFUSE = 'refuse';

type Arguments = Readonly<Record<string, unknown>>;

/** Whether somebody wants to see how an expected no looks. */
export function wantsRefusal(args: Arguments): boolean {
  return valuesOf(args).some(([, value]) => value === REFUSE);
}

/** The province that alone can answer: that of an id, of a collaboration number, or one that is named for itself. */
export function findOwner(args: Arguments): string | undefined {
  for (const [name, value] of valuesOf(args)) {
    const { province } = parseGlobalId(value) ?? {};
    if (province !== undefined && province !== 'CN') return province;
    if (name === 'province' || name === 'handlingProvince') return value;
    const origin = name === 'collaborationNo' ? originOf(value) : undefined;
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/** Texts in arguments and in their inputs, with their names. */
function valuesOf(args: Arguments): readonly (readonly [string, string])[] {
  return Object.entries(args).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    if (typeof value === 'string') return [[name, value]];
    const isInput = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isInput ? valuesOf(value as Arguments) : [];
  });
}
