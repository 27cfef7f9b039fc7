import type { CodeList, CodeListEntry } from '../../schema/code-list.js';
import { type Direction, encodeCursor, type Position, parseCursor, type SortKey } from '../../schema/cursor.js';
import { readPageWindow } from '../../schema/page.js';
import { SubgraphError } from '../server/errors.js';

/** A field by which a list can be ordered, and the column that has its value. */
export interface OrderField<Column extends string = string> {
  readonly column: Column;
  readonly holds: 'TEXT' | 'INTEGER';
  readonly nullable: boolean;
  readonly labelZh: string;
  readonly labelEn: string;
}

export interface OrderTerm<Column extends string = string>
  extends Pick<OrderField<Column>, 'column' | 'holds' | 'nullable'> {
  readonly direction: Direction;
}

/** A checked request for one page of a list. `order` is what a cursor of this list has to carry. */
export interface ListRequest<Column extends string = string> {
  readonly order: string;
  readonly terms: readonly OrderTerm<Column>[];
  /** Rows of the page. */
  readonly size: number;
  /** True when the page ends before the cursor instead of beginning behind it. */
  readonly isBackward: boolean;
  readonly cursor: Position | undefined;
}

/** The arguments as GraphQL hands them over. */
export interface ListArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly orderBy?: readonly string[] | null | undefined;
}

/** What a list can be ordered by, and how it is ordered when the client does not say. */
export interface ListOrders<Column extends string = string> {
  readonly fields: Readonly<Record<string, OrderField<Column>>>;
  readonly defaultOrder: string;
}

// A fourth term cannot matter to a reader, and every term adds ranges to the query.
const MAX_TERMS = 3;

/** Checks the arguments of a list; refuses with BAD_PAGE_SIZE, BAD_USER_INPUT or BAD_CURSOR. */
export function parseListRequest<Column extends string>(
  args: ListArguments,
  orders: ListOrders<Column>,
): ListRequest<Column> {
  const window = readPageWindow(args);
  if ('code' in window) throw new SubgraphError(window.code, window.message);
  const names = args.orderBy ?? [orders.defaultOrder];
  const terms = parseTerms(names, orders);
  const order = names.join(',');
  const { size, isBackward } = window;
  return { order, terms, size, isBackward, cursor: readCursor(window.cursor, order, terms) };
}

function parseTerms<Column extends string>(
  names: readonly string[],
  orders: ListOrders<Column>,
): readonly OrderTerm<Column>[] {
  const terms = names.map((name) => parseTerm(name, orders));
  const columns = new Set(terms.map((term) => term.column));
  if (terms.length === 0 || terms.length > MAX_TERMS || columns.size < terms.length) {
    throw new SubgraphError('BAD_USER_INPUT', `\`orderBy\` must have 1 to ${MAX_TERMS} terms on different fields.`);
  }
  return terms;
}

function parseTerm<Column extends string>(name: string, orders: ListOrders<Column>): OrderTerm<Column> {
  const [, fieldName, suffix] = /^(.+)_(ASC|DESC)$/.exec(name) ?? [];
  const field =
    fieldName !== undefined && Object.hasOwn(orders.fields, fieldName) ? orders.fields[fieldName] : undefined;
  if (field === undefined) throw new SubgraphError('BAD_USER_INPUT', '`orderBy` has an unknown term.');
  const { column, holds, nullable } = field;
  return { column, holds, nullable, direction: suffix === 'DESC' ? 'DESC' : 'ASC' };
}

function readCursor(cursor: unknown, order: string, terms: readonly OrderTerm[]): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = parseCursor(cursor);
  const isOfList =
    position?.order === order &&
    terms.every((term, index) => canHold(term, position.keys[index] ?? null)) &&
    canHold({ holds: 'TEXT', nullable: false }, position.id);
  if (!isOfList) throw new SubgraphError('BAD_CURSOR', 'The cursor is not one of this list under this `orderBy`.');
  return position;
}

// PostgreSQL compares a column with values of its own type only, and no text of its has a NUL.
function canHold({ holds, nullable }: Pick<OrderTerm, 'holds' | 'nullable'>, key: SortKey): boolean {
  if (key === null) return nullable;
  if (holds === 'TEXT') return typeof key === 'string' && !key.includes('\0');
  return typeof key === 'number' && Number.isInteger(key) && Math.abs(key) < 2 ** 31;
}

/** The cursor of a row in the list that `request` asks for. */
export function cursorOf<Column extends string>(
  row: Readonly<Record<Column, SortKey>> & { readonly id: string },
  request: ListRequest<Column>,
): string {
  return encodeCursor({ order: request.order, keys: request.terms.map((term) => row[term.column]), id: row.id });
}

/** The code list of a list's order terms, from which its GraphQL enum is registered. */
export function orderList(label: Pick<CodeList, 'name' | 'labelZh' | 'labelEn'>, orders: ListOrders): CodeList {
  const entries = Object.entries(orders.fields).flatMap<readonly [string, CodeListEntry]>(
    ([name, { labelZh, labelEn }]) => [
      [`${name}_ASC`, { code: null, labelZh: `${labelZh}，升序`, labelEn: `${labelEn}, ascending` }],
      [`${name}_DESC`, { code: null, labelZh: `${labelZh}，降序`, labelEn: `${labelEn}, descending` }],
    ],
  );
  return { ...label, standard: 'Tongban', entries: Object.fromEntries(entries) };
}
