import type { Column } from './column.js';
import type { RowWriter } from './row-writer.js';
import { createCsvWriter } from './write-csv.js';
import { createNdjsonWriter } from './write-ndjson.js';
import { createParquetWriter } from './write-parquet.js';

interface FormatEntry {
  readonly mediaType: string;
  readonly createWriter: (columns: readonly Column[]) => RowWriter;
}

const entries = {
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', createWriter: createCsvWriter },
  ndjson: { mediaType: 'application/x-ndjson; charset=utf-8', createWriter: createNdjsonWriter },
  parquet: { mediaType: 'application/vnd.apache.parquet', createWriter: createParquetWriter },
} as const satisfies Record<string, FormatEntry>;

/** How a file is written. */
export type Format = keyof typeof entries;

/** All formats. */
export const formats: Readonly<Record<Format, FormatEntry>> = entries;

/** True for the name of a format. */
export function isFormat(value: unknown): value is Format {
  return typeof value === 'string' && Object.hasOwn(entries, value);
}
