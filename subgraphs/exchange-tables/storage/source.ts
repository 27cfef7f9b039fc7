import { type Kysely, sql } from 'kysely';
import { isEmbedded, type Storage } from '../../server/database.js';
import { StorageError } from '../../server/errors.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { codeColumnOf, type CodeColumnName } from '../code-columns.js';
import type { OwnMapping } from '../mapping-file.js';
import { readNationalItems } from '../national-items.js';
import { type ColumnOf, type TableName, tableNames, tableOf } from '../tables.js';
import { type Cells, embeddedCells, type Expression, serverCells } from './cells.js';

/** The exchange tables as Kysely sees them; their cells are read by expressions. */
export type ExchangeTables = Readonly<Record<TableName, Readonly<Record<string, unknown>>>>;

/** The exchange tables of one province, and how their cells are read. */
export interface Source {
  readonly db: Kysely<ExchangeTables>;
  readonly cells: Cells;
  readonly province: ProvinceInstance;
  readonly mapping: OwnMapping;
  /** Types of columns, by `table.column`; a column that is not there has none. */
  readonly types: ReadonlyMap<string, string>;
  /** What rows without the applicant's region are taken for: not served, or of applicants of this province. */
  readonly applicantsWithoutRegion: 'WITHHELD' | 'OWN';
}

export interface SourceOptions extends Pick<Source, 'province' | 'mapping' | 'applicantsWithoutRegion'> {
  readonly orm: Storage;
  /** Names the database to a person. */
  readonly place: string;
}

/** Looks at the tables; throws a StorageError that lists what is missing of them. */
export async function openSource({ orm, place, ...options }: SourceOptions): Promise<Source> {
  const db = orm.em.getKysely<ExchangeTables>();
  const { rows } = await (isEmbedded(orm.em) ? embeddedColumns : serverColumns(orm.config.get('schema', ''))).execute(
    db,
  );
  const found = new Set(rows.map(({ of_table: table }) => table));
  const types: ReadonlyMap<string, string> = new Map(
    rows.map((row) => [`${row.of_table}.${row.name}`, row.type.toLowerCase()] as const),
  );
  const missing = tableNames.flatMap((table) => {
    if (!found.has(table)) return [table];
    return Object.keys(tableOf(table).columns)
      .map((column) => `${table}.${column}`)
      .filter((name) => !types.has(name));
  });
  if (missing.length > 0) {
    const cure = 'Create a view of that name over what the system has instead, with null for what it does not keep.';
    throw new StorageError(`${place} has no ${missing.join(', ')}. ${cure}`, { place });
  }
  return { db, cells: isEmbedded(orm.em) ? embeddedCells : serverCells, types, ...options };
}

interface FoundColumn {
  readonly of_table: string;
  readonly name: string;
  readonly type: string;
}

const embeddedColumns = sql<FoundColumn>`select m.name as of_table, c.name, c.type
  from sqlite_master as m join pragma_table_info(m.name) as c where m.type in ('table', 'view')`;

// Of that schema alone, whatever else is on the server; views, and tables of other servers, are as good as tables.
const serverColumns = (
  schema: string,
) => sql<FoundColumn>`select c.relname as of_table, a.attname as name, t.typname as type
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type as t on t.oid = a.atttypid where n.nspname = ${schema}`;

/** A column of a table that stands in a query as `row`, or under another name. */
export function column<Name extends TableName>(_table: Name, name: ColumnOf<Name>, alias = 'r'): Expression {
  return sql.ref(`${alias}.${String(name)}`);
}

/** How the columns of one table are read. */
export interface Reader<Name extends TableName> {
  raw(name: ColumnOf<Name>): Expression;
  text(name: ColumnOf<Name>): Expression;
  instant(name: ColumnOf<Name>): Expression;
  day(name: ColumnOf<Name>): Expression;
  whole(name: ColumnOf<Name>): Expression;
  fen(name: ColumnOf<Name>): Expression;
  codes(name: ColumnOf<Name>): Expression;
  /** The value of the contract that a code stands for. */
  code(name: ColumnOf<Name>): Expression;
  /** True where there is something in the cell, whether it can be read or not. */
  isGiven(name: ColumnOf<Name>): Expression;
}

/** Reads the columns of a table that stands in a query as `r`. */
export function readerOf<Name extends TableName>(source: Source, table: Name): Reader<Name> {
  const { cells, types } = source;
  const isThere = (name: ColumnOf<Name>): boolean => types.has(`${table}.${String(name)}`);
  const raw = (name: ColumnOf<Name>): Expression => (isThere(name) ? column(table, name) : sql`cast(null as text)`);
  const text = (name: ColumnOf<Name>): Expression => cells.text(raw(name));
  return {
    raw,
    text,
    instant: (name) => cells.instant(raw(name), types.get(`${table}.${String(name)}`)),
    day: (name) => cells.day(raw(name)),
    whole: (name) => cells.whole(raw(name)),
    fen: (name) => cells.fen(raw(name)),
    codes: (name) => cells.codes(raw(name)),
    code: (name) => valueOf(source, `${table}.${String(name)}` as CodeColumnName, text(name)),
    isGiven: (name) => sql`coalesce(trim(cast(${raw(name)} as text)), '') <> ''`,
  };
}

