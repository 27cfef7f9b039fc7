import type { Kysely } from 'kysely';
import type { ChallengeRefusalCode } from '../../../schema/challenge-refusals.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { isWritten } from '../shared/written-text.js';
import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf } from '../storage/sealing.js';
import { takeTurn } from '../storage/turns.js';
import { type ActOnChallenge, answerDueAt, moveChallenge, type PartyToChallenge, partyOf } from './challenge.rules.js';
import { findShownEntry, personOf } from './read-trail.service.js';
import type { ChallengeRow, ChallengeStepRow } from './trail.entity.js';
import type { TrailTables } from './trail-rows.service.js';

/** A challenge with what was said about it, in order and in clear. */
export interface Challenge extends ChallengeRow {
  readonly dueAt: string | null;
  readonly steps: readonly StepInClear[];
}

/** One thing that was said or done; `text` as it was written. */
export type StepInClear = Pick<ChallengeStepRow, 'at' | 'act' | 'party' | 'text'> & {
  readonly legalBasis: string | null;
};

/** The challenge as it is then, or why nothing was done. */
export type ChallengeOutcome = { readonly challenge: Challenge } | { readonly refusal: ChallengeRefusalCode };

const ENTITY = 'AccessChallenge';

const tablesOf = (transaction: Transaction) => transaction.getKysely<TrailTables>();

/** Opens the thread about an access: once for each entry, by the person whose data were read and who is shown it. */
export async function openChallenge(
  context: ProvinceContext,
  { entryId, reason }: { readonly entryId: string; readonly reason: string },
): Promise<ChallengeOutcome> {
  const person = personOf(context);
  if (!isWritten(reason)) return { refusal: 'TEXT_MISSING' };
  const entry = await findShownEntry(context, person, entryId);
  if (entry === undefined) return { refusal: 'ENTRY_UNKNOWN' };
  const { desk } = context.exchange;
  return inTransaction(desk, async (transaction): Promise<ChallengeOutcome> => {
    await takeTurn(transaction, turnWith(entryId));
    const known = await findRow(transaction, 'entry_id', entryId);
    const opened = known && (await withSteps(context, transaction, known));
    if (opened !== undefined) {
      // Sent twice is sent once.
      return opened.steps[0]?.text === reason ? { challenge: opened } : { refusal: 'ALREADY_CHALLENGED' };
    }
    const nowMs = context.surroundings.nowMs();
    const local = createUuidV7(nowMs, desk.randomness);
    const id = formatGlobalId({ province: context.province.code, type: ENTITY, local });
    const opening = {
      entry_id: entryId,
      person,
      state: 'OPEN',
      opened_at: isoTime(nowMs),
      escalated_at: null,
    } as const;
    const row = { id, ...opening };
    await tablesOf(transaction).insertInto('access_challenge').values(row).execute();
    const step = { act: 'OPEN', party: 'PERSON', text: reason, legalBasis: null } as const;
    await addStep(context, transaction, { row, seq: 1, step });
    return { challenge: await withSteps(context, transaction, row) };
  });
}

/** What somebody says when he takes a challenge further. */
export interface ChallengeStep {
  readonly act: ActOnChallenge;
  readonly text: string | null;
  readonly legalBasis: string | null;
}

/** Takes a challenge further, as the table of moves allows; the same step sent twice is taken once. */
export async function stepChallenge(
  context: ProvinceContext,
  id: string,
  step: ChallengeStep,
): Promise<ChallengeOutcome> {
  return inTransaction(context.exchange.desk, async (transaction): Promise<ChallengeOutcome> => {
    const before = await findRow(transaction, 'id', id);
    if (before === undefined) return { refusal: 'CHALLENGE_UNKNOWN' };
    await takeTurn(transaction, turnWith(before.entry_id));
    const row = (await findRow(transaction, 'id', id)) ?? before;
    const challenge = await withSteps(context, transaction, row);
    const by = partyTo(context, row);
    if (by === undefined) return { refusal: 'CHALLENGE_UNKNOWN' };
    if (isLast(challenge, by, step)) return { challenge };
    if (isWanting(by, step)) return { refusal: 'TEXT_MISSING' };
    const at = isoTime(context.surroundings.nowMs());
    const state = moveChallenge(challenge, { act: step.act, by, at });
    if (typeof state !== 'string') return state;
    const change = { state, ...(state === 'ESCALATED' && { escalated_at: at }) };
    await tablesOf(transaction).updateTable('access_challenge').set(change).where('id', '=', id).execute();
    const seq = challenge.steps.length + 1;
    await addStep(context, transaction, { row, seq, step: { ...step, party: by } });
    return { challenge: await withSteps(context, transaction, { ...row, ...change }) };
  });
}

