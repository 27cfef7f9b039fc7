import { formatGlobalId } from '../../../schema/global-id.js';
import type { Passport } from '../../../schema/passport.js';
import type { Purpose } from '../../../schema/purpose.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { type Desk, inTransaction, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { createBulkInsert } from '../storage/bulk-insert.js';
import { toJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import type { AccessEntryRow } from './trail.entity.js';
import {
  type AccessEntry,
  accessKey,
  type Reader,
  sortedClasses,
  type TrailEntry,
  withholdingOf,
} from './trail.rules.js';
import { hashTrailEntry, signHead } from './trail-proof.service.js';
import { findLastHead, type TrailTables } from './trail-rows.service.js';

/** Who reads, for what, and in which operation. */
export interface Access {
  readonly reader: Reader;
  readonly purpose: Purpose;
  readonly operation: string;
}

/** Where accesses are recorded. */
export type TrailDesk = Pick<Desk, 'storage' | 'signer' | 'randomness'> & { readonly nowMs: () => number };

/**
 * Commits that the caller of this request is about to read these data: nothing of them may be released before the
 * promise resolves, and nothing at all when it is rejected. All entries are one transaction of its own; never to be
 * called inside another. What was committed for the same request before is not entered twice.
 */
export async function commitAccess(context: ProvinceContext, entries: readonly AccessEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const access = accessOf(context.passport, entries);
  const committed = committedOf(context);
  const fresh = new Map(
    entries.map((entry) => [accessKey(entry), entry] as const).filter(([key]) => !committed.has(key)),
  );
  if (fresh.size > 0) {
    const { exchange, surroundings } = context;
    const commit = recordAccess({ ...exchange.desk, nowMs: surroundings.nowMs }, access, [...fresh.values()]);
    for (const key of fresh.keys()) committed.set(key, commit);
    commit.catch(() => {
      for (const key of fresh.keys()) committed.delete(key); // a second try is free to succeed
    });
  }
  const waited = entries.flatMap((entry) => committed.get(accessKey(entry)) ?? []);
  await Promise.all(waited);
}

// What is being committed, or is, for each request; those who ask for the same wait for the same commit.
const commits = new WeakMap<ProvinceContext, Map<string, Promise<void>>>();

function committedOf(context: ProvinceContext): Map<string, Promise<void>> {
  const committed = commits.get(context) ?? new Map<string, Promise<void>>();
  commits.set(context, committed);
  return committed;
}

function accessOf(passport: Passport | undefined, entries: readonly AccessEntry[]): Access {
  const { identity, operation = '', purpose: stated } = passport ?? {};
  if (identity === undefined) throw new SubgraphError('FORBIDDEN', 'Nobody known asks.');
  const isOwn = entries.every(({ basis }) => basis.kind === 'OWN');
  const purpose = stated ?? (isOwn ? OWN_AFFAIRS : undefined);
  if (purpose === undefined) throw new SubgraphError('FORBIDDEN', 'The purpose of the access is not stated.');
  const { subject, role = null, province = null, unit = null } = identity;
  return { reader: { subject, role, province, unit }, purpose, operation };
}

const OWN_AFFAIRS: Purpose = { code: 'OWN_AFFAIRS', reference: undefined };

/**
 * As {@link commitAccess}, for what is read in no request, such as what goes into a letter to another province.
 * Rejects with TRAIL_UNAVAILABLE when the entries cannot be committed.
 */
export async function recordAccess(desk: TrailDesk, access: Access, entries: readonly AccessEntry[]): Promise<void> {
  const withheld = withholdingOf(access.purpose, access.reader.role, desk.nowMs());
  if (withheld === 'FORBIDDEN')
    throw new SubgraphError('FORBIDDEN', 'Only a supervisor under an order may have an access withheld.');
  try {
    await inTransaction(desk, (transaction) => append(transaction, desk, { access, entries }));
  } catch (cause) {
    throw new SubgraphError('TRAIL_UNAVAILABLE', undefined, { cause });
  }
}

/**
 * As {@link recordAccess}, in the transaction that lets the data go: entry and letter are one commit. Takes the turn with
 * the trail until then, so it comes behind all other turns. Nothing of it can be withheld.
 */
export function recordAccessIn(
  transaction: Transaction,
  desk: Omit<TrailDesk, 'storage'>,
  batch: Batch,
): Promise<void> {
  if (batch.access.purpose.withhold !== undefined) throw new Error('Letters are withheld from nobody.');
  return append(transaction, desk, batch);
}

/** Entries of one reader for one purpose. */
export interface Batch {
  readonly access: Access;
  readonly entries: readonly AccessEntry[];
}

// The chain is one for the whole province, so whoever appends has his turn with it until he has committed.
const TURN = 'access trail';

async function append(
  transaction: Transaction,
  desk: Omit<TrailDesk, 'storage'>,
  { access, entries }: Batch,
): Promise<void> {
  await takeTurn(transaction, TURN);
  const last = await findLastHead(transaction);
  // Strictly later than the batch before: what is committed afterwards never lands behind a cursor of the list.
  const atMs = Math.max(desk.nowMs(), last === undefined ? 0 : Date.parse(last.at) + 1);
  const withheld = withholdingOf(access.purpose, access.reader.role, atMs);
  if (withheld === 'FORBIDDEN') throw new Error('Checked before.');
  const { province } = desk.signer;
  const rows: AccessEntryRow[] = [];
  let [seq, prevHash] = [last?.seq ?? 0, last?.hash ?? null];
  for (const entry of entries) {
    seq += 1;
    const local = createUuidV7(atMs, desk.randomness);
    const id = formatGlobalId({ province, type: 'AccessTrailEntry', local });
    const whole: TrailEntry = { ...entry, ...access, seq, id, at: isoTime(atMs), withheld, prevHash };
    const hash = hashTrailEntry(whole);
    rows.push(toRow(whole, hash));
    prevHash = hash;
  }
  const tables = transaction.getKysely<TrailTables>();
  await insertEntries(tables, rows);
  const head = await signHead(desk.signer, { province, seq, hash: prevHash ?? '', at: isoTime(atMs) });
  const { hash, at, kid, signature } = head;
  await tables.insertInto('access_head').values({ seq, hash, at, kid, signature }).execute();
}

const insertEntries = createBulkInsert<Readonly<Record<keyof AccessEntryRow, string | number | null>>>('access_entry');

function toRow(entry: TrailEntry, hash: string): AccessEntryRow {
  const { reader, purpose, basis, withheld } = entry;
  return {
    seq: entry.seq,
    id: entry.id,
    at: entry.at,
    person: entry.person,
    reader_subject: reader.subject,
    reader_role: reader.role,
    reader_province: reader.province,
    reader_unit: reader.unit,
    purpose: purpose.code,
    purpose_reference: purpose.reference ?? null,
    basis: basis.kind,
    basis_text: basis.text,
    classes: toJson(sortedClasses(entry.classes)),
    case_id: entry.caseId,
    operation: entry.operation,
    withheld: withheld?.basis ?? null,
    withheld_until: withheld?.until ?? null,
    prev_hash: entry.prevHash,
    hash,
  };
}
