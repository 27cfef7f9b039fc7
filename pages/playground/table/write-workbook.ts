import writeExcelFile, { type Row } from 'write-excel-file/browser';
import type { Cell, Table } from '../flatten-answer.js';

const BOLD = { fontWeight: 'bold' } as const;

/**
 * A table as a workbook (XLSX): numbers stay numbers, text stays text whatever it begins with, and the notes stand below
 * the rows of the same sheet, so that they go wherever it is copied.
 */
export async function writeWorkbook({ columns, rows }: Table, notes: readonly string[]): Promise<Blob> {
  const titles: Row = columns.map((value) => ({ value, type: String, ...BOLD }));
  const below: Row[] = notes.map((value) => [{ value: value.slice(0, MAX_CHARACTERS), type: String }]);
  const sheet = [titles, ...rows.map((row) => row.map(cellOf)), [null], ...below];
  return await writeExcelFile(sheet, { sheet: 'Tongban', stickyRowsCount: 1 }).toBlob();
}

// More does not fit into a cell of a workbook, and a file that has more is called damaged.
const MAX_CHARACTERS = 32_767;

function cellOf(value: Cell): Row[number] {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'boolean') return { value, type: Boolean };
  return { value: value.slice(0, MAX_CHARACTERS), type: String };
}
