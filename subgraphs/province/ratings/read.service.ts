import { type Expression, expressionBuilder, type Kysely, type SelectQueryBuilder, sql, type SqlBool } from 'kysely';
import type { Satisfaction } from '../../../schema/code-lists.js';
import { type Identity, supervisesIn } from '../../../schema/identity.js';
import type { RatingStateCode } from '../../../schema/rating-lists.js';
import type { ProvinceContext } from '../context.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import { isPublic, partyOf } from './party.service.js';
import type { RatingRow, RatingStepRow, RatingTables } from './rating.entity.js';
import { publicStates } from './states.rules.js';

/** What ratings can be ordered by. */
export const ratingOrders = {
  fields: {
    GIVEN_AT: { column: 'given_at', holds: 'TEXT', nullable: false, labelZh: '评价时间', labelEn: 'given at' },
  },
  defaultOrder: 'GIVEN_AT_DESC',
} as const satisfies ListOrders;

/** Narrows a list of ratings; what is absent does not narrow. */
export interface RatingNarrowing {
  readonly unit?: string | null;
  readonly levels?: readonly (keyof typeof Satisfaction.entries)[] | null;
  readonly states?: readonly RatingStateCode[] | null;
}

export interface ListRatingsArguments extends ListArguments {
  readonly filter?: RatingNarrowing | null;
  readonly provinces?: readonly string[] | null;
}

type RatingQuery = SelectQueryBuilder<RatingTables, 'rating', object>;

const tables = ({ orm }: ProvinceContext) => orm.em.getKysely<RatingTables>();

/**
 * One page of the ratings that this province deals with, each of which is dealt with in one place only: those that are
 * public, and those in which the caller takes part.
 */
export async function listRatings(context: ProvinceContext, args: ListRatingsArguments): Promise<PageOf<RatingRow>> {
  const request = parseListRequest(args, ratingOrders);
  const own = context.province.code;
  const query = ratingsShown(tables(context), { caller: context.caller, province: own }, args.filter ?? {});
  return isAsked(args.provinces, own) ? listPage(query.selectAll(), request, own) : emptyPage();
}

/** Who reads the list of a province. */
export interface RatingReader {
  readonly caller: Identity | undefined;
  readonly province: string;
}

/** The ratings that somebody sees of those that a province deals with. */
export function ratingsShown(
  db: Kysely<RatingTables>,
  reader: RatingReader,
  { unit, levels, states }: RatingNarrowing,
): RatingQuery {
  const { caller, province } = reader;
  const asked = states ?? undefined;
  const shown = publicStates.filter((state) => asked?.includes(state) ?? true);
  const parts = partsOf(reader);
  // A rater has few, which a planner finds only where no index on this column looks cheaper to it.
  const isRater = shown.length === 0 && isPerson(caller);
  let query = db.selectFrom('rating').where(isRater ? sql<boolean>`is_ours + 0 = 1` : sql<boolean>`is_ours = 1`);
  if (unit !== null && unit !== undefined) query = query.where('responsible_unit', '=', unit);
  if (levels !== null && levels !== undefined) query = query.where(isIn('level', levels));
  if (caller !== undefined && supervisesIn(caller, province))
    return asked === undefined ? query : query.where(isIn('state', asked));
  // Nothing that is asked for is public: then the caller's own part is sought, and nobody's part needs no search.
  if (shown.length === 0)
    return parts === undefined ? query.where(NEVER) : query.where(parts).where(isIn('state', asked ?? [], NOT_SOUGHT));
  if (parts === undefined) return query.where(isIn('state', shown));
  const narrowed = asked === undefined ? query : query.where(isIn('state', asked));
  return narrowed.where((eb) => eb.or([isIn('state', shown, NOT_SOUGHT), parts]));
}

const NEVER = sql<boolean>`1 = 0`;
const NOT_SOUGHT = true;

/**
 * One value is an equality, which an index serves in the order of the list. Several would have to be sorted, page for
 * page; the concatenation keeps a planner from it and lets it walk the index of the order.
 */
function isIn(column: 'level' | 'state', values: readonly string[], isWalked = values.length > 1) {
  if (values.length === 0) return NEVER;
  const held = isWalked ? sql`${sql.ref(column)} || ''` : sql.ref(column);
  return values.length === 1 ? sql<boolean>`${held} = ${values[0]}` : sql<boolean>`${held} in (${sql.join(values)})`;
}

const isPerson = (caller: Identity | undefined): boolean => caller?.role === 'citizen' || caller?.role === 'app';

// What the caller takes part in; undefined where he takes part in nothing.
function partsOf({ caller, province }: RatingReader): Expression<SqlBool> | undefined {
  const { role, unit = '', person = '', subject = '' } = caller ?? {};
  const eb = expressionBuilder<RatingTables, 'rating'>();
  if ((role === 'clerk' || role === 'officer') && caller?.province === province)
    return eb.and([eb('responsible_province', '=', province), eb('responsible_unit', '=', unit)]);
  if (!isPerson(caller)) return undefined;
  return eb.or([eb('rater_person', '=', person), eb('rater_subject', '=', subject)]);
}

/** The rating of an id; undefined where there is none, or none for the caller. */
export async function findRating(context: ProvinceContext, id: string): Promise<RatingRow | undefined> {
  const row = await tables(context).selectFrom('rating').selectAll().where('id', '=', id).executeTakeFirst();
  return row !== undefined && isShown(context, row) ? row : undefined;
}

/** The ratings of a case that the caller may see, in order. Here as anywhere that the case is known. */
export async function listRatingsOfCase(context: ProvinceContext, caseId: string): Promise<readonly RatingRow[]> {
  const files = context.orm.em.getKysely<CaseFiles>().selectFrom('case_file').select('collaboration_no');
  const file = await files.where('case_id', '=', caseId).executeTakeFirst();
  if (file === undefined) return [];
  const ratings = tables(context).selectFrom('rating').selectAll();
  const rows = await ratings.where('collaboration_no', '=', file.collaboration_no).orderBy('given_at').execute();
  return rows.filter((row) => isShown(context, row));
}

interface CaseFiles {
  case_file: { readonly collaboration_no: string; readonly case_id: string | null };
}

const isShown = ({ caller, province }: ProvinceContext, row: RatingRow): boolean =>
  isPublic(row) || partyOf(caller, row, province.code) !== undefined;

/** The steps of a rating in order. Those of many asked for together are one query. */
export async function listSteps(context: ProvinceContext, id: string): Promise<readonly RatingStepRow[]> {
  return (await context.load(loadSteps, id)) ?? [];
}

async function loadSteps(context: ProvinceContext, ids: readonly string[]) {
  const steps = tables(context).selectFrom('rating_step').selectAll().where('rating_id', 'in', ids);
  return Map.groupBy(await steps.orderBy('rating_id').orderBy('seq').execute(), (row) => row.rating_id);
}
