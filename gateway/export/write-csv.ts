import { textOf, type Cells, type Column, type ColumnKind } from './column.js';
import type { RowWriter } from './row-writer.js';

const NONE = Buffer.alloc(0);
// Without it spreadsheet programs take UTF-8 for the code page of the machine, and Chinese for garbage.
const BYTE_ORDER_MARK = '\ufeff';
const END_OF_LINE = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
// What a spreadsheet program takes for a formula, written in ASCII or in full width. Text that has our mark before such
// a beginning gets another, so that taking one away always gives the text.
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * CSV by RFC 4180, in UTF-8 with a byte order mark. Null is an empty field, the empty text is `""`; lists are JSON.
 * Text that a spreadsheet program would compute has a `'` before it; numbers never have one.
 */
export function createCsvWriter(columns: readonly Column[]): RowWriter {
  const header = columns.map(({ name }) => writeText(name)).join(',');
  return {
    begin: () => Buffer.from(`${BYTE_ORDER_MARK}${header}${END_OF_LINE}`),
    write: (rows) => Buffer.from(rows.map((cells) => writeLine(cells, columns)).join('')),
    end: () => NONE,
  };
}

function writeLine(cells: Cells, columns: readonly Column[]): string {
  return `${columns.map(({ kind }, index) => writeField(cells[index], kind)).join(',')}${END_OF_LINE}`;
}

function writeField(value: unknown, kind: ColumnKind): string {
  if (value === null || value === undefined) return '';
  const isBare = kind === 'integer' || kind === 'number' || kind === 'boolean';
  return isBare ? textOf(value) : writeText(textOf(value));
}

function writeText(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return guarded === '' || NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
