import { Extensions } from 'type-graphql';
import type { AccessBasisKind } from '../../../schema/trail-lists.js';
import type { ProvinceContext } from '../context.js';
import type { Decider } from './decider.rules.js';

/** What a protected field gives a caller, and what decides about that; found out without reading anything. */
export interface Ground {
  /** In clear, masks, nothing since the row is not his or not there; or refused by what decides. */
  readonly gives: 'CLEAR' | 'MASKED' | 'NOTHING' | 'REFUSED';
  /** Null where the action alone decides. */
  readonly decidedBy: Decider | null;
}

/** What the root field that a query begins with was given. */
export type GivenArguments = Readonly<Record<string, unknown>>;

/** Finds what a field rests on for the caller; undefined when the arguments do not name the row. */
export type FindGround = (context: ProvinceContext, given: GivenArguments) => Promise<Ground | undefined>;

/**
 * Says by which decision a protected field is given or not: the very one by which it is read, so that `explainAccess`
 * cannot say anything else. The rooms that keep such fields lie above the one that explains them.
 */
export function RestsOn(find: FindGround): ReturnType<typeof Extensions> {
  return Extensions({ ground: find });
}

/** The ground that a field says; undefined for one that says none. */
export function groundOf({ ground }: Readonly<Record<string, unknown>>): FindGround | undefined {
  return typeof ground === 'function' ? (ground as FindGround) : undefined; // put there by RestsOn alone
}

/** Nothing, in the same words for what is not the caller's and what is not there. */
export const NOTHING: Ground = { gives: 'NOTHING', decidedBy: null };

/** What a basis is as a decider; null for one's own data, of which the action alone decides. */
export function decidingBasis(
  { kind, text }: { readonly kind: keyof typeof AccessBasisKind.entries; readonly text: string },
  agreed: 'CLAUSE' | 'GRANT',
): Decider | null {
  if (kind === 'OWN') return null;
  return { kind: kind === 'AGREEMENT' ? agreed : kind, name: text };
}

/** An argument that is a text, at a path; undefined for anything else. */
export function textAt(given: GivenArguments, ...path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    given,
  );
  return typeof value === 'string' ? value : undefined;
}
