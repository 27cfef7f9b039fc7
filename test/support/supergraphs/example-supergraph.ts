/** Plain values of one object, among them those that no schema shows. */
export type Row = Readonly<Record<string, unknown>>;

/** What mutations have done during one operation. */
export interface State {
  readonly log: string[];
}

export type Resolve = (row: Row, args: Row, state: State) => unknown;

export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolve>>>>;

/** A small supergraph with its data: subgraphs and monolith read the same rows by the same resolvers. */
export interface ExampleSupergraph {
  readonly name: string;
  /** SDL of each subgraph, without the link to federation. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Rows that can be referred to, by type. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly resolvers: Resolvers;
  /** Where the monolith has to compute what a subgraph reads from a representation. */
  readonly monolith?: Resolvers;
}

/** Finds a row by the value of one of its properties. */
export const find = (rows: readonly Row[], value: unknown, property = 'id'): Row | null =>
  rows.find((row) => row[property] === value) ?? null;

/** A resolver that follows the id in one property to a row. */
export const link =
  (rows: readonly Row[], property: string): Resolve =>
  (row) =>
    find(rows, row[property]);
