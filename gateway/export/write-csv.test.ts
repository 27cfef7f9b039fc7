import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCsv } from '../../test/support/export/parse-csv.js';
import type { Cells, Column, ColumnKind } from './column.js';
import { createCsvWriter } from './write-csv.js';

const column = (name: string, kind: ColumnKind): Column => ({ name, kind, path: [name], countsSuppressed: false });

function write(columns: readonly Column[], rows: readonly Cells[]): string {
  const writer = createCsvWriter(columns);
  return Buffer.concat([writer.begin(), ...rows.map((row) => writer.write([row])), writer.end()]).toString();
}

it('begins with a byte order mark and the names of the columns, and ends every line with CR LF', () => {
  const text = write([column('id', 'text'), column('item.nameZh', 'text')], [['GD:1', '居民身份证换领']]);

  expect(text).toBe('\ufeffid,item.nameZh\r\nGD:1,居民身份证换领\r\n');
});

it('tells null from the empty text, and writes lists as JSON', () => {
  const columns = [column('a', 'text'), column('b', 'text'), column('c', 'json')];

  expect(write(columns, [[null, '', [{ x: 'say "ha"' }]]])).toBe(
    '\ufeffa,b,c\r\n,"","[{""x"":""say \\""ha\\""""}]"\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@A1', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠1', "'=1"])(
  'marks the text %j, which a spreadsheet program would compute or take for ours',
  (text) => {
    const [, [written] = []] = parseCsv(write([column('a', 'text')], [[text]]).slice(1));

    expect(written).toBe(`'${text}`);
  },
);

it('marks no number, and no text that only has such a character in it', () => {
  const columns = [column('a', 'integer'), column('b', 'number'), column('c', 'text'), column('d', 'boolean')];

  expect(write(columns, [[-1, -0.5, 'a=b', true]])).toBe('\ufeffa,b,c,d\r\n-1,-0.5,a=b,true\r\n');
});

it('can be read back, whatever the texts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', "'", '=', ',', '\r', '\n', '@', 'x') }),
  );
  const rows = fc.array(fc.tuple(fc.option(text), fc.option(text)), { minLength: 1 });
  const property = fc.property(rows, (cells) => {
    const [, ...lines] = parseCsv(write([column('a', 'text'), column('b', 'text')], cells).slice(1));
    const read = lines.map((line) => line.map((field) => field?.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '') ?? null));

    expect(read).toEqual(cells);
  });

  fc.assert(property, { numRuns: 300 });
});
