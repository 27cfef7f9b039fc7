import { parseLicenceIdentifier } from '../shared/licence-identifier.js';
import type { StatusName } from './status.rules.js';

/** A licence as far as chains of renewals and transfers depend on it. */
export interface Link {
  readonly identifier: string;
  readonly typeCode: string;
  /** Key of the holder, as far as it is known. */
  readonly holder: string;
  readonly validFrom: string;
  /** Identifier of the licence in whose place it stands; null for a first one. */
  readonly previous: string | null;
}

/** A licence that is to be followed by another, as it stands at that instant. */
export interface Predecessor extends Link {
  readonly status: StatusName;
  /** True when another stands in its place already. */
  readonly isSuperseded: boolean;
}

/** Why a licence cannot follow another. */
export type ChainFault = 'OTHER_TYPE' | 'OTHER_HOLDER' | 'SUPERSEDED_BEFORE' | 'ENDED_FOR_GOOD' | 'BEGINS_BEFORE';

// Whoever was renewed late had a licence that had lapsed. One that was revoked, cancelled or withdrawn has no heir.
const followed: ReadonlySet<StatusName> = new Set(['VALID', 'LAPSED', 'TRANSFERRED_OUT']);

/** Why `next` cannot stand in the place of `previous`; undefined when it can. */
export function findChainFault(previous: Predecessor, next: Omit<Link, 'previous'>): ChainFault | undefined {
  if (previous.typeCode !== next.typeCode) return 'OTHER_TYPE';
  if (previous.holder !== next.holder) return 'OTHER_HOLDER';
  if (previous.isSuperseded) return 'SUPERSEDED_BEFORE';
  if (!followed.has(previous.status)) return 'ENDED_FOR_GOOD';
  return next.validFrom < previous.validFrom ? 'BEGINS_BEFORE' : undefined;
}

/** The identifiers of licences that break the form of chains: a circle, or two in the place of one. */
export function findBrokenChains(links: readonly Link[]): readonly string[] {
  const previousOf = new Map(links.map(({ identifier, previous }) => [identifier, previous]));
  const heirs = Map.groupBy(links, ({ previous }) => previous);
  return links
    .filter(({ identifier, previous }) => {
      if (previous !== null && (heirs.get(previous)?.length ?? 0) > 1) return true;
      const seen = new Set([identifier]);
      for (let at = previous; at !== null; at = previousOf.get(at) ?? null) {
        if (seen.has(at)) return true;
        seen.add(at);
      }
      return false;
    })
    .map(({ identifier }) => identifier);
}

/**
 * Serial and version of the licence that follows another. The same issuer counts the version on; the one of another
 * place begins with a serial of its own.
 */
export function numberAfter(
  previous: string,
  { issuer, freshSerial }: { readonly issuer: string; readonly freshSerial: string },
): { readonly serial: string; readonly version: number } {
  const parts = parseLicenceIdentifier(previous);
  const isOfIssuer = parts !== undefined && parts.issuer === issuer && parts.version < 999;
  return isOfIssuer ? { serial: parts.serial, version: parts.version + 1 } : { serial: freshSerial, version: 1 };
}
