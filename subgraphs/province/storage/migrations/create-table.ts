import type { Migration } from '@mikro-orm/migrations';
import { type CreateTableBuilder, sql } from 'kysely';
import { isEmbedded } from '../../../server/database.js';

// Milliseconds need more than 32 bits. JSON is kept as it was written: `jsonb` would put keys in another order.
const columnTypes = { text: 'text', integer: 'integer', ms: 'bigint', json: 'json' } as const;

// Text is compared by code point on both databases, whatever a server sorts by otherwise.
const serverTypes = { ...columnTypes, text: sql`text collate "C"` } as const;

type ColumnType = keyof typeof columnTypes;

/** A table as a migration states it. A column type with a question mark may hold null. */
export interface TableDefinition {
  readonly columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  readonly primaryKey: readonly string[];
}

/** An index as a migration states it. */
export interface IndexDefinition {
  readonly table: string;
  readonly columns: readonly string[];
  readonly isUnique?: boolean;
  /** The column by which a list is ordered, when it may hold null: lists have nulls first, a server's indexes last. */
  readonly nullsFirst?: string;
}

/** Creates tables, by name. */
export async function createTables(
  migration: Migration,
  tables: Readonly<Record<string, TableDefinition>>,
): Promise<void> {
  const em = migration.getEntityManager();
  const types = isEmbedded(em) ? columnTypes : serverTypes;
  for (const [name, { columns, primaryKey }] of Object.entries(tables)) {
    let table: CreateTableBuilder<string, string> = em.getKysely().schema.createTable(name);
    for (const [column, columnType] of Object.entries(columns)) {
      const isNullable = columnType.endsWith('?');
      const type = types[columnType.replace('?', '') as ColumnType];
      table = table.addColumn(column, type, (builder) => (isNullable ? builder : builder.notNull()));
    }
    await table.addPrimaryKeyConstraint(`${name}_pkey`, [...primaryKey]).execute();
  }
}

/** Adds columns to tables that may have rows by now, so each may hold null. */
export async function addColumns(
  migration: Migration,
  tables: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>,
): Promise<void> {
  const em = migration.getEntityManager();
  const types = isEmbedded(em) ? columnTypes : serverTypes;
  const { schema } = em.getKysely();
  for (const [table, columns] of Object.entries(tables)) {
    // SQLite adds one column a statement.
    for (const [name, type] of Object.entries(columns))
      await schema.alterTable(table).addColumn(name, types[type]).execute();
  }
}

/** Creates indexes, by name. */
export async function createIndexes(
  migration: Migration,
  indexes: Readonly<Record<string, IndexDefinition>>,
): Promise<void> {
  const em = migration.getEntityManager();
  for (const [name, { table, columns, isUnique = false, nullsFirst }] of Object.entries(indexes)) {
    const places = columns.map((column) => {
      const isTurned = column === nullsFirst && !isEmbedded(em);
      return isTurned ? sql`${sql.ref(column)} nulls first` : sql.ref(column);
    });
    const index = em.getKysely().schema.createIndex(name).on(table).columns(places);
    await (isUnique ? index.unique() : index).execute();
  }
}
