import { sql } from 'kysely';
import { cellKindOf, columnsOf } from './cell-kinds.js';
import { codeColumnOf, type CodeColumnName } from './code-columns.js';
import { mappedCases, requiredOfCase } from './storage/cases.js';
import type { Expression } from './storage/cells.js';
import { BETWEEN } from './storage/read-cell.js';
import { mappedItems, requiredOfItem } from './storage/items.js';
import { mappedLicences, requiredOfLicence } from './storage/licences.js';
import {
  currentRows,
  isKept,
  isOwn,
  itemKey,
  lastFirst,
  readerOf,
  type Source,
  valuesByCode,
} from './storage/source.js';
import { type ColumnOf, type TableName, tableNames } from './tables.js';

/** How many rows a table has, and how many of them count. */
export interface TableCount {
  readonly table: TableName;
  readonly rows: number;
  /** Sent by another province. */
  readonly ofOthers: number;
  /** Sent again since. */
  readonly superseded: number;
  readonly takenBack: number;
  readonly current: number;
}

/** How many things of one type are served, and why the others are not. */
export interface TypeCount {
  readonly type: 'ServiceItem' | 'Case' | 'Licence';
  readonly told: number;
  readonly served: number;
  /** How many lack each of what is required; one may lack several. */
  readonly lacking: ReadonlyMap<string, number>;
}

/** Cells of one column that are not empty, and cannot be read. */
export interface UnreadCells {
  readonly column: string;
  readonly count: number;
  /** What they look like, without what they say: most frequent first. */
  readonly examples: readonly string[];
}

/** Rows that belong to something which is not there. */
export interface Dangling {
  readonly table: TableName;
  readonly belongsTo: TableName;
  readonly count: number;
}

/** What of a database can be told by the contract, and what cannot. */
export interface MappingReport {
  readonly province: string;
  readonly at: string;
  readonly tables: readonly TableCount[];
  readonly types: readonly TypeCount[];
  readonly unread: readonly UnreadCells[];
  readonly dangling: readonly Dangling[];
  /** True when everything that counts is served and read. */
  readonly isComplete: boolean;
}

/** Reads the whole database and says what of it could not be mapped. Nothing personal is in what it gives. */
export async function readReport(source: Source, now: string): Promise<MappingReport> {
  const tables: TableCount[] = [];
  const unread: UnreadCells[] = [];
  for (const table of tableNames) {
    tables.push(await countTable(source, table));
    for (const column of columnsOf(table)) unread.push(...(await findUnread(source, table, column)));
  }
  const types = [
    await countType(source, 'ServiceItem', { mapped: mappedItems(source), required: requiredOfItem }),
    await countType(source, 'Case', { mapped: mappedCases(source, now), required: requiredOfCase }),
    await countType(source, 'Licence', { mapped: mappedLicences(source), required: requiredOfLicence }),
  ];
  const dangling: Dangling[] = [];
  for (const pair of belongings) dangling.push(...(await findDangling(source, pair)));
  const isServed = types.every(({ told, served }) => told === served);
  const isComplete = isServed && unread.length === 0 && dangling.length === 0;
  return { province: source.province.code, at: now, tables, types, unread, dangling, isComplete };
}

async function countTable(source: Source, table: TableName): Promise<TableCount> {
  const own = sql`select r.*, row_number() over (${lastFirst(source, table)}) as nth from ${sql.table(table)} as r
    where ${isOwn(source, table)}`;
  const sum = (condition: Expression): Expression => sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  const { rows: counted } = await sql<Partial<Record<'own' | 'superseded' | 'current', number>>>`select count(*) as own,
    ${sum(sql`nth > 1`)} as superseded, ${sum(sql`nth = 1 and ${isKept(source, table)}`)} as current
    from (${own}) as r`.execute(source.db);
  const { rows: all } = await sql<{ total: number }>`select count(*) as total from ${sql.table(table)}`.execute(
    source.db,
  );
  const { own: ours = 0, superseded = 0, current = 0 } = counted[0] ?? {};
  const rows = all[0]?.total ?? 0;
  return { table, rows, ofOthers: rows - ours, superseded, takenBack: ours - superseded - current, current };
}

interface Mapping {
  readonly mapped: Expression;
  readonly required: readonly string[];
}

