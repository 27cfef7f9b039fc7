import { Fault } from '../../gateway/errors.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../schema/page.js';

/** Arguments of a list, as a client gives them. */
export type PageArguments = Readonly<Record<string, unknown>>;

export interface InventedPage {
  /** Places in the list, in its order. */
  readonly places: readonly number[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const ORDER = 'INVENTED_ASC';

/** The cursor of a place; opaque to clients, as cursors are. */
export function cursorOf(place: number): string {
  return Buffer.from(JSON.stringify([ORDER, place, 'mock'])).toString('base64url');
}

/** Takes one page of a list of `total` rows. Throws {@link Fault} where a gateway would. */
export function takePage(total: number, { first, after, last, before }: PageArguments): InventedPage {
  const size = readSize(last ?? first ?? DEFAULT_PAGE_SIZE);
  const from = typeof after === 'string' ? placeOf(after) + 1 : 0;
  const to = typeof before === 'string' ? Math.min(placeOf(before), total) : total;
  const isFromEnd = last !== undefined && last !== null;
  const start = isFromEnd ? Math.max(from, to - size) : from;
  const end = isFromEnd ? to : Math.min(to, from + size);
  const places = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
  return { places, hasNextPage: end < total, hasPreviousPage: start > 0 };
}

function readSize(size: unknown): number {
  if (typeof size === 'number' && size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new Fault('BAD_PAGE_SIZE');
}

function placeOf(cursor: string): number {
  try {
    const [order, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as readonly unknown[];
    if (order === ORDER && Number.isInteger(place)) return Number(place);
  } catch {
    // said below
  }
  throw new Fault('BAD_CURSOR');
}
