import { isLowerBound, type Table } from '../flatten-answer.js';

export type ChartKind = 'bar' | 'line' | 'scatter';

/** What can be drawn of a table. */
export interface ChartChoices {
  readonly kind: ChartKind;
  /** The column along the axis. */
  readonly along: string;
  readonly values: readonly string[];
}

/** One value of a series; `null` is missing, which is not zero. */
export interface Point {
  readonly value: number | null;
  readonly isLowerBound: boolean;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Columns that hold numbers and nothing else but gaps, and say something: not how many provinces are silent. */
export function numericColumns({ columns, rows }: Table): readonly string[] {
  return columns.filter((column, place) => {
    if (column.split('.').at(-1) === 'suppressedIn') return false;
    const cells = rows.map((row) => row[place] ?? null);
    return cells.some((cell) => cell !== null) && cells.every((cell) => cell === null || typeof cell === 'number');
  });
}

/** What to draw first: the numbers along the first column of text, months and years as a line. */
export function chooseSeries(table: Table): ChartChoices | undefined {
  const numbers = numericColumns(table);
  const isTime = (column: string): boolean => /(^|\.)(month|year|date|day)$/i.test(column);
  const along = table.columns.find((column) => isTime(column) || !numbers.includes(column)) ?? numbers[0];
  const values = numbers.filter((column) => column !== along);
  if (along === undefined || values.length === 0) return undefined;
  return { kind: isTime(along) ? 'line' : 'bar', along, values: values.slice(0, 1) };
}

/** The values to draw, and what they stand for. */
export function seriesOf(table: Table, { along, values }: ChartChoices): { labels: string[]; series: Series[] } {
  const cellOf = (row: number, column: string): unknown => table.rows[row]?.[table.columns.indexOf(column)] ?? null;
  const places = table.rows.map((_row, place) => place);
  return {
    labels: places.map((row) => labelOf(cellOf(row, along))),
    series: values.map((name) => ({
      name,
      points: places.map((row) => {
        const cell = cellOf(row, name);
        return { value: typeof cell === 'number' ? cell : null, isLowerBound: isLowerBound(table, row, name) };
      }),
    })),
  };
}

function labelOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '—';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
