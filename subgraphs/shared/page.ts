/** One page as a service hands it over: rows with their cursors, and a count that runs only when asked for. */
export interface PageOf<Item> {
  readonly items: readonly { readonly cursor: string; readonly node: Item }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly countTotal: () => Promise<number>;
  /** Letter codes of the provinces that this page speaks for. */
  readonly provinces: readonly string[];
}

/** The same page with other things in it. */
export function mapPage<From, To>(page: PageOf<From>, convert: (from: From) => To): PageOf<To> {
  return { ...page, items: page.items.map(({ cursor, node }) => ({ cursor, node: convert(node) })) };
}

/** The page of a province that the question was not put to: nothing, and nothing claimed. */
export function emptyPage(): PageOf<never> {
  return {
    items: [],
    hasNextPage: false,
    hasPreviousPage: false,
    countTotal: () => Promise.resolve(0),
    provinces: [],
  };
}
