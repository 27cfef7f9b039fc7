import type { LicenceVerdict } from '../../../schema/licence-lists.js';

/** What a verification has looked up. */
export interface Lookup {
  readonly isFound: boolean;
  /** Undefined when nobody asked for a holder. */
  readonly isHolderEqual: boolean | undefined;
  readonly isInForce: boolean;
}

/**
 * What a verification answers. With a holder, an unknown licence and another holder are one answer, and its status is
 * told to nobody who does not know both: else whoever has an identifier could learn about persons by asking.
 */
export function verdictOf({ isFound, isHolderEqual, isInForce }: Lookup): keyof typeof LicenceVerdict.entries {
  if (isHolderEqual !== undefined && !(isFound && isHolderEqual)) return 'DOES_NOT_MATCH';
  if (!isFound) return 'NOT_KNOWN';
  return isInForce ? 'MATCHES' : 'NOT_VALID';
}
