import type { StatisticsRefusalCode } from '../../../schema/statistics-refusals.js';

/** Why a province gives no number: it is missing from the answer, refuses, or is no part of this graph. */
export type Absence =
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'MAINTENANCE'
  | 'DISABLED'
  | 'DEREGISTERING'
  | 'FAULT'
  | 'CONTRACT_BREACH'
  | 'NOT_OFFERED'
  | 'BEHIND_CURSOR'
  | 'NOT_TAKING_PART'
  | 'NOT_ANSWERED'
  | StatisticsRefusalCode;

/**
 * A number as it is known. Three things must never look alike: zero, which is a number; what is not published because
 * it is too small; and what is missing because nobody told it.
 */
export type Figure =
  | { readonly kind: 'known'; readonly value: number; readonly isLowerBound: boolean }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'missing'; readonly why: Absence };

export const NOTHING: Figure = { kind: 'known', value: 0, isLowerBound: false };

/** What a table says of a number: its sum over those that publish it, and how many do not. */
export function countedFigure(value: number, suppressedIn: number): Figure {
  if (suppressedIn > 0 && value === 0) return { kind: 'hidden' };
  return { kind: 'known', value, isLowerBound: suppressedIn > 0 };
}

/** A share between 0 and 1. Nothing to take a share of is a zero of the other kind: it is undefined. */
export function sharedFigure(share: number | null, suppressedIn: number): Figure | undefined {
  if (share !== null) return { kind: 'known', value: share, isLowerBound: false };
  return suppressedIn > 0 ? { kind: 'hidden' } : undefined;
}

/** The number when there is one. */
export const valueOf = (figure: Figure | undefined): number | undefined =>
  figure?.kind === 'known' ? figure.value : undefined;

/** What an answer says about who stands behind it. */
export interface Standing {
  readonly coverage: {
    readonly answered: readonly { readonly code: string }[];
    readonly missing: readonly { readonly province: { readonly code: string }; readonly reason: Absence }[];
  };
  readonly refusals?: readonly { readonly province: { readonly code: string }; readonly code: Absence }[];
}

/** Of which provinces an answer has nothing, and why; what is not in it has answered. */
export function findAbsences(codes: readonly string[], standing: Standing | undefined): ReadonlyMap<string, Absence> {
  if (standing === undefined) return new Map(codes.map((code) => [code, 'NOT_ANSWERED']));
  const answered = new Set(standing.coverage.answered.map(({ code }) => code));
  const known = new Map<string, Absence>([
    ...standing.coverage.missing.map(({ province, reason }) => [province.code, reason] as const),
    ...(standing.refusals ?? []).map(({ province, code }) => [province.code, code] as const),
  ]);
  return new Map(
    codes.flatMap((code) => {
      const why = known.get(code) ?? (answered.has(code) ? undefined : 'NOT_TAKING_PART');
      return why === undefined ? [] : [[code, why] as const];
    }),
  );
}
