import { Migration } from '@mikro-orm/migrations';
import type { CreateTableBuilder } from 'kysely';
import type { MigrationStep } from '../server/database.js';

class CreateReferenceData extends Migration {
  override async up(): Promise<void> {
    const { schema } = this.getEntityManager().getKysely();
    await named(schema.createTable('region').addColumn('code', 'text', (c) => c.primaryKey())).execute();
    await named(schema.createTable('competent_authority').addColumn('key', 'text', (c) => c.primaryKey())).execute();
    await named(schema.createTable('province').addColumn('code', 'text', (c) => c.primaryKey()))
      .addColumn('gb_code', 'text', (c) => c.notNull().unique())
      .addColumn('gb_code_is_standard', 'boolean', (c) => c.notNull())
      .addColumn('iso', 'text')
      .addColumn('short_zh', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('primary_region', 'text', (c) => c.notNull().references('region.code'))
      .addColumn('population', 'integer', (c) => c.notNull())
      .addColumn('population_year', 'integer', (c) => c.notNull())
      .addColumn('population_source', 'text', (c) => c.notNull())
      .addColumn('population_included_in', 'text')
      .addColumn('capital_zh', 'text', (c) => c.notNull())
      .addColumn('capital_en', 'text', (c) => c.notNull())
      .addColumn('capital_latitude', 'double precision', (c) => c.notNull())
      .addColumn('capital_longitude', 'double precision', (c) => c.notNull())
      .addColumn('note', 'text')
      .execute();
    await schema
      .createTable('province_region')
      .addColumn('province', 'text', (c) => c.notNull().references('province.code'))
      .addColumn('region', 'text', (c) => c.notNull().references('region.code'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('province_region_pkey', ['province', 'region'])
      .execute();
  }
}

class CreateStandardItem extends Migration {
  override async up(): Promise<void> {
    const { schema } = this.getEntityManager().getKysely();
    await named(schema.createTable('standard_item').addColumn('code', 'text', (c) => c.primaryKey()))
      .addColumn('authority', 'text', (c) => c.notNull().references('competent_authority.key'))
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('mode_basis', 'text', (c) => c.notNull())
      .addColumn('person_kind', 'text', (c) => c.notNull())
      .addColumn('task_type', 'text', (c) => c.notNull())
      .addColumn('handling_place_rule', 'text', (c) => c.notNull())
      .addColumn('years', 'json', (c) => c.notNull())
      .addColumn('list_section', 'text', (c) => c.notNull())
      .addColumn('list_membership', 'text', (c) => c.notNull())
      .addColumn('confidence', 'text', (c) => c.notNull())
      .addColumn('sources', 'json', (c) => c.notNull())
      .addColumn('note', 'text')
      .addColumn('documented_flow', 'text')
      .execute();
  }
}

/** Adds what every table of reference data has beside its key. */
function named<C extends string>(table: CreateTableBuilder<string, C>) {
  return table
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('name_zh', 'text', (c) => c.notNull())
    .addColumn('name_en', 'text', (c) => c.notNull());
}

export const nationalMigrations: readonly MigrationStep[] = [
  { name: '0001-reference-data', class: CreateReferenceData },
  { name: '0002-standard-item', class: CreateStandardItem },
];
