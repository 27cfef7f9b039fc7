import type { Migration } from '@mikro-orm/migrations';
import type { CreateTableBuilder } from 'kysely';

/** The schema builder of a migration; it writes the SQL of whatever database it runs on. */
export type SchemaBuilder = ReturnType<ReturnType<Migration['getEntityManager']>['getKysely']>['schema'];

const columnTypes = {
  text: { type: 'text', isNullable: false },
  'text?': { type: 'text', isNullable: true },
  integer: { type: 'integer', isNullable: false },
  'integer?': { type: 'integer', isNullable: true },
  json: { type: 'json', isNullable: false },
  'json?': { type: 'json', isNullable: true },
} as const;

/** A table as a migration states it. A column type with a question mark may hold null. */
export interface TableDefinition {
  readonly columns: Readonly<Record<string, keyof typeof columnTypes>>;
  readonly primaryKey: readonly string[];
}

/** Creates a table. */
export async function createTable(schema: SchemaBuilder, name: string, definition: TableDefinition): Promise<void> {
  let table: CreateTableBuilder<string, string> = schema.createTable(name);
  for (const [column, columnType] of Object.entries(definition.columns)) {
    const { type, isNullable } = columnTypes[columnType];
    table = table.addColumn(column, type, (builder) => (isNullable ? builder : builder.notNull()));
  }
  await table.addPrimaryKeyConstraint(`${name}_pkey`, [...definition.primaryKey]).execute();
}