async function countType(source: Source, type: TypeCount['type'], { mapped, required }: Mapping): Promise<TypeCount> {
  const isTold = sql.join(
    required.map((name) => sql`${sql.ref(`row.${name}`)} is not null`),
    sql` and `,
  );
  const lacks = required.map(
    (name) => sql`coalesce(sum(case when ${sql.ref(`row.${name}`)} is null then 1 else 0 end), 0) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<string, number>>`select count(*) as told,
    coalesce(sum(case when ${isTold} then 1 else 0 end), 0) as served, ${sql.join(lacks)}
    from ${mapped} as row`.execute(source.db);
  const [{ told = 0, served = 0, ...counts } = {}] = rows;
  const lacking = Object.entries(counts).flatMap(([name, count]): [string, number][] =>
    count > 0 ? [[name, count]] : [],
  );
  return { type, told, served, lacking: new Map(lacking) };
}

// More than anybody reads; a column of free text where codes should be must not fill the memory.
const MOST_VALUES = 1000;
const MOST_EXAMPLES = 5;

async function findUnread(source: Source, table: TableName, column: string): Promise<readonly UnreadCells[]> {
  const read = readerOf(source, table);
  const name = column as ColumnOf<typeof table>;
  const kind = cellKindOf(table, column);
  const cell = kind === 'codes' ? read.codes(name) : read[kind](name);
  const isUnread = kind === 'codes' ? sql`1 = 1` : sql`${cell} is null`;
  const value = sql`cast(${read.raw(name)} as text)`;
  const { rows } = await sql<{ value: string; count: number }>`select ${value} as value, count(*) as count
    from ${currentRows(source, table)} as r where ${read.isGiven(name)} and ${isUnread}
    group by ${value} order by count(*) desc limit ${sql.lit(MOST_VALUES)}`.execute(source.db);
  const isCode = kind === 'code' || kind === 'codes';
  const known = isCode ? knownCodes(source, `${table}.${column}` as CodeColumnName) : new Set<string>();
  const found = rows.flatMap(({ value: text, count }) => {
    const values = kind === 'codes' ? text.split(new RegExp(BETWEEN)) : [text.trim()];
    return values.filter((one) => one !== '' && !known.has(one)).map((one) => [showCell(one, isCode), count] as const);
  });
  if (found.length === 0) return [];
  const shapes = [...Map.groupBy(found, ([shape]) => shape)].map(
    ([shape, all]) => [shape, all.reduce((sum, [, count]) => sum + count, 0)] as const,
  );
  const examples = shapes.sort(([, a], [, b]) => b - a).slice(0, MOST_EXAMPLES);
  const count = shapes.reduce((sum, [, each]) => sum + each, 0);
  return [{ column: `${table}.${column}`, count, examples: examples.map(([shape, times]) => `${shape} (${times})`) }];
}

function knownCodes(source: Source, name: CodeColumnName): ReadonlySet<string> {
  return new Set([...valuesByCode(source, name).keys(), ...(codeColumnOf(name).ignored ?? [])]);
}

const LONGEST_EXAMPLE = 24;

/** A cell as a report may show it: a short code as it is, of anything else only what kinds of characters it has. */
export function showCell(cell: string, isCode: boolean): string {
  if (isCode && /^[0-9A-Za-z]{1,4}$/.test(cell)) return `“${cell}”`;
  const shape = cell
    .replaceAll(/\p{N}/gu, '9')
    .replaceAll(/\p{Script=Latin}/gu, 'a')
    .replaceAll(/(?!a)\p{L}/gu, '字')
    .replaceAll(/\p{Cc}|\ufffd/gu, '�');
  return shape.length > LONGEST_EXAMPLE ? `${shape.slice(0, LONGEST_EXAMPLE)}…` : shape;
}

interface Belonging {
  readonly table: TableName;
  readonly belongsTo: TableName;
  readonly by: 'item' | 'case';
}

const belongings: readonly Belonging[] = [
  ...(
    [
      'up_task_general_extend',
      'up_task_general_material',
      'up_task_general_fee_project',
      'up_task_general_questions',
      'up_pro_accept',
    ] as const
  ).map((table) => ({ table, belongsTo: 'up_task_general_basic', by: 'item' }) as const),
  ...(['up_pro_process', 'up_pro_special_procedure', 'up_pro_material', 'up_pro_result'] as const).map(
    (table) => ({ table, belongsTo: 'up_pro_accept', by: 'case' }) as const,
  ),
];

async function findDangling(source: Source, { table, belongsTo, by }: Belonging): Promise<readonly Dangling[]> {
  const key = by === 'item' ? itemKey(source) : source.cells.ordered(sql`cast(r.project_no as text)`);
  const { rows } = await sql<{ count: number }>`select count(*) as count from (select ${key} as key
    from ${currentRows(source, table)} as r) as child left join (select distinct ${key} as key
    from ${currentRows(source, belongsTo)} as r) as parent on parent.key = child.key
    where parent.key is null`.execute(source.db);
  const count = rows[0]?.count ?? 0;
  return count === 0 ? [] : [{ table, belongsTo, count }];
}
