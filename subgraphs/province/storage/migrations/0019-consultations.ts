import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Consultations and negotiations, what was published of them, and what provinces have agreed on. */
export class Consultations extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  consultation: {
    columns: {
      ...{ id: 'text', origin_id: 'text', collaboration_no: 'text', kind: 'text', topic: 'text' },
      ...{ item_code: 'text?', case_id: 'text?' },
      ...{ asker_kind: 'text', asker_person: 'text?', asker_tag: 'text?', asker_names: 'text?' },
      ...{ sealing_key_id: 'text?', state: 'text', told_state: 'text?', since: 'text', version: 'integer' },
      ...{ hop: 'integer', told_version: 'integer', pending: 'text?', refused_by: 'text?' },
      ...{ first_province: 'text', first_unit: 'text', started_ms: 'ms' },
      ...{ unit: 'text', holder_province: 'text', holder_unit: 'text', clock: 'json', due_ms: 'ms?' },
      ...{ transfers: 'integer', reopenings: 'integer', opened_at: 'text', updated_at: 'text' },
    },
    primaryKey: ['id'],
  },
  consultation_message: {
    columns: {
      ...{ consultation_id: 'text', seq: 'integer', at: 'text', act: 'text', province: 'text', unit: 'text?' },
      ...{ text: 'text', sealing_key_id: 'text' },
    },
    primaryKey: ['consultation_id', 'seq'],
  },
  consultation_handoff: {
    columns: {
      ...{ consultation_id: 'text', seq: 'integer', from_province: 'text', from_unit: 'text' },
      ...{ to_province: 'text', to_unit: 'text', acknowledged_ms: 'ms?' },
    },
    primaryKey: ['consultation_id', 'seq'],
  },
  consultation_log: {
    columns: {
      ...{ consultation_id: 'text', seq: 'integer', at: 'text', event: 'text', actor: 'text' },
      ...{ from_state: 'text', to_state: 'text' },
    },
    primaryKey: ['consultation_id', 'seq'],
  },
  faq_entry: {
    columns: {
      ...{ id: 'text', item_code: 'text', question: 'text', answer: 'text', unit: 'text' },
      ...{ published_at: 'text', consultation_id: 'text' },
    },
    primaryKey: ['id'],
  },
  rule_proposal: {
    columns: { consultation_id: 'text', seq: 'integer', hash: 'text', text: 'json', signature: 'json' },
    primaryKey: ['consultation_id', 'seq'],
  },
  rule_alignment: {
    columns: {
      ...{ consultation_id: 'text', item_code: 'text', hash: 'text', text: 'json', signatures: 'json' },
      ...{ decided_by: 'text?', agreed_at: 'text', effective_from: 'text', applied_at: 'text?' },
    },
    primaryKey: ['consultation_id'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  consultation_person: { table: 'consultation', columns: ['asker_person', 'opened_at', 'id'] },
  consultation_account: { table: 'consultation', columns: ['asker_tag', 'opened_at', 'id'] },
  consultation_unit: { table: 'consultation', columns: ['unit', 'opened_at', 'id'] },
  consultation_opened: { table: 'consultation', columns: ['opened_at', 'id'] },
  consultation_due: { table: 'consultation', columns: ['due_ms'] },
  consultation_sealing_key: { table: 'consultation', columns: ['sealing_key_id', 'id'] },
  consultation_message_sealing_key: {
    table: 'consultation_message',
    columns: ['sealing_key_id', 'consultation_id', 'seq'],
  },
  faq_entry_item: { table: 'faq_entry', columns: ['item_code', 'published_at', 'id'] },
  faq_entry_published: { table: 'faq_entry', columns: ['published_at', 'id'] },
  // By which names an asker is known is looked up by his key.
  person_statement_person: { table: 'person_statement', columns: ['person'] },
  rule_alignment_due: { table: 'rule_alignment', columns: ['applied_at', 'effective_from'] },
};
