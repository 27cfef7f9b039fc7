import { Migration } from '@mikro-orm/migrations';
import { createTable, type TableDefinition } from './create-table.js';

/** What has become of the files that other provinces listed; the rules of supervision that a move hit. */
export class MaterialsAndAlerts extends Migration {
  override async up(): Promise<void> {
    const { schema } = this.getEntityManager().getKysely();
    await createTable(schema, 'received_material', receivedMaterial);
    await schema.alterTable('case_log').addColumn('alerts', 'json').execute();
    await schema.createIndex('material_upload_case').on('material_upload').columns(['case_id', 'begun_at']).execute();
    await schema.createIndex('case_material_digest').on('case_material').column('digest').execute();
    await schema.createIndex('received_material_digest').on('received_material').column('digest').execute();
    await schema.createIndex('received_material_due').on('received_material').column('next_attempt_ms').execute();
  }
}

const receivedMaterial: TableDefinition = {
  columns: {
    case_id: 'text',
    ordinal: 'integer',
    digest: 'text',
    state: 'text',
    fault: 'text?',
    attempts: 'integer',
    next_attempt_ms: 'integer?',
  },
  primaryKey: ['case_id', 'ordinal'],
};
