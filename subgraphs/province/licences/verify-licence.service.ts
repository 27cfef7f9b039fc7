import { timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { LicenceVerdict } from '../../../schema/licence-lists.js';
import type { ProvinceContext } from '../context.js';
import type { IdentityDocument } from '../storage/matching.js';
import type { LicenceTables } from './licence.entity.js';
import { termOf } from './licence.service.js';
import { isInForce, type LicenceTerm, statusAt, type StatusName } from './status.rules.js';
import { verdictOf } from './verdict.rules.js';

/** What a verification says: never more than that the one who asks has named the right holder, and the status then. */
export interface Verification {
  readonly verdict: keyof typeof LicenceVerdict.entries;
  /** The next three are undefined unless the verdict is MATCHES or NOT_VALID. */
  readonly status?: StatusName;
  readonly validFrom?: string;
  readonly validTo?: string | null;
}

// Stand in where there is no licence or no holder, so that the same work is done whatever is there.
const NOBODY = 'A'.repeat(43);
const NO_TERM: LicenceTerm = { status: 'OTHER', validFrom: '9999-12-31', validTo: null, supersededFrom: null };
const NO_DOCUMENT: IdentityDocument = { type: 'RESIDENT_ID', number: '' };

/**
 * Whether there is a licence of this identifier, whether it is this holder's, and whether it is in force. An unknown
 * identifier and another holder cost the same work and give the same answer: one look into one index, one keyed hash,
 * one comparison that does not stop at the first difference.
 */
export async function verifyLicence(
  context: ProvinceContext,
  { identifier, holder }: { readonly identifier: string; readonly holder: IdentityDocument | undefined },
): Promise<Verification> {
  const { nowMs, matching } = context.surroundings;
  const db: Kysely<LicenceTables> = context.orm.em.getKysely<LicenceTables>();
  const found = await db
    .selectFrom('licence')
    .select(['holder_person', 'status', 'valid_from', 'valid_to', 'superseded_from'])
    .where('identifier', '=', identifier)
    .executeTakeFirst();
  const asked = matching.keyOf(holder ?? NO_DOCUMENT);
  const isEqual = isSameKey(found?.holder_person ?? NOBODY, asked);
  const term = found === undefined ? NO_TERM : termOf(found);
  const atMs = nowMs();
  const lookup = { isFound: found !== undefined, isHolderEqual: holder && isEqual, isInForce: isInForce(term, atMs) };
  const verdict = verdictOf(lookup);
  if (verdict !== 'MATCHES' && verdict !== 'NOT_VALID') return { verdict };
  const { validFrom, validTo } = term;
  return { verdict, status: statusAt(term, atMs), validFrom, validTo };
}

function isSameKey(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
