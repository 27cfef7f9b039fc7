import type { Identity } from '../../../schema/identity.js';
import type { Matching } from '../storage/matching.js';
import { COORDINATION, isOfUnit } from '../access/unit.rules.js';
import type { ThreadRow } from './consultation.entity.js';
import type { Actor } from './machine/words.rules.js';
import type { Ledger } from './thread-clock.rules.js';

/** Who calls, as far as a thread cares. */
export interface Call {
  readonly caller: Identity | undefined;
  /** Of somebody who asks as nobody known. */
  readonly secret: string | null;
  /** The order under which a supervisor of this province acts; undefined for everybody else. */
  readonly order: string | undefined;
}

/** How somebody who asks is known here. */
export interface AskerKey {
  readonly kind: 'VERIFIED' | 'ACCOUNT' | 'ANONYMOUS';
  readonly person: string | null;
  /** Keyed digest of his account or his secret. */
  readonly tag: string;
}

/** As whom somebody asks: by his secret, his verified person, or his account; undefined for staff and for nobody. */
export function askerOf(matching: Matching, { caller, secret }: Call): AskerKey | undefined {
  if (secret !== null) return { kind: 'ANONYMOUS', person: null, tag: matching.tagOf(`consultation secret ${secret}`) };
  if (caller === undefined || (caller.role !== 'citizen' && caller.role !== 'app')) return undefined;
  const tag = matching.tagOf(`consultation account ${caller.subject}`);
  const { person } = caller;
  return { kind: person === undefined ? 'ACCOUNT' : 'VERIFIED', person: person ?? null, tag };
}

/** As whom somebody may act on a thread in this province; nobody for a stranger. */
export function actorsOf(
  { row, ledger }: { readonly row: ThreadRow; readonly ledger: Ledger },
  call: Call,
  { matching, province }: { readonly matching: Matching; readonly province: string },
): readonly Actor[] {
  const actors: Actor[] = [];
  if (isAsker(row, call, { matching, province })) actors.push('ASKER');
  if (isOfUnit(call.caller, { province, unit: row.unit })) actors.push('UNIT');
  if (isOfUnit(call.caller, { province, unit: COORDINATION })) actors.push('COORDINATOR');
  if (call.order !== undefined) actors.push('SUPERVISOR');
  // Whoever had it may look on, and does nothing any more.
  if (actors.length === 0 && hasHeld(ledger, call.caller, province)) actors.push('OTHER');
  return actors;
}

function isAsker(
  row: ThreadRow,
  call: Call,
  { matching, province }: { readonly matching: Matching; readonly province: string },
): boolean {
  if (row.asker_kind === 'UNIT')
    return (
      isOfUnit(call.caller, { province: row.first_province, unit: row.first_unit }) && row.first_province === province
    );
  const asker = askerOf(matching, call);
  if (asker === undefined) return false;
  // A person is told by his key, whatever account he uses; where nobody is verified, by the account or the secret.
  if (asker.person !== null && row.asker_person !== null) return asker.person === row.asker_person;
  return row.asker_tag !== null && asker.tag === row.asker_tag;
}

function hasHeld({ first, handoffs }: Ledger, caller: Identity | undefined, province: string): boolean {
  const holders = [first, ...handoffs.flatMap(({ to, acknowledgedAt }) => (acknowledgedAt === null ? [] : [to]))];
  return holders.some((holder) => holder.province === province && isOfUnit(caller, holder));
}
