import { sql } from 'kysely';
import type { Expression } from './cells.js';
import { currentRows, idOf, readerOf, type Source } from './source.js';

/** The face of a licence, as far as the table tells it. */
export interface LicenceRow {
  readonly id: string;
  readonly type_code: string;
  readonly type_name: string;
  readonly name: string;
  readonly issuer_code: string;
  readonly issuer_name: string;
  readonly issued_on: string;
  readonly area_code: string;
  readonly updated_at: string;
}

/** What must be told of a licence for it to be served. */
export const requiredOfLicence = [
  ...['id', 'type_code', 'type_name', 'name', 'issuer_code', 'issuer_name', 'issued_on', 'area_code', 'updated_at'],
] as const;

// An id is shown to everybody: it must not be the identifier by which a licence is verified, nor a number of a person.
const TELLING = String.raw`^1\.2\.156\.|[0-9]{17}[0-9Xx]`;

/** All licences that the table holds, with null for what cannot be told; or those of these source keys. */
export function mappedLicences(source: Source, keys?: readonly string[]): Expression {
  const licence = readerOf(source, 'up_lic_data');
  const narrow =
    keys === undefined
      ? undefined
      : sql`${source.cells.key(licence.raw('certificate_source_id'))} in (${sql.join(keys)})`;
  const key = sql`cast(${licence.raw('certificate_source_id')} as text)`;
  return sql`(select case when not ${source.cells.matches(key, TELLING)} then ${idOf(source, 'Licence', key)} end as id,
    ${licence.text('certificate_type_code')} as type_code, ${licence.text('certificate_type')} as type_name,
    ${licence.text('certificate_name')} as name, ${licence.text('issue_dept_code')} as issuer_code,
    ${licence.text('issue_dept')} as issuer_name, ${licence.day('issue_date')} as issued_on,
    ${licence.text('certificate_area_code')} as area_code, ${licence.instant('cd_time')} as updated_at
    from ${currentRows(source, 'up_lic_data', narrow)} as r)`;
}
