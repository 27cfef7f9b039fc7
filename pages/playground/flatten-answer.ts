/** What stands in one cell. */
export type Cell = string | number | boolean | null;

/** A list of an answer as rows and columns. */
export interface Table {
  /** Where the list stands in the answer: response keys, joined by dots. */
  readonly path: string;
  /** Paths below a row, joined by dots. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/**
 * The lists of an answer, the longest first; lists inside a row are text in its cells. What the answer says of itself
 * (coverage, refusals) comes last, however long it is. An answer without lists is one row.
 */
export function findTables(data: unknown): readonly Table[] {
  if (!isObject(data)) return [];
  const found: { readonly path: string; readonly list: readonly Json[] }[] = [];
  collect(data, [], found);
  const tables = found.map(({ path, list }) => tableOf(path, list));
  if (tables.length === 0) return [tableOf('data', [data])];
  return tables.sort((a, b) => rankOf(a) - rankOf(b) || b.rows.length - a.rows.length);
}

function rankOf({ path }: Table): number {
  return /(^|\.)(coverage|refusals)(\.|$)/.test(path) ? 1 : 0;
}

function collect(value: Json, path: readonly string[], found: { path: string; list: readonly Json[] }[]): void {
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const here = [...path, key];
    if (!isList(member)) collect(member, here, found);
    else if (member.length > 0) found.push({ path: (key === 'edges' ? path : here).join('.'), list: member });
  }
}

function tableOf(path: string, list: readonly Json[]): Table {
  const flat = list.map((element) => {
    const row = new Map<string, Cell>();
    flatten(unwrapped(element), '', row);
    return row;
  });
  const all = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  // An object that is null in one row has columns of its own in the others.
  const columns = all.filter((column) => !all.some((other) => other.startsWith(`${column}.`)));
  return { path, columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? null)) };
}

/** The node of an edge, whose cursor says nothing to a reader. */
function unwrapped(element: Json): Json {
  return isObject(element) && isObject(element['node']) ? element['node'] : element;
}

function flatten(value: Json, column: string, row: Map<string, Cell>): void {
  if (isObject(value))
    for (const [key, member] of Object.entries(value)) flatten(member, column === '' ? key : `${column}.${key}`, row);
  else row.set(column === '' ? 'value' : column, isList(value) ? value.map(textOf).join('; ') : value);
}

/** An element of a list inside a row: a lone value without its key, anything else as JSON. */
function textOf(element: Json): string {
  if (!isObject(element)) return isList(element) ? JSON.stringify(element) : String(element ?? '');
  const [only, ...others] = Object.values(element);
  const isLone = only !== undefined && others.length === 0 && !isObject(only) && !isList(only);
  return isLone ? String(only ?? '') : JSON.stringify(element);
}

/** True when a cell holds a lower bound: beside it, or at a level above, `suppressedIn` is not zero. */
export function isLowerBound({ columns, rows }: Table, row: number, column: string): boolean {
  if (typeof rows[row]?.[columns.indexOf(column)] !== 'number' || column.endsWith('suppressedIn')) return false;
  const path = column.split('.').slice(0, -1);
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const place = columns.indexOf([...path.slice(0, depth), 'suppressedIn'].join('.'));
    if (place !== -1) return Number(rows[row][place] ?? 0) > 0;
  }
  return false;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
