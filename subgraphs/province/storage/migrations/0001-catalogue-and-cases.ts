import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** The first tables: authorities, service items, cases with their steps. */
export class CatalogueAndCases extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  authority: {
    columns: { code: 'text', name_zh: 'text', name_en: 'text', nature: 'text' },
    primaryKey: ['code'],
  },
  service_item: {
    columns: {
      id: 'text',
      item_code: 'text',
      task_code: 'text',
      version: 'integer',
      name_zh: 'text',
      name_en: 'text',
      mode: 'text',
      task_type: 'text',
      case_kind: 'text',
      exercise_level: 'text',
      competent_authority: 'text',
      authority_code: 'text',
      service_objects: 'json',
      forms: 'json',
      statutory_value: 'integer?',
      statutory_unit: 'text?',
      statutory_note: 'text?',
      promised_value: 'integer',
      promised_unit: 'text',
      promised_note: 'text?',
      max_visits: 'integer',
      visit_reason: 'text?',
      acceptance_conditions: 'json',
      handling_flow: 'json',
      materials: 'json',
      fees: 'json',
      windows: 'json',
      cross_region: 'json',
      result_name: 'text',
      result_type: 'text',
      legal_basis: 'json',
      provenance: 'text',
      updated_at: 'text',
    },
    primaryKey: ['id'],
  },
  service_case: {
    columns: {
      id: 'text',
      case_no: 'text',
      item_code: 'text',
      mode: 'text',
      state: 'text',
      kind: 'text?',
      applicant_kind: 'text',
      applicant_province: 'text',
      channel: 'text',
      submitted_at: 'text',
      due_at: 'text?',
      acceptance: 'json?',
      special_procedures: 'json',
      materials: 'json',
      completion: 'json?',
      provenance: 'text',
      updated_at: 'text',
    },
    primaryKey: ['id'],
  },
  case_step: {
    columns: {
      case_id: 'text',
      seq: 'integer',
      name: 'text',
      unit_code: 'text',
      action: 'text?',
      started_at: 'text',
      ended_at: 'text?',
      opinion: 'text?',
    },
    primaryKey: ['case_id', 'seq'],
  },
};

// Every order in which a list can be asked for has its index, ending in the id, so that a page is a seek.
const indexes: Readonly<Record<string, IndexDefinition>> = {
  service_item_code: { table: 'service_item', columns: ['item_code', 'id'] },
  service_item_name_zh: { table: 'service_item', columns: ['name_zh', 'id'] },
  service_item_promised: { table: 'service_item', columns: ['promised_value', 'id'] },
  service_item_statutory: { table: 'service_item', columns: ['statutory_value', 'id'], nullsFirst: 'statutory_value' },
  service_item_updated_at: { table: 'service_item', columns: ['updated_at', 'id'] },
  service_case_submitted_at: { table: 'service_case', columns: ['submitted_at', 'id'] },
  service_case_due_at: { table: 'service_case', columns: ['due_at', 'id'], nullsFirst: 'due_at' },
  service_case_state: { table: 'service_case', columns: ['state', 'submitted_at', 'id'] },
  service_case_item: { table: 'service_case', columns: ['item_code', 'submitted_at', 'id'] },
  service_case_no: { table: 'service_case', columns: ['case_no'], isUnique: true },
  service_case_applicant: { table: 'service_case', columns: ['applicant_province', 'submitted_at', 'id'] },
};
