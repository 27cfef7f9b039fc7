import type { Purpose } from '../../../schema/purpose.js';
import type { Role } from '../../../schema/roles.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson } from '../storage/stored.js';
import type { AccessEntryRow, AccessHeadRow, ChallengeRow, ChallengeStepRow } from './trail.entity.js';
import type { HashedEntry } from './trail.rules.js';

/** The tables of this module, as Kysely sees them. */
export interface TrailTables {
  access_entry: AccessEntryRow;
  access_head: AccessHeadRow;
  access_challenge: ChallengeRow;
  access_challenge_step: ChallengeStepRow;
}

/** The head that was signed last, or undefined when nothing was ever read here. */
export function findLastHead(transaction: Transaction): Promise<AccessHeadRow | undefined> {
  const heads = transaction.getKysely<TrailTables>().selectFrom('access_head').selectAll();
  return heads.orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** A stored row as an entry of the chain. */
export function toEntry(row: AccessEntryRow): HashedEntry {
  const { withheld, withheld_until: until } = row;
  return {
    seq: row.seq,
    id: row.id,
    at: row.at,
    person: row.person,
    classes: fromJson(row.classes),
    basis: { kind: row.basis, text: row.basis_text },
    caseId: row.case_id,
    reader: {
      subject: row.reader_subject,
      role: row.reader_role as Role | null, // written by us
      province: row.reader_province,
      unit: row.reader_unit,
    },
    purpose: { code: row.purpose as Purpose['code'], reference: row.purpose_reference ?? undefined },
    operation: row.operation,
    withheld: withheld === null || until === null ? null : { basis: withheld, until },
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
