/** Page sizes that the contract allows; the gateway and every province check them. */
export const MAX_PAGE_SIZE = 200;

/** Rows of a page when the client does not say. */
export const DEFAULT_PAGE_SIZE = 20;

/** The paging arguments of a list, as GraphQL hands them over. */
export interface PageArguments {
  readonly first?: unknown;
  readonly after?: unknown;
  readonly last?: unknown;
  readonly before?: unknown;
}

/** The rows that paging arguments name: `size` of them behind the cursor, or before it when backward. */
export interface PageWindow {
  readonly size: number;
  readonly isBackward: boolean;
  /** Not yet read; undefined for the very first or very last rows. */
  readonly cursor: unknown;
}

/** What is wrong with paging arguments. */
export interface PageMistake {
  readonly code: 'BAD_PAGE_SIZE' | 'BAD_CURSOR';
  readonly message: string;
}

/**
 * Reads paging arguments: `first` and `after`, or `last` and `before` (Relay's cursor connections, section 4). Mixing
 * the two directions is a mistake: Relay leaves its meaning to the server and discourages it.
 */
export function readPageWindow(args: PageArguments): PageWindow | PageMistake {
  const { first, after, last, before } = args;
  if (isGiven(first) && isGiven(last)) {
    return { code: 'BAD_PAGE_SIZE', message: 'first, last: give one of them, not both.' };
  }
  const isBackward = isGiven(last);
  if (isGiven(isBackward ? after : before)) {
    return { code: 'BAD_CURSOR', message: '`after` goes with `first`, and `before` with `last`.' };
  }
  const size = (isBackward ? last : first) ?? DEFAULT_PAGE_SIZE;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    const name = isBackward ? 'last' : 'first';
    return { code: 'BAD_PAGE_SIZE', message: `${name}: must lie between 1 and ${MAX_PAGE_SIZE}.` };
  }
  return { size, isBackward, cursor: (isBackward ? before : after) ?? undefined };
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;
