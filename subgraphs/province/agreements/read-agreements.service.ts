import { sql } from 'kysely';
import type { ProvinceContext } from '../context.js';
import { isAsked, parseProvinceCode } from '../../shared/ids.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { AgreementRow, AgreementTables, LogRow, TextRow, WarningRow } from './agreement.entity.js';
import { agreementOrders } from './agreement-order.rules.js';
import type { AgreementPlace } from './bureau.service.js';
import type { SignedAgreement, SignedSupplement } from './documents.service.js';
import type { State } from './life/life-words.rules.js';

const tables = ({ orm }: ProvinceContext) => orm.em.getKysely<AgreementTables>();

/** The place of agreements, of a request to the graph. */
export function placeOf({ exchange, province, surroundings }: ProvinceContext): AgreementPlace {
  const { agreements } = surroundings;
  return { desk: exchange.desk, instance: province, agreements, wake: () => exchange.wake() };
}

/** Narrows a list of agreements; what is absent does not narrow. */
export interface AgreementFilter {
  readonly party?: string | null;
  readonly state?: readonly State[] | null;
  readonly number?: string | null;
  /** Global id of what led to it. */
  readonly origin?: string | null;
  /** True leaves the copies out: each agreement is then there once, at its keeper. */
  readonly isKept?: boolean | null;
}

export interface ListAgreementsArguments extends ListArguments {
  readonly filter?: AgreementFilter | null;
  readonly provinces?: readonly string[] | null;
}

/** One page of the agreements of this province. */
export async function listAgreements(
  context: ProvinceContext,
  args: ListAgreementsArguments,
): Promise<PageOf<AgreementRow>> {
  const request = parseListRequest(args, agreementOrders);
  const { party, state, number, origin, isKept } = args.filter ?? {};
  let query = tables(context).selectFrom('agreement').selectAll();
  if (isGiven(party)) query = query.where('parties', 'like', `% ${parseProvinceCode(party)} %`);
  if (isGiven(state)) query = state.length === 0 ? query.where(sql<boolean>`1 = 0`) : query.where('state', 'in', state);
  // No text that is stored has a NUL, and PostgreSQL refuses to compare with one.
  if (isGiven(number)) query = query.where('number', '=', number.replaceAll('\0', ' '));
  if (isGiven(origin)) query = query.where('origin', '=', origin.replaceAll('\0', ' '));
  if (isKept === true) query = query.where('keeper', '=', context.province.code);
  if (isKept === false) query = query.where('keeper', '<>', context.province.code);
  if (!isAsked(args.provinces, context.province.code)) return emptyPage();
  return listPage(query, request, context.province.code);
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/** The agreement of an id, or undefined. Many ids asked for together are one query. */
export function findAgreement(context: ProvinceContext, id: string): Promise<AgreementRow | undefined> {
  return context.load(loadAgreements, id);
}

async function loadAgreements(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('agreement').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The text on the table, with its signatures. The texts of many agreements are two queries. */
export async function loadTexts(
  context: ProvinceContext,
  { id, version }: Pick<AgreementRow, 'id' | 'version'>,
): Promise<SignedAgreement> {
  const text = await context.load(loadDocuments, `${id} ${version}`);
  if (text === undefined) throw new Error('An agreement has no text.');
  return text;
}

async function loadDocuments(context: ProvinceContext, keys: readonly string[]) {
  const ids = keys.map((key) => key.slice(0, key.indexOf(' ')));
  const texts = await tables(context)
    .selectFrom('agreement_text')
    .selectAll()
    .where('agreement_id', 'in', ids)
    .execute();
  const rows = await tables(context)
    .selectFrom('agreement_signature')
    .selectAll()
    .where('agreement_id', 'in', ids)
    .orderBy('province')
    .execute();
  const signed = Map.groupBy(rows, (row) => `${row.agreement_id} ${row.version}`);
  return new Map(
    texts.map(({ agreement_id: id, version, document }) => {
      const key = `${id} ${version}`;
      const signatures = (signed.get(key) ?? []).map(({ province, kid, signed_at: signedAt, signature }) => ({
        ...{ province, kid, signedAt, signature },
      }));
      return [key, { agreement: JSON.parse(document) as SignedAgreement['agreement'], signatures }] as const;
    }),
  );
}

/** The texts that were on the table, in order. */
export function listTexts(context: ProvinceContext, id: string): Promise<readonly TextRow[]> {
  const texts = tables(context).selectFrom('agreement_text').selectAll().where('agreement_id', '=', id);
  return texts.orderBy('version').execute();
}

/** What has happened to an agreement here, in order. */
export function listSteps(context: ProvinceContext, id: string): Promise<readonly LogRow[]> {
  const log = tables(context).selectFrom('agreement_log').selectAll().where('agreement_id', '=', id);
  return log.orderBy('seq').execute();
}

/** What was signed about the agreements of a number since. */
export async function findSupplements(
  context: ProvinceContext,
  number: string,
): Promise<readonly { readonly document: SignedSupplement; readonly isComplete: boolean }[]> {
  const rows = await tables(context)
    .selectFrom('agreement_supplement')
    .select(['document', 'is_complete'])
    .where('agreement_no', '=', number)
    .orderBy('at')
    .orderBy('number')
    .orderBy('version')
    .execute();
  return rows.map(({ document, is_complete: isComplete }) => ({
    document: JSON.parse(document) as SignedSupplement, // as this province wrote it itself
    isComplete: isComplete === 1,
  }));
}

/** The last amendment of an agreement, however it ended; undefined when nobody has proposed one. */
export function findAmendment(context: ProvinceContext, id: string): Promise<AgreementRow | undefined> {
  const rows = tables(context).selectFrom('agreement').selectAll().where('amends', '=', id);
  return rows.orderBy('first_version', 'desc').limit(1).executeTakeFirst();
}

/** The open warnings of this province, those that are due first at the head. */
export function listWarnings(context: ProvinceContext): Promise<readonly WarningRow[]> {
  const open = tables(context).selectFrom('agreement_warning').selectAll().where('closed_at', 'is', null);
  return open.orderBy('at').orderBy('agreement_id').orderBy('kind').orderBy('about').limit(MAX_WARNINGS).execute();
}

// A province has some dozens of agreements, each with a few things to know.
const MAX_WARNINGS = 500;
