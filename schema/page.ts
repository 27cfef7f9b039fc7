/** Page sizes that the contract allows; the gateway and every province check them. */
export const MAX_PAGE_SIZE = 200;

/** Rows of a page when the client does not say. */
export const DEFAULT_PAGE_SIZE = 20;

/** True for a page size that the contract allows. */
export function isPageSize(first: unknown): first is number {
  return typeof first === 'number' && Number.isInteger(first) && first >= 1 && first <= MAX_PAGE_SIZE;
}
