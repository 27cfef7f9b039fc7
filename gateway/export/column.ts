/** What a column holds, whatever the rows: a file has the same columns when there are no rows at all. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'instant' | 'json';

/** One column of a file, declared by the selection set and the schema, never by the data. */
export interface Column {
  /** Response keys joined by dots: `item.nameZh`. No response key has a dot in it. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Response keys on the way from the row to the value; none when the row itself is the value. */
  readonly path: readonly string[];
  /** True for the number of provinces that keep back what a cell counts. */
  readonly countsSuppressed: boolean;
}

/** A row as files have it: one value for each column, null where there is none. */
export type Cells = readonly unknown[];

/** A value as text: what is no text is written as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads the cells of a row out of what the graph answered. */
export function readCells(row: unknown, columns: readonly Column[]): Cells {
  return columns.map(({ path }) => {
    let value: unknown = row;
    for (const key of path) {
      if (typeof value !== 'object' || value === null) return null;
      value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return value ?? null;
  });
}
