import type { Kysely } from 'kysely';
import { keeperOfCollaboration } from '../../../schema/agreement-collaboration.js';
import type { Identity } from '../../../schema/identity.js';
import { originOf } from '../../../schema/province-codes.js';
import { SubgraphError } from '../../server/errors.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { ProvinceContext } from '../context.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { sha256 } from '../exchange/envelope.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, mapPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { type Card, cardsOfCase, findCard, withSteps } from './cards.service.js';
import { type CardFace, foldCard } from './machine/fold-card.rules.js';
import type { CardLevel, CardRule } from './machine/vocabulary.rules.js';
import type { Shelf, SupervisionTables } from './supervision.entity.js';
import type { SupervisionPlace } from './watch-case.service.js';

/** A card as it stands at the moment at which it is asked for. */
export interface StandingCard {
  readonly card: Card;
  readonly face: CardFace;
}

/** What to narrow alerts to. */
export interface AlertFilter {
  readonly isOpen: boolean;
  readonly level?: CardLevel | null;
  readonly rule?: CardRule | null;
  readonly unitCode?: string | null;
}

/** The one order of alerts: what was raised last comes first. */
export const alertOrders = {
  fields: {
    RAISED_AT: { column: 'raised_at', holds: 'TEXT', nullable: false, labelZh: '发出时间', labelEn: 'raised at' },
  },
  defaultOrder: 'RAISED_AT_DESC',
} as const satisfies ListOrders;

/** The place of supervision, of a request to the graph. */
export function placeOf({ exchange, province }: ProvinceContext): SupervisionPlace {
  return { desk: exchange.desk, instance: province, wake: () => exchange.wake() };
}

/** The alerts of a shelf; the query brings no order. */
export function alertsOn(db: Kysely<SupervisionTables>, { isOpen, level, rule, unitCode }: AlertFilter) {
  const shelf: Shelf = isOpen ? 'OPEN' : 'ENDED';
  let alerts = db.selectFrom('supervision_card').where('shelf', '=', shelf);
  if (level !== undefined && level !== null) alerts = alerts.where('level', '=', level);
  if (rule !== undefined && rule !== null) alerts = alerts.where('rule', '=', rule);
  if (unitCode !== undefined && unitCode !== null) alerts = alerts.where('unit_code', '=', unitCode);
  return alerts;
}

/** The alerts about units of this province, one page: its own cards only, so that each is listed by one province. */
export async function listAlerts(
  context: ProvinceContext,
  {
    filter,
    provinces,
    ...args
  }: ListArguments & { readonly filter: AlertFilter; readonly provinces?: readonly string[] | null },
): Promise<PageOf<StandingCard>> {
  const { code } = context.province;
  const request = parseListRequest(args, alertOrders);
  if (!isAsked(provinces, code)) return emptyPage();
  const alerts = alertsOn(context.orm.em.getKysely<SupervisionTables>(), filter).selectAll();
  // Whatever stands on a shelf was raised.
  const raised = alerts.$narrowType<{ raised_at: string }>();
  const page = await listPage(raised, request, code);
  const rows = page.items.map(({ node }) => node);
  const cards = new Map((await withSteps({ transaction: context.orm.em.fork() }, rows)).map((card) => [card.id, card]));
  return mapPage(page, ({ id }) => standing(context, getCard(cards, id)));
}

function getCard(cards: ReadonlyMap<string, Card>, id: string): Card {
  const card = cards.get(id);
  if (card === undefined) throw new Error('A card of this page was not read.');
  return card;
}

const standing = (context: ProvinceContext, card: Card): StandingCard => {
  return { card, face: foldCard(card, context.surroundings.nowMs()) };
};

/** One card of this province, for supervisors and its unit; undefined for everybody else. */
export async function findAlert(context: ProvinceContext, id: string): Promise<StandingCard | undefined> {
  const card = await findCard({ transaction: context.orm.em.fork() }, id);
  if (card === undefined || !maySee(context.caller, card)) return undefined;
  const found = standing(context, card);
  return found.face.level === null ? undefined : found;
}

/** The alerts of a case as one province holds them, and the provinces of the case. */
export interface AlertsOfCase {
  readonly parties: readonly string[];
  readonly alerts: readonly StandingCard[];
}

/** What this province holds of the alerts of a case, its own and those of others, for who may see each. */
export async function findAlertsOfCase(context: ProvinceContext, collaborationNo: string): Promise<AlertsOfCase> {
  if (keeperOfCollaboration(collaborationNo) === undefined) assertNumber(collaborationNo);
  const cards = await cardsOfCase({ transaction: context.orm.em.fork() }, collaborationNo);
  const seen = cards.filter((card) => maySee(context.caller, card)).map((card) => standing(context, card));
  const parties = [...new Set(cards.flatMap((card) => card.parties))].sort();
  return { parties, alerts: seen.filter(({ face }) => face.level !== null) };
}

/** Refuses with BAD_ID what is no collaboration number of a case. */
export function assertNumber(collaborationNo: string): void {
  if (originOf(collaborationNo) === undefined)
    throw new SubgraphError('BAD_ID', 'The argument is not a collaboration number.');
}

function maySee(caller: Identity | undefined, { province, unitCode }: Card): boolean {
  return caller?.role === 'supervisor' || isOfUnit(caller, { province, unit: unitCode });
}

/** A digest of a card's whole life: two provinces that show the same hold the same. */
export function lifeDigest({ card, face }: StandingCard): string {
  const { id, rule, unitCode } = card;
  return sha256(canonicalJson({ id, rule, unitCode, life: face.life }));
}

/** How many alerts are open, by level. */
export async function countOpenAlerts(storage: ProvinceStorage): Promise<ReadonlyMap<string, number>> {
  const cards = storage.em.fork().getKysely<SupervisionTables>().selectFrom('supervision_card');
  const open = cards.where('shelf', '=', 'OPEN').select(['level', (row) => row.fn.countAll().as('n')]);
  const rows = await open.groupBy('level').execute();
  return new Map(rows.map(({ level, n }) => [level ?? 'NONE', Number(n)]));
}
