import type { AgreementMoveKind } from '../../../../schema/agreement-life-lists.js';

/** A party tells the keeper what it does. */
export const AGREEMENT_ASKED = 'agreementAsked';

/** The keeper tells all parties what has been done, in the order in which it was. */
export const AGREEMENT_TOLD = 'agreementTold';

/** What a party does about an agreement. */
export type MoveKind = keyof typeof AgreementMoveKind.entries;

/** One thing that one party does. It is the same wherever it is told, so that all copies take the same steps. */
export interface Move {
  readonly kind: MoveKind;
  readonly number: string;
  /** Version of the first text of the agreement that it is about. */
  readonly first: number;
  /** Letter code of the party that does it. */
  readonly by: string;
  /** Of the text that it is about. */
  readonly version: number;
  /** What is proposed, signed or supplemented, with signatures, as a file has it; null for a review or a refusal. */
  readonly document: unknown;
  /** Version of the first text of the agreement that is amended; null for one of its own. */
  readonly amends: number | null;
  readonly origin: string | null;
  readonly reason: string | null;
}

const kinds: ReadonlySet<unknown> = new Set<MoveKind>([
  ...(['propose', 'review', 'counter', 'sign', 'decline', 'supplement', 'expire'] as const),
]);

/** A move as a letter has it, or undefined when it is none. What stands in its document is judged elsewhere. */
export function parseMove(payload: unknown): Move | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { kind, number, first, by, version, document, amends, origin, reason } = payload as Record<string, unknown>;
  const isWhole =
    kinds.has(kind) &&
    isNumber(number) &&
    isVersion(first) &&
    isCode(by) &&
    isVersion(version) &&
    (amends === null || isVersion(amends)) &&
    [origin, reason].every((text) => text === null || isText(text));
  if (!isWhole) return undefined;
  return {
    ...{ kind: kind as MoveKind, number, first, by, version, document: document ?? null, amends },
    ...{ origin: origin as string | null, reason: reason as string | null },
  };
}

const isNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z0-9][A-Z0-9-]{2,63}$/.test(value);
const isCode = (value: unknown): value is string => typeof value === 'string' && /^[A-Z]{2,4}$/.test(value);
const isVersion = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100_000;

/** True for a text that a person may write about a step: not empty, and not longer than a page. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 2000 && !value.includes('\0');
}

/**
 * True for what suspends or lifts that: it counts at the party at once, and nothing there waits for the keeper. Of a
 * document that was read.
 */
export function isAlone({ kind, document }: Pick<Move, 'kind' | 'document'>): boolean {
  return kind === 'supplement' && (document as { supplement: { by: string | null } }).supplement.by !== null;
}

/** The local part of the id of an agreement, the same at every party. */
export function localIdOf({ number, first }: Pick<Move, 'number' | 'first'>): string {
  return `${number}.${first}`;
}
