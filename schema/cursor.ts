/**
 * Cursors of the contract. A cursor is a position in one total order over ALL provinces: the base64url of a JSON array
 * `[order, ...sort keys, id]`. The same cursor goes unchanged to every province, so none of them needs to know how far
 * the others have got, and there is nothing to sign.
 *
 * `order` is the comma-joined list of order terms, each ending in `_ASC` or `_DESC`. The id breaks ties in the
 * direction of the last term. Null sorts before every value. Strings compare by code point, which is also the order
 * of their UTF-8 bytes (SQLite BINARY, PostgreSQL "C").
 */
export interface Position {
  readonly order: string;
  readonly keys: readonly SortKey[];
  readonly id: string;
}

/** The value of one order term in one row. Times are ISO 8601 strings in UTC, so that they sort as text. */
export type SortKey = string | number | null;

export type Direction = 'ASC' | 'DESC';

// Longer than any real key list; stops a client from making every province parse megabytes.
const MAX_CURSOR_LENGTH = 2048;

/** The directions of an order's terms, or undefined when a term does not end in a direction. */
export function directionsOf(order: string): readonly Direction[] | undefined {
  const directions: Direction[] = [];
  for (const term of order.split(',')) {
    if (/^[A-Z][A-Z0-9_]*_ASC$/.test(term)) directions.push('ASC');
    else if (/^[A-Z][A-Z0-9_]*_DESC$/.test(term)) directions.push('DESC');
    else return undefined;
  }
  return directions;
}

/** The text of a position; the inverse of {@link parseCursor}. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.order, ...position.keys, position.id])).toString('base64url');
}

/** Reads a cursor, or gives undefined when it is not one of this graph. Whether its order fits is the reader's question. */
export function parseCursor(cursor: unknown): Position | undefined {
  if (typeof cursor !== 'string' || cursor.length > MAX_CURSOR_LENGTH || !/^[A-Za-z0-9_-]+$/.test(cursor)) {
    return undefined;
  }
  const parts = parseArray(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parts === undefined || parts.length < 3) return undefined;
  const [order, ...rest] = parts;
  const id = rest.pop();
  if (typeof order !== 'string' || typeof id !== 'string' || !rest.every(isSortKey)) return undefined;
  return directionsOf(order)?.length === rest.length ? { order, keys: rest, id } : undefined;
}

function parseArray(json: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // Not JSON is the ordinary case of "not a cursor"; the caller decides what that means.
  }
}

function isSortKey(value: unknown): value is SortKey {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

/** Compares two positions of the same order: negative when `a` comes first on the page. */
export function comparePositions(a: Position, b: Position, directions: readonly Direction[]): number {
  for (const [index, direction] of directions.entries()) {
    const difference = compareKeys(a.keys[index] ?? null, b.keys[index] ?? null);
    if (difference !== 0) return direction === 'ASC' ? difference : -difference;
  }
  const difference = compareCodePoints(a.id, b.id);
  return directions.at(-1) === 'DESC' ? -difference : difference;
}

/** Compares two keys as cursors do: null first, then numbers, then strings by code point. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1; // numbers before strings, as SQLite orders
  return typeof b === 'string' ? compareCodePoints(a, b) : 1;
}

/** Compares strings by code point. JavaScript's `<` compares UTF-16 units, which puts emoji before `豈`. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = codePointRank(a.charCodeAt(index)) - codePointRank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

// Surrogates (U+D800–DFFF) stand for code points above U+FFFF, so they rank after the units U+E000–FFFF.
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
