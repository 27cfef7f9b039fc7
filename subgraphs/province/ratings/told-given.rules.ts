import { beginFace } from './face.rules.js';
import type { GivenPayload } from './letter.rules.js';
import { judgeTold } from './told-step.rules.js';

/** A case as far as letters about its ratings are judged by it. */
interface KnownCase {
  readonly parties: readonly string[];
  readonly legProvinces: ReadonlyMap<string, string>;
}

/** A rating that another province tells, with what it is judged by. */
export interface ToldGiven {
  readonly payload: GivenPayload;
  readonly letter: { readonly from: string; readonly at: string };
  readonly measured: KnownCase;
  /** The province that is told. */
  readonly province: string;
}

/** True where it is known here that a leg is not of that province: a province knows every leg of its own. */
export const noLegOf =
  ({ legProvinces }: KnownCase, own: string) =>
  (leg: string, province: string): boolean =>
    legProvinces.has(leg) ? legProvinces.get(leg) !== province : province === own;

/**
 * Why a rating that is told is not kept; undefined when it is. It comes from a province that takes part in the case, and
 * with it comes what its own system made of it and nothing more: it is counted, or attributed to a leg.
 */
export function refuseGiven({ payload, letter, measured, province }: ToldGiven): string | undefined {
  const { origin, originUnit: unit, holders, givenAt, level, steps } = payload;
  if (!measured.parties.includes(letter.from)) return 'NOT_A_PARTY';
  const isHeld = [origin, province].every((one) => holders.includes(one)) && new Set(holders).size === holders.length;
  const [step] = steps;
  if (!isHeld || step === undefined || steps.length > 1 || givenAt > letter.at) return 'LETTER_MALFORMED';
  const face = beginFace({ province: origin, unit });
  if (step.seq !== face.seq + 1 || step.from !== face.state) return 'STEP_OUT_OF_ORDER';
  const isNoLeg = noLegOf(measured, province);
  const before = { province: origin, at: givenAt };
  return judgeTold({ face, level, step, from: letter.from, before, letterAt: letter.at, holders, isNoLeg });
}
