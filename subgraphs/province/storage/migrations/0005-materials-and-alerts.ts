import { Migration } from '@mikro-orm/migrations';
import { addColumns, createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** What has become of the files that other provinces listed; the rules of supervision that a move hit. */
export class MaterialsAndAlerts extends Migration {
  override async up(): Promise<void> {
    await createTables(this, { received_material: receivedMaterial });
    await addColumns(this, { case_log: { alerts: 'json' } });
    await createIndexes(this, indexes);
  }
}

const indexes: Readonly<Record<string, IndexDefinition>> = {
  material_upload_case: { table: 'material_upload', columns: ['case_id', 'begun_at'] },
  case_material_digest: { table: 'case_material', columns: ['digest'] },
  received_material_digest: { table: 'received_material', columns: ['digest'] },
  received_material_due: { table: 'received_material', columns: ['next_attempt_ms'] },
};

const receivedMaterial: TableDefinition = {
  columns: {
    case_id: 'text',
    ordinal: 'integer',
    digest: 'text',
    state: 'text',
    fault: 'text?',
    attempts: 'integer',
    next_attempt_ms: 'ms?',
  },
  primaryKey: ['case_id', 'ordinal'],
};