/** The value of the contract for each code of a column: those of the standard, and before them those of the province. */
export function valuesByCode({ mapping }: Pick<Source, 'mapping'>, name: CodeColumnName): ReadonlyMap<string, string> {
  return new Map([...Object.entries(codeColumnOf(name).values), ...(mapping.codes.get(name) ?? [])]);
}

function valueOf(source: Source, name: CodeColumnName, code: Expression): Expression {
  const branches = [...valuesByCode(source, name)].map(
    ([key, value]) => sql`when ${sql.lit(key)} then ${sql.lit(value)}`,
  );
  return sql`case ${code} ${sql.join(branches, sql` `)} end`;
}

/**
 * The rows of a table that count, as `r`: of this province, and of those that are of one thing the last that was sent,
 * unless that takes it back. `narrow` speaks of `r` too, and must let all rows of a thing through or none.
 */
export function currentRows(source: Source, table: TableName, narrow: Expression = sql`1 = 1`): Expression {
  const rows = sql`select r.*, row_number() over (${lastFirst(source, table)}) as nth
    from ${sql.table(table)} as r where ${isOwn(source, table)} and ${narrow}`;
  return sql`(select * from (${rows}) as r where nth = 1 and ${isKept(source, table)})`;
}

/** The window in which the rows of one thing stand, the last that was sent first. */
export function lastFirst(source: Source, table: TableName): Expression {
  const { identity, columns } = tableOf(table);
  const read = readerOf(source, 'up_pro_accept'); // every table has the same plumbing
  const key = sql.join(identity.map((name) => sql`coalesce(cast(${sql.ref(`r.${name}`)} as text), '')`));
  const sent = source.cells.instant(read.raw('cd_time'), source.types.get(`${table}.cd_time`));
  const tie = 'row_guid' in columns ? sql`, cast(${sql.ref('r.row_guid')} as text) desc` : sql``;
  return sql`partition by ${key} order by ${sent} desc nulls last${tie}`;
}

/** True for a row that this province has sent, or nobody is said to have. */
export function isOwn({ cells, province }: Source, _table: TableName): Expression {
  const own = sql.lit(sourceCode(province));
  return sql`coalesce(${cells.text(sql.ref('r.data_source'))}, ${own}) = ${own}`;
}

/** True for a row that does not take its thing back. */
export function isKept({ cells }: Source, _table: TableName): Expression {
  return sql`coalesce(${cells.text(sql.ref('r.cd_operation'))}, '') <> 'D'`;
}

/** How exchange tables name a province: p and the first two digits of its code in GB/T 2260. */
export function sourceCode({ gbCode }: Pick<ProvinceInstance, 'gbCode'>): string {
  return `p${gbCode.slice(0, 2)}`;
}

/** By what rows of an item belong together: the code of the handling item, or the implementation code where there is none. */
export function itemKey({ cells }: Pick<Source, 'cells'>): Expression {
  const [handling, code] = [sql.ref('r.task_handle_item'), sql.ref('r.task_code')];
  return cells.ordered(sql`coalesce(nullif(cast(${handling} as text), ''), cast(${code} as text))`);
}

/** Rows of items with one of these keys; both columns as an index of the other system has them. */
export function hasItemKey({ cells }: Source, keys: readonly string[]): Expression {
  const [handling, code] = [cells.key(sql.ref('r.task_handle_item')), cells.key(sql.ref('r.task_code'))];
  return sql`(${handling} in (${sql.join(keys)}) or ${code} in (${sql.join(keys)}))`;
}

/** Rows of cases with one of these numbers. */
export function hasCaseNo({ cells }: Source, numbers: readonly string[]): Expression {
  return sql`${cells.key(sql.ref('r.project_no'))} in (${sql.join(numbers)})`;
}

/** The id of a thing by its key; null where blanks stand around the key, by which it could not be found again. */
export function idOf({ cells, province }: Source, type: string, key: Expression): Expression {
  const prefix = sql.lit(`${province.code}:${type}:`);
  return cells.ordered(sql`case when ${cells.text(key)} = ${key} then ${prefix} || ${cells.localId(key)} end`);
}

/** The code of the national item that a row is of: by its basic code as the province says, otherwise by its name. */
export function nationalCode({ mapping }: Source, catalogCode: Expression, name: Expression): Expression {
  const named = readNationalItems().map(({ nameZh, code }) => sql`when ${sql.lit(nameZh)} then ${sql.lit(code)}`);
  const byName = sql`case ${name} ${sql.join(named, sql` `)} end`;
  const coded = [...mapping.items].map(([basic, code]) => sql`when ${sql.lit(basic)} then ${sql.lit(code)}`);
  return coded.length === 0 ? byName : sql`case ${catalogCode} ${sql.join(coded, sql` `)} else ${byName} end`;
}

/** What a national item says, by its code. */
export function ofNational(
  code: Expression,
  told: (item: ReturnType<typeof readNationalItems>[number]) => string,
): Expression {
  const branches = readNationalItems().map((item) => sql`when ${sql.lit(item.code)} then ${sql.lit(told(item))}`);
  return sql`case ${code} ${sql.join(branches, sql` `)} end`;
}
