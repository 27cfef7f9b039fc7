import type { GraphQLSchema } from 'graphql';

/** What a stand-in province serves: a schema, and the rows of each province behind it. */
export interface StandInContract {
  readonly schema: GraphQLSchema;
  /** Values of the root fields of one province among `codes`. */
  rootValue(code: string, codes: readonly string[]): Readonly<Record<string, unknown>>;
}

interface Row {
  readonly id: string;
}

/** The first page of a list, as every province of the contract answers it: rows in order, each with its cursor. */
export function firstPage<T extends Row>(rows: readonly T[], first: number, cursorOf: (row: T) => string): object {
  const edges = rows.slice(0, first).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    totalCount: rows.length,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: false,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
