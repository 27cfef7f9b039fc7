import { type Kysely, sql } from 'kysely';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { WithholdingCode } from '../../../schema/withholding.js';
import type { AccessEntryRow } from './trail.entity.js';
import type { SignedHead } from './trail.rules.js';
import type { TrailTables } from './trail-rows.service.js';
import { trailOrders } from './trail-order.rules.js';

interface ListTrailArguments extends ListArguments {
  readonly provinces?: readonly string[] | null;
}

const tables = (context: ProvinceContext): Kysely<TrailTables> => context.orm.em.getKysely<TrailTables>();

/** The person who asks; refuses with NO_PERSON whoever is none, since an empty trail would look like a clean one. */
export function personOf({ caller }: ProvinceContext): string {
  const person = caller?.person;
  if (person === undefined) throw new SubgraphError('NO_PERSON');
  return person;
}

/** One page of the accesses to the data of the person who asks, without those that are withheld at this instant. */
export async function listOwnTrail(
  context: ProvinceContext,
  args: ListTrailArguments,
): Promise<PageOf<AccessEntryRow>> {
  const person = personOf(context);
  const request = parseListRequest(args, trailOrders);
  const own = context.province.code;
  if (!isAsked(args.provinces, own)) return emptyPage();
  return listPage(shownTo(tables(context), person, nowOf(context)).selectAll(), request, own);
}

/** The entry of an id, if it is one of this person's and shown to him. */
export function findShownEntry(
  context: ProvinceContext,
  person: string,
  id: string,
): Promise<AccessEntryRow | undefined> {
  return shownTo(tables(context), person, nowOf(context)).selectAll().where('id', '=', id).executeTakeFirst();
}

/** The entries of ids, for whoever takes part in a challenge of them. */
export async function loadEntries(
  context: ProvinceContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AccessEntryRow>> {
  const rows = await tables(context).selectFrom('access_entry').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The accesses to the data of a person that are shown to him at an instant; the query brings no order. */
export function shownTo(db: Kysely<TrailTables>, person: string, now: string) {
  return db
    .selectFrom('access_entry')
    .where('person', '=', person)
    .where(sql<boolean>`(withheld_until is null or withheld_until <= ${now})`);
}

const nowOf = ({ surroundings }: ProvinceContext): string => isoTime(surroundings.nowMs());

/** Accesses that are not shown yet, by their basis and the day on which they will be. */
export interface WithheldCount {
  readonly basis: WithholdingCode;
  /** A day in China, `2026-05-31`. */
  readonly releaseDate: string;
  readonly count: number;
}

/** How many accesses to the data of the person who asks are withheld at this instant. */
export async function countWithheld(context: ProvinceContext): Promise<readonly WithheldCount[]> {
  const groups = await tables(context)
    .selectFrom('access_entry')
    .select(['withheld', 'withheld_until', sql<number>`count(*)`.as('total')])
    .where('person', '=', personOf(context))
    .where('withheld_until', '>', nowOf(context))
    .groupBy(['withheld', 'withheld_until'])
    .execute();
  const counts = new Map<string, WithheldCount>();
  for (const { withheld: basis, withheld_until: until, total } of groups) {
    if (basis === null || until === null) continue;
    const releaseDate = dateOf(chinaDayOf(Date.parse(until)));
    const key = `${basis} ${releaseDate}`;
    counts.set(key, { basis, releaseDate, count: (counts.get(key)?.count ?? 0) + total });
  }
  return [...counts.values()];
}

/** What the province had signed of its trail by an instant; undefined when nothing was ever read by then. */
export async function findHead(context: ProvinceContext, at: string | undefined): Promise<SignedHead | undefined> {
  const heads = tables(context).selectFrom('access_head').selectAll();
  const until = at === undefined ? heads : heads.where('at', '<=', at);
  const row = await until.orderBy('at', 'desc').limit(1).executeTakeFirst();
  return row && { province: context.province.code, ...row };
}
