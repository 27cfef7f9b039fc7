import { codeColumnOf, isCodeColumn } from './code-columns.js';
import { type TableName, tableOf } from './tables.js';

/** What the cells of a column must hold. */
export type CellKind = 'text' | 'code' | 'codes' | 'instant' | 'day' | 'whole' | 'fen';

const kinds: Readonly<Record<string, CellKind>> = {
  cd_time: 'instant',
  task_version: 'whole',
  anticipate_day: 'whole',
  promise_day: 'whole',
  limit_scene_num: 'whole',
  order_num: 'whole',
  page_num: 'whole',
  fee_stand: 'fen',
  apply_date: 'instant',
  accept_date: 'instant',
  promise_date: 'instant',
  event_start_time: 'instant',
  event_end_time: 'instant',
  special_time: 'instant',
  end_time: 'instant',
  result_date: 'instant',
  get_num: 'whole',
  issue_date: 'day',
};

/** What the cells of a column must hold for the adapter to read them. */
export function cellKindOf(table: TableName, column: string): CellKind {
  const name = `${table}.${column}`;
  if (isCodeColumn(name)) return codeColumnOf(name).isList === true ? 'codes' : 'code';
  return kinds[column] ?? 'text';
}

/** All columns of a table that are read, the assumed ones too. */
export function columnsOf(table: TableName): readonly string[] {
  const { columns, assumed = {} } = tableOf(table);
  return Object.keys({ ...columns, ...assumed });
}
