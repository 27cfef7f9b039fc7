import type { AgreementLifeRefusalCode } from '../../../schema/agreement-life-refusals.js';
import type { AgreementRow } from './agreement.entity.js';
import { type Bureau, type Step, stepAgreement } from './bureau.service.js';
import { binding, negotiating, over } from './life/life.rules.js';
import type { Guard } from './life/life-words.rules.js';
import type { Move } from './moves/move.rules.js';

/** As whom a province does what a move says, and what it knows of it besides. */
export interface Applying {
  /** The keeper decides; a copy follows what the keeper has decided. */
  readonly as: 'KEEPER' | 'COPY';
  /** What only the party knows that makes the move: whether the items are on its list, say. */
  readonly facts: Readonly<Partial<Record<Guard, boolean>>>;
}

/** A move that is applied, and how. */
export interface Moving {
  readonly move: Move;
  readonly applying: Applying;
}

/** An expected no, and what it is about. */
export interface Refused {
  readonly refusal: AgreementLifeRefusalCode;
  readonly problems: readonly string[];
}

/** The agreement as it is then, or why nothing was done. */
export type Applied = { readonly row: AgreementRow } | Refused;

/** Of what another party does: it vouches by its signature for what its own list and its own notice allow. */
export const vouched: Applying['facts'] = { isListed: true, isWithinLimits: true, isNoticed: true };

/** Of what the keeper has decided. Signatures and versions are looked at again by everybody. */
export const decided: Applying['facts'] = {
  ...vouched,
  ...{ hasTerms: true, isWithinClasses: true, hasReason: true, isNoneOpen: true },
};

/** Says no. */
export const refuse = (refusal: Refused['refusal'], problems: readonly string[] = []): Refused => ({
  refusal,
  problems,
});

/**
 * Takes a step. What the keeper tells is done; by its own clock a copy may be over before it hears of it, and then
 * nothing happens to it.
 */
export async function take(
  bureau: Bureau,
  row: AgreementRow,
  { step, applying }: { readonly step: Step; readonly applying: Applying },
): Promise<Applied> {
  if (applying.as === 'COPY' && over.includes(row.state)) return { row };
  const stepped = await stepAgreement(bureau, row, step);
  return 'refusal' in stepped ? refuse(stepped.refusal) : stepped;
}

/** True when a step was taken, which {@link take} may refuse or let be: only then the guards have looked at it. */
export function isStepTaken(before: AgreementRow, applied: Applied): boolean {
  return 'row' in applied && applied.row.steps > before.steps;
}

/** True for an amendment that is negotiated, or that all have signed and that is not in force. */
export function isOpenAmendment({ amends, state }: AgreementRow): boolean {
  return amends !== null && (negotiating.includes(state) || state === 'SIGNED');
}

/** The row of a number that is in force, or was last; undefined when nobody ever signed one. */
export function inForceOf(rows: readonly AgreementRow[]): AgreementRow | undefined {
  const bound = rows.filter(({ state }) => binding.includes(state));
  return bound.find(({ state }) => state !== 'SIGNED') ?? bound[0];
}
