import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Ratings and what has become of them; appeals of the figures that are computed of them and of cases. */
export class Ratings extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createTables(this, scorecards);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  rating: {
    columns: {
      ...{ id: 'text', collaboration_no: 'text', case_id: 'text?' },
      ...{ origin: 'text', origin_unit: 'text', holders: 'json' },
      ...{ level: 'text', service: 'text', channel: 'text', indicators: 'json', indicator_version: 'integer' },
      ...{ given_at: 'text', rater_person: 'text?', rater_subject: 'text?', text: 'text?', sealing_key_id: 'text?' },
      ...{ state: 'text', seq: 'integer', owner: 'text', is_ours: 'integer' },
      ...{ leg: 'text?', at_fault: 'text?', rule: 'text?' },
      ...{ responsible_province: 'text', responsible_unit: 'text', is_taken: 'integer', is_contested: 'integer' },
      ...{ duty: 'text?', due_ms: 'ms?', revisit: 'text?', published_text: 'text?', asked: 'text?' },
      updated_at: 'text',
    },
    primaryKey: ['id'],
  },
  rating_step: {
    columns: {
      ...{ rating_id: 'text', seq: 'integer', at: 'text', event: 'text', party: 'text' },
      ...{ province: 'text', unit_code: 'text?', subject: 'text?', from_state: 'text', to_state: 'text' },
      ...{ changes: 'json', text: 'text?', sealing_key_id: 'text?' },
    },
    primaryKey: ['rating_id', 'seq'],
  },
  rating_late: {
    columns: { rating_id: 'text', seq: 'integer', duty: 'text', due_ms: 'ms', unit_code: 'text' },
    primaryKey: ['rating_id', 'seq'],
  },
};

const scorecards: Readonly<Record<string, TableDefinition>> = {
  scorecard_appeal: {
    columns: {
      ...{ id: 'text', unit_code: 'text', staff_subject: 'text?', measure: 'text', from_at: 'text', to_at: 'text' },
      ...{ state: 'text', appealed_at: 'text', appealed_by: 'text', decided_at: 'text?', decided_by: 'text?' },
      ...{ reason: 'text', decision: 'text?' },
    },
    primaryKey: ['id'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  case_log_event: { table: 'case_log', columns: ['event', 'at'] },
  scorecard_appeal_unit: { table: 'scorecard_appeal', columns: ['unit_code', 'from_at', 'id'] },
  rating_period: { table: 'rating', columns: ['given_at'] },
  rating_given_at: { table: 'rating', columns: ['is_ours', 'given_at', 'id'] },
  rating_unit: { table: 'rating', columns: ['is_ours', 'responsible_unit', 'given_at', 'id'] },
  rating_due: { table: 'rating', columns: ['is_ours', 'due_ms'] },
  rating_late_due: { table: 'rating_late', columns: ['due_ms'] },
  rating_case: { table: 'rating', columns: ['collaboration_no'] },
  rating_sealing_key: { table: 'rating', columns: ['sealing_key_id', 'id'] },
  rating_step_sealing_key: { table: 'rating_step', columns: ['sealing_key_id', 'rating_id', 'seq'] },
};
