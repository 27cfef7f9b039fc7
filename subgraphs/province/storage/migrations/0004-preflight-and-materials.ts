import { Migration } from '@mikro-orm/migrations';
import { createTables, type TableDefinition } from './create-table.js';

/** Scenarios of items; what preflights found; materials, how they come in, and what was said of them. */
export class PreflightAndMaterials extends Migration {
  override async up(): Promise<void> {
    const { schema } = this.getEntityManager().getKysely();
    await schema
      .alterTable('service_item')
      .addColumn('scenarios', 'json', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await createTables(this, tables);
  }
}

const said = { case_id: 'text', digest: 'text', name: 'text', grade: 'text', certified_by: 'text?' } as const;

const tables: Readonly<Record<string, TableDefinition>> = {
  preflight: {
    columns: {
      digest: 'text',
      item_code: 'text',
      item_version: 'integer',
      scenario: 'text?',
      applicant_province: 'text',
      draft: 'json',
      gaps: 'json',
      checked_at: 'text',
    },
    primaryKey: ['digest'],
  },
  material: {
    columns: { digest: 'text', size: 'integer', media_type: 'text', stored_at: 'text' },
    primaryKey: ['digest'],
  },
  material_upload: {
    columns: { id: 'text', ...said, size: 'integer', media_type: 'text', begun_at: 'text' },
    primaryKey: ['id'],
  },
  case_material: {
    columns: { ...said, ordinal: 'integer', added_at: 'text' },
    primaryKey: ['case_id', 'ordinal'],
  },
  case_paper: {
    columns: {
      case_id: 'text',
      ordinal: 'integer',
      name: 'text',
      originals: 'integer',
      copies: 'integer',
      shipment_no: 'text?',
      digest: 'text?',
    },
    primaryKey: ['case_id', 'ordinal'],
  },
  received_manifest: {
    columns: { case_id: 'text', sender: 'text', digest: 'text', manifest: 'json', received_at: 'text' },
    primaryKey: ['case_id'],
  },
  paper_arrival: {
    columns: {
      case_id: 'text',
      shipment_no: 'text',
      name: 'text',
      originals: 'integer',
      copies: 'integer',
      damaged: 'integer',
      arrived_at: 'text',
    },
    primaryKey: ['case_id', 'shipment_no', 'name'],
  },
};
