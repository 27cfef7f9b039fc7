import { comparePositions, directionsOf, parseCursor, type Direction, type Position } from '../../schema/cursor.js';
import { parseGlobalId } from '../../schema/global-id.js';
import type { Page } from './page.js';

/** The rows that one province contributes to a page, as the cursors say where they stand. */
export interface ProvinceRows {
  readonly province: string;
  /** Rows in the province's own order, with cursors that are not yet trusted. */
  readonly rows: Pick<Page, 'has' | 'count' | 'cursorAt'>;
}

/** A row of the merged page: the `index`-th of what `province` sent. */
export interface MergedRow {
  readonly province: string;
  readonly index: number;
  readonly cursor: string;
  /** Id of the row, as its cursor has it. */
  readonly id: string;
}

/** Which page the rows are for. */
export interface PageBounds {
  readonly size: number;
  /** The page begins behind this position, or ends before it when backward. */
  readonly position?: Position | undefined;
  readonly isBackward?: boolean;
  /** The order that every cursor must be in; the most common one when it is not given. */
  readonly order?: string | undefined;
}

export interface MergedRows {
  readonly rows: readonly MergedRow[];
  /** True when some province holds further rows that it has already sent. */
  readonly hasMore: boolean;
  /** Provinces whose rows cannot be ordered: no cursor, another order, out of order, or rows of another province. */
  readonly breaches: ReadonlySet<string>;
}

/**
 * Merges the provinces' pages into one page of the order over all of them. Only the heads and the winners are looked
 * at, so the work grows with the page and the number of provinces, not with what was sent. Backward, the same is done
 * from the end in the opposite order, and what was taken is turned round.
 */
export function mergeRows(sources: readonly ProvinceRows[], page: PageBounds): MergedRows {
  const breaches = new Set<string>();
  const order = page.order ?? commonOrder(sources);
  const isBackward = page.isBackward === true;
  const directions = (directionsOf(order ?? '') ?? []).map((direction) =>
    isBackward ? opposite[direction] : direction,
  );
  const step = isBackward ? -1 : 1;
  const heap: Head[] = [];
  for (const source of sources) {
    if (!source.rows.has(0)) continue;
    const head = readHead(source, isBackward ? source.rows.count() - 1 : 0, order);
    const isBeyond = head !== undefined && isAfter(head.position, page.position, directions);
    if (!isBeyond) breaches.add(source.province);
    else push(heap, head, directions);
  }
  const rows: MergedRow[] = [];
  while (rows.length < page.size && heap.length > 0) {
    const head = pop(heap, directions);
    if (head === undefined) break;
    const { source, index } = head;
    rows.push({ province: source.province, index, cursor: head.cursor, id: head.position.id });
    if (!source.rows.has(index + step)) continue;
    const next = readHead(source, index + step, order);
    const isInOrder = next !== undefined && comparePositions(head.position, next.position, directions) < 0;
    if (isInOrder) push(heap, next, directions);
    else breaches.add(source.province);
  }
  return { rows: isBackward ? rows.reverse() : rows, hasMore: heap.length > 0, breaches };
}

const opposite = { ASC: 'DESC', DESC: 'ASC' } as const satisfies Record<Direction, Direction>;

/** A province that begins before the cursor would show rows a second time. */
function isAfter(position: Position, after: Position | undefined, directions: readonly Direction[]): boolean {
  return after === undefined || comparePositions(after, position, directions) < 0;
}

/** The order that most provinces answered in; one that answers in another cannot make the others look wrong. */
function commonOrder(sources: readonly ProvinceRows[]): string | undefined {
  const votes = new Map<string, number>();
  for (const { rows } of sources) {
    const order = rows.has(0) ? parseCursor(rows.cursorAt(0))?.order : undefined;
    if (order !== undefined) votes.set(order, (votes.get(order) ?? 0) + 1);
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The next row of a province that waits to be taken. */
interface Head {
  readonly source: ProvinceRows;
  readonly index: number;
  readonly cursor: string;
  readonly position: Position;
}

function readHead(source: ProvinceRows, index: number, order: string | undefined): Head | undefined {
  const cursor = source.rows.cursorAt(index);
  const position = parseCursor(cursor);
  if (typeof cursor !== 'string' || position === undefined || position.order !== order) return undefined;
  // A province answers for its own rows only; a row of another would show twice, or under a false owner.
  const isOwn = parseGlobalId(position.id)?.province === source.province;
  return isOwn ? { source, index, cursor, position } : undefined;
}

// A binary heap of at most one head per province; it holds the least position at index 0.
function push(heap: Head[], head: Head, directions: readonly Direction[]): void {
  let index = heap.push(head) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || comparePositions(above.position, head.position, directions) <= 0) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = head;
}

function pop(heap: Head[], directions: readonly Direction[]): Head | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || last === top) return top;
  let index = 0;
  for (let child = lesserChild(heap, index, directions); child !== undefined; ) {
    const below = heap[child];
    if (below === undefined || comparePositions(last.position, below.position, directions) <= 0) break;
    heap[index] = below;
    index = child;
    child = lesserChild(heap, index, directions);
  }
  heap[index] = last;
  return top;
}

function lesserChild(heap: readonly Head[], parent: number, directions: readonly Direction[]): number | undefined {
  const left = heap[2 * parent + 1];
  const right = heap[2 * parent + 2];
  if (left === undefined) return undefined;
  if (right === undefined) return 2 * parent + 1;
  return comparePositions(left.position, right.position, directions) <= 0 ? 2 * parent + 1 : 2 * parent + 2;
}
