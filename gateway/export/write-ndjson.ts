import type { Column } from './column.js';
import type { RowWriter } from './row-writer.js';

const NONE = Buffer.alloc(0);

/** One JSON object a line, under the names of the columns; lists are as they were answered. */
export function createNdjsonWriter(columns: readonly Column[]): RowWriter {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  return {
    begin: () => NONE,
    write(rows) {
      const lines = rows.map((cells) => {
        const members = keys.map((key, index) => `${key}:${JSON.stringify(cells[index] ?? null)}`);
        return `{${members.join(',')}}\n`;
      });
      return Buffer.from(lines.join(''));
    },
    end: () => NONE,
  };
}
