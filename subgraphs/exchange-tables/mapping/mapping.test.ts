import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildASTSchema, isObjectType, parse } from 'graphql';
import { columnsOf } from '../cell-kinds.js';
import { codeColumns } from '../code-columns.js';
import { readContractSdl } from '../contract.js';
import { untoldOfLicence } from '../graph/licences.js';
import { neverRead, tableNames, tableOf } from '../tables.js';
import { fieldsNeverFilled, mapping } from './mapping.js';
import { printMapping } from './mapping-page.js';

const contract = buildASTSchema(parse(readContractSdl()), { assumeValid: true, assumeValidSDL: true });
const columns = new Set(tableNames.flatMap((table) => columnsOf(table).map((column) => `${table}.${column}`)));

it('says of every field of what is served where it comes from', () => {
  for (const [type, fields] of Object.entries(mapping)) {
    const of = contract.getType(type);

    expect([type, isObjectType(of) ? Object.keys(of.getFields()).sort() : []]).toEqual([
      type,
      Object.keys(fields).sort(),
    ]);
  }
});

it('maps from columns that are read, and reads none that is not mapped', () => {
  const named = Object.values(mapping).flatMap((fields) => Object.values(fields).flatMap(({ from }) => from));
  const plumbing =
    /\.(row_guid|data_source|cd_operation|cd_time|order_num|task_state|task_handle_item|task_code|project_no)$/;
  const mapped = new Set(named);

  expect(named.filter((column) => !columns.has(column))).toEqual([]);
  expect([...columns].filter((column) => !mapped.has(column) && !plumbing.test(column))).toEqual([]);
  expect(Object.keys(codeColumns).filter((column) => !columns.has(column))).toEqual([]);
});

it('reads no column of those that hold something of a person', () => {
  const personal = tableNames.flatMap((table) =>
    Object.keys(neverRead[table] ?? {}).map((column) => `${table}.${column}`),
  );

  expect(personal.length).toBeGreaterThan(20);
  expect(personal.filter((column) => columns.has(column))).toEqual([]);
});

it('knows each table by columns of its own', () => {
  expect(
    tableNames.filter((name) => !tableOf(name).identity.every((column) => columns.has(`${name}.${column}`))),
  ).toEqual([]);
});

it('refuses those fields of a licence that the page says are refused', () => {
  const refusedOnPage = Object.entries(mapping['Licence'] ?? {}).filter(([, { gives }]) => gives === 'REFUSED');

  expect(refusedOnPage.map(([name]) => name).sort()).toEqual([...untoldOfLicence].sort());
  expect(fieldsNeverFilled().map(([field]) => field)).toContain('Case.applicant');
});

it('prints the page that is committed', () => {
  const committed = readFileSync(new URL('../../../docs/exchange-tables.md', import.meta.url), 'utf8');

  expect(committed).toBe(printMapping());
});
