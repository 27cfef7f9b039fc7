import type { Cell, Table } from '../flatten-answer.js';

// Spreadsheets take files without it for their local code page, and show 乱码.
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV (RFC 4180) that opens in a spreadsheet as it is: text that one would take for a formula is preceded by
 * an apostrophe. Notes stand below the rows, each behind a `#`.
 */
export function writeCsv({ columns, rows }: Table, notes: readonly string[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map(fieldOf).join(','));
  const below = notes.map((note) => fieldOf(`# ${note}`));
  return `${BYTE_ORDER_MARK}${[...lines, '', ...below].join('\r\n')}\r\n`;
}

function fieldOf(cell: Cell): string {
  const text = typeof cell === 'string' ? guarded(cell) : String(cell ?? '');
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names and notes that people type reach spreadsheets of other people, where `=HYPERLINK(…)` would run. */
function guarded(text: string): string {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}
