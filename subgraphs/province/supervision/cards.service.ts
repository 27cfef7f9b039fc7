import type { Kysely } from 'kysely';
import { formatGlobalId } from '../../../schema/global-id.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { fromJson, toJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import { endStates } from './machine/card-table.rules.js';
import { type CardFace, type CardFacts, foldCard, type TakenStep } from './machine/fold-card.rules.js';
import type { CardRow, Shelf, StepRow, SupervisionTables } from './supervision.entity.js';

/** What supervision works with, in one transaction. */
export interface Bench {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly transaction: Transaction;
}

/** A step, and who took it. `subject` is his account, kept by his own province alone. */
export interface Step extends TakenStep {
  readonly role: string;
  readonly province: string | null;
  readonly unit: string | null;
  readonly subject: string | null;
}

/** A card as it is worked with; changed by replacing it. */
export interface Card extends CardFacts {
  readonly id: string;
  readonly collaborationNo: string | null;
  readonly occurrence: string;
  readonly unitCode: string | null;
  readonly leg: string | null;
  readonly clockName: string | null;
  readonly teller: string;
  readonly parties: readonly string[];
  readonly steps: readonly Step[];
  readonly version: number;
  readonly told: Readonly<Record<string, string>>;
}

/** The type that ids of cards name. */
export const ALERT = 'SupervisionAlert';

/** The tables of this module, in the transaction. */
export function tablesOf({ transaction }: Pick<Bench, 'transaction'>): Kysely<SupervisionTables> {
  return transaction.getKysely<SupervisionTables>();
}

/** What makes a card the one that it is. */
export type CardKey = Pick<Card, 'collaborationNo' | 'rule' | 'occurrence' | 'province'>;

/** The id of a card: of its owner, and for the rest the same words at every province. */
export function cardId({ collaborationNo, rule, occurrence, province }: CardKey): string {
  const local = sha256(`tongban alert 1\n${canonicalJson([collaborationNo, rule, occurrence])}`).slice(0, 32);
  return formatGlobalId({ province, type: ALERT, local });
}

/** Takes the turn with a card, which is that with its case. */
export async function holdCard(bench: Bench, id: string): Promise<Card | undefined> {
  const found = tablesOf(bench).selectFrom('supervision_card').select('collaboration_no').where('id', '=', id);
  const row = await found.executeTakeFirst();
  if (row === undefined) return undefined;
  await takeTurn(bench.transaction, row.collaboration_no ?? id);
  return findCard(bench, id);
}

/** A card with its steps; undefined when there is none. */
export async function findCard(bench: Pick<Bench, 'transaction'>, id: string): Promise<Card | undefined> {
  const row = await tablesOf(bench).selectFrom('supervision_card').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : (await withSteps(bench, [row]))[0];
}

/** The cards of a case, by when they began. */
export async function cardsOfCase(
  bench: Pick<Bench, 'transaction'>,
  collaborationNo: string,
): Promise<readonly Card[]> {
  const cards = tablesOf(bench).selectFrom('supervision_card').selectAll();
  const rows = await cards
    .where('collaboration_no', '=', collaborationNo)
    .orderBy('occurrence')
    .orderBy('id')
    .execute();
  return withSteps(bench, rows);
}

/** Cards with what people did about them, for rows that were read already. */
export async function withSteps(bench: Pick<Bench, 'transaction'>, rows: readonly CardRow[]): Promise<readonly Card[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const steps = tablesOf(bench).selectFrom('supervision_step').selectAll().where('card_id', 'in', ids);
  const taken = Map.groupBy(await steps.orderBy('card_id').orderBy('seq').execute(), ({ card_id: id }) => id);
  return rows.map((row) => readCard(row, taken.get(row.id) ?? []));
}

function readCard(row: CardRow, steps: readonly StepRow[]): Card {
  const { id, rule, occurrence, province, leg, teller, version } = row;
  return {
    ...{ id, rule, occurrence, province, leg, teller, version },
    ...{ collaborationNo: row.collaboration_no, unitCode: row.unit_code, clockName: row.clock_name },
    ...{ parties: fromJson(row.parties), basis: fromJson(row.basis), told: fromJson(row.told) },
    steps: steps.map(readStep),
  };
}

const readStep = ({ seq, at_ms, event, said, ...by }: StepRow): Step => ({
  ...{ seq, atMs: at_ms, event, said, subject: by.subject },
  ...{ role: by.by_role, province: by.by_province, unit: by.by_unit },
});

// A time that stays open until holidays are published must not come first at every sweep.
const LOOK_AGAIN_MS = 600_000;

/** Stores a card as it stands now, with the steps that are new. Gives how it stands. */
export async function storeCard(bench: Bench, card: Card): Promise<CardFace> {
  const nowMs = bench.desk.clock.nowMs();
  const face = foldCard(card, nowMs);
  const { id, rule, occurrence, province, leg, teller } = card;
  const iso = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
  const changing: Omit<CardRow, 'id'> = {
    ...{ rule, occurrence, province, leg, teller, version: card.version + 1 },
    ...{ collaboration_no: card.collaborationNo, unit_code: card.unitCode, clock_name: card.clockName },
    ...{ parties: toJson(card.parties), basis: toJson(card.basis), told: toJson(card.told) },
    ...{ state: face.state, level: face.level, since: iso(face.sinceMs), raised_at: iso(face.raisedMs) },
    rectify_by: iso(face.rectifyByMs),
    next_ms: face.nextMs !== null && face.nextMs <= nowMs ? nowMs + LOOK_AGAIN_MS : face.nextMs,
    shelf: shelfOf(bench, card, face),
  };
  const cards = tablesOf(bench)
    .insertInto('supervision_card')
    .values({ id, ...changing });
  await cards.onConflict((conflict) => conflict.column('id').doUpdateSet(changing)).execute();
  await storeSteps(bench, card);
  return face;
}

function shelfOf({ instance }: Bench, { province }: Card, { state, level }: CardFace): Shelf | null {
  if (province !== instance.code || level === null) return null;
  return endStates.has(state) ? 'ENDED' : 'OPEN';
}

async function storeSteps(bench: Bench, { id, steps }: Card): Promise<void> {
  const rows = steps.map(({ seq, atMs, event, said, role, province, unit, subject }): StepRow => {
    const by = { by_role: role, by_province: province, by_unit: unit, subject };
    return { card_id: id, seq, at_ms: atMs, event, said, ...by };
  });
  if (rows.length === 0) return;
  const insert = tablesOf(bench).insertInto('supervision_step').values(rows);
  await insert.onConflict((conflict) => conflict.columns(['card_id', 'seq']).doNothing()).execute();
}
