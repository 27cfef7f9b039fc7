import { defineEntity, p } from '@mikro-orm/core';
import { type TableName, tableNames, tableOf } from './tables.js';

/**
 * The entities over the exchange tables. Their columns are text here whatever they are in the database, since what a cell
 * says is found out by reading it (`storage/cells.ts`); columns that are never read are no part of them.
 */
export const exchangeTables = tableNames.map((name) => entityOf(name));

function entityOf(name: TableName) {
  const { columns, assumed = {}, identity } = tableOf(name);
  const properties = Object.keys({ ...columns, ...assumed }).map((column) => {
    const property = p.text().fieldName(column);
    return [column, identity.includes(column) ? property.primary() : property.nullable()] as const;
  });
  return defineEntity({ name, tableName: name, properties: Object.fromEntries(properties) });
}