// Who answers or decides gives reasons; the person may close or go on without a word.
function isWanting(by: PartyToChallenge, { act, text, legalBasis }: ChallengeStep): boolean {
  if (by === 'PERSON') return text !== null && !isWritten(text);
  return !isWritten(text) || (act === 'ANSWER' && !isWritten(legalBasis));
}

function isLast({ steps }: Challenge, by: PartyToChallenge, { act, text, legalBasis }: ChallengeStep): boolean {
  const last = steps.at(-1);
  return last?.act === act && last.party === by && last.text === text && last.legalBasis === legalBasis;
}

/** The challenge of an id, for those who take part in it; undefined for everybody else. */
export async function findChallenge(context: ProvinceContext, id: string): Promise<Challenge | undefined> {
  return inTransaction(context.exchange.desk, async (transaction) => {
    const row = await findRow(transaction, 'id', id);
    return row === undefined || partyTo(context, row) === undefined ? undefined : withSteps(context, transaction, row);
  });
}

function partyTo(context: ProvinceContext, row: ChallengeRow): PartyToChallenge | undefined {
  const challenge = { person: row.person, state: row.state, isEscalated: row.escalated_at !== null };
  return partyOf(context.caller, challenge, context.province.code);
}

const turnWith = (entryId: string): string => `challenge ${entryId}`;

function findRow(
  transaction: Transaction,
  column: 'id' | 'entry_id',
  value: string,
): Promise<ChallengeRow | undefined> {
  return tablesOf(transaction).selectFrom('access_challenge').selectAll().where(column, '=', value).executeTakeFirst();
}

interface NewStep {
  readonly row: Pick<ChallengeRow, 'id'>;
  readonly seq: number;
  readonly step: ChallengeStep & { readonly party: PartyToChallenge };
}

async function addStep(context: ProvinceContext, transaction: Transaction, { row, seq, step }: NewStep): Promise<void> {
  const { act, party, text, legalBasis } = step;
  const { sealing } = context.surroundings;
  const sealed = text === null ? null : sealing.seal(text, placeOf(row.id, seq));
  const kept = {
    ...{ challenge_id: row.id, seq, at: isoTime(context.surroundings.nowMs()), act, party },
    ...{ text: sealed, sealing_key_id: sealed === null ? null : keyIdOf(sealed) },
    legal_basis: legalBasis,
  };
  await tablesOf(transaction).insertInto('access_challenge_step').values(kept).execute();
}

/** What of this module is sealed, for the rotation of keys. */
export const sealedSteps: SealedTable = {
  table: 'access_challenge_step',
  key: ['challenge_id', 'seq'],
  columns: ['text'],
};

const placeOf = (id: string, seq: number) => ({ table: 'access_challenge_step', column: 'text', row: `${id} ${seq}` });

async function withSteps(context: ProvinceContext, transaction: Transaction, row: ChallengeRow): Promise<Challenge> {
  return toChallenge(context, row, await readSteps(tablesOf(transaction), [row.id]));
}

/** Challenges with what was said about them: one query, however many they are. */
export async function withAllSteps(
  context: ProvinceContext,
  rows: readonly ChallengeRow[],
): Promise<readonly Challenge[]> {
  const ids = rows.map(({ id }) => id);
  const steps = ids.length === 0 ? [] : await readSteps(context.orm.em.getKysely<TrailTables>(), ids);
  const byChallenge = Map.groupBy(steps, ({ challenge_id: id }) => id);
  return rows.map((row) => toChallenge(context, row, byChallenge.get(row.id) ?? []));
}

function readSteps(tables: Kysely<TrailTables>, ids: readonly string[]): Promise<readonly ChallengeStepRow[]> {
  const steps = tables.selectFrom('access_challenge_step').selectAll().where('challenge_id', 'in', ids);
  return steps.orderBy('challenge_id').orderBy('seq').execute();
}

function toChallenge(
  { surroundings, province }: ProvinceContext,
  row: ChallengeRow,
  rows: readonly ChallengeStepRow[],
): Challenge {
  const steps = rows.map(({ at, act, party, seq, text, legal_basis: legalBasis }) => ({
    ...{ at, act, party, legalBasis },
    text: text === null ? null : surroundings.sealing.open(text, placeOf(row.id, seq)),
  }));
  return { ...row, dueAt: answerDueAt(province.code, row.opened_at), steps };
}
