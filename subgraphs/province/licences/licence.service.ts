import type { Kysely } from 'kysely';
import type { ProvinceContext } from '../context.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { AnnotatedCopyRow, LicenceRow, LicenceTables } from './licence.entity.js';
import { licenceOrders } from './licence.rules.js';
import type { LicenceTerm } from './status.rules.js';

export interface ListLicencesArguments extends ListArguments {
  readonly provinces?: readonly string[] | null;
}

const tables = (context: ProvinceContext): Kysely<LicenceTables> => context.orm.em.getKysely<LicenceTables>();

/** One page of the licences of whoever asks; none for somebody whose identity nobody has verified. */
export async function listOwnLicences(
  context: ProvinceContext,
  args: ListLicencesArguments,
): Promise<PageOf<LicenceRow>> {
  const request = parseListRequest(args, licenceOrders);
  const own = context.province.code;
  if (!isAsked(args.provinces, own)) return emptyPage();
  const person = context.caller?.person;
  if (person === undefined) return { ...emptyPage(), provinces: [own] };
  return listPage(licencesOf(tables(context), person).selectAll(), request, own);
}

/** The licences of a person; the query brings no order. */
export function licencesOf(db: Kysely<LicenceTables>, person: string) {
  return db.selectFrom('licence').where('holder_person', '=', person);
}

/** The licence of an id, or undefined. Many ids asked for together are one query. */
export function findLicence(context: ProvinceContext, id: string): Promise<LicenceRow | undefined> {
  return context.load(loadLicences, id);
}

/** The annotated copy of an id, or undefined. Many ids asked for together are one query. */
export function findCopy(context: ProvinceContext, id: string): Promise<AnnotatedCopyRow | undefined> {
  return context.load(loadCopies, id);
}

async function loadLicences(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('licence').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadCopies(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('annotated_copy').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the status of a licence depends on, of its row. */
export function termOf(row: Pick<LicenceRow, 'status' | 'valid_from' | 'valid_to' | 'superseded_from'>): LicenceTerm {
  const { status, valid_from: validFrom, valid_to: validTo, superseded_from: supersededFrom } = row;
  return { status, validFrom, validTo, supersededFrom };
}
