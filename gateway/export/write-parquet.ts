import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { Fault } from '../errors.js';
import { textOf, type Cells, type Column, type ColumnKind } from './column.js';
import type { RowWriter } from './row-writer.js';

// Large enough for dictionaries and compression to be worth it; to be encoded in some 20 ms, for which nobody else is
// served; and all that is held of a file in memory.
const GROUP_ROWS = 5000;

const elements: Readonly<Record<ColumnKind, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  // Of UTC, by the definition of the converted type.
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
};

/** Apache Parquet, with a row group for every few thousand rows; each is written when it is full, and forgotten. */
export function createParquetWriter(columns: readonly Column[]): RowWriter {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'tongban' });
  let group: Cells[] = [];
  const take = (): Buffer => {
    const taken = Buffer.from(bytes.getBytes()); // a copy: the writer uses its memory again
    bytes.index = 0;
    return taken;
  };
  const writeGroup = (): Buffer => {
    const rows = group;
    group = [];
    if (rows.length === 0) return take();
    const columnData = columns.map(({ name, kind }, index) => ({
      name,
      data: rows.map((cells) => cells[index]),
      statistics: kind !== 'json', // lists have no least and no greatest
      offsetIndex: false, // of a page or two in each group
    }));
    void writer.write({ columnData, rowGroupSize: rows.length }); // into memory, so there is nothing to wait for
    return take();
  };
  return {
    begin: take,
    write(rows) {
      // All of them first: when one cannot be written none of this page is.
      const converted = rows.map((cells) => columns.map((column, index) => toParquet(cells[index], column)));
      const written: Buffer[] = [];
      for (const row of converted) {
        group.push(row);
        if (group.length === GROUP_ROWS) written.push(writeGroup());
      }
      return Buffer.concat(written);
    },
    end() {
      const last = writeGroup();
      void writer.finish();
      return Buffer.concat([last, take()]);
    },
  };
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const root: SchemaElement = { name: 'rows', num_children: columns.length };
  return [
    root,
    ...columns.map(({ name, kind }): SchemaElement => ({ name, ...elements[kind], repetition_type: 'OPTIONAL' })),
  ];
}

function toParquet(value: unknown, { name, kind }: Column): unknown {
  if (value === null || value === undefined) return undefined;
  if (kind === 'text') return textOf(value);
  if (kind !== 'instant') return value;
  const instant = new Date(textOf(value));
  if (Number.isNaN(instant.getTime()))
    throw new Fault('CONTRACT_BREACH', `The column ${name} has a value that is no instant.`);
  return instant;
}
