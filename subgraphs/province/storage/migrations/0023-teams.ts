import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Windows, who works at them, what they are certified for, and when they are on duty. */
export class Teams extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  team_window: {
    columns: {
      ...{ id: 'text', unit_code: 'text', name_zh: 'text', name_en: 'text', address: 'text', phone: 'text' },
      ...{ hours: 'json?', serves_other_provinces: 'integer', updated_at: 'text' },
    },
    primaryKey: ['id'],
  },
  team_staff: {
    columns: {
      ...{ id: 'text', subject: 'text', unit_code: 'text', name: 'text', sealing_key_id: 'text' },
      ...{ added_at: 'text', left_at: 'text?' },
    },
    primaryKey: ['id'],
  },
  team_course: {
    columns: {
      ...{ id: 'text', item_code: 'text', mode: 'text' },
      ...{ title_zh: 'text', title_en: 'text', lessons: 'integer' },
    },
    primaryKey: ['id'],
  },
  team_certification: {
    columns: {
      ...{ id: 'text', staff_id: 'text', course_id: 'text', item_code: 'text', mode: 'text', state: 'text' },
      ...{ enrolled_at: 'text', score: 'integer?', certified_at: 'text?', valid_to: 'text?', revoked_at: 'text?' },
      moves: 'integer',
    },
    primaryKey: ['id'],
  },
  team_certification_move: {
    columns: {
      ...{ certification_id: 'text', seq: 'integer', at: 'text', event: 'text', to_state: 'text' },
      ...{ score: 'integer?', reason: 'text?', subject: 'text' },
    },
    primaryKey: ['certification_id', 'seq'],
  },
  team_session: {
    columns: {
      ...{ id: 'text', staff_id: 'text', colleague_id: 'text', item_code: 'text', mode: 'text' },
      ...{ from_at: 'text', to_at: 'text', ended_at: 'text?', opened_by: 'text' },
    },
    primaryKey: ['id'],
  },
  team_roster: {
    columns: { id: 'text', window_id: 'text', date: 'text', revision: 'integer', set_at: 'text', set_by: 'text' },
    primaryKey: ['id'],
  },
  team_duty: {
    columns: {
      ...{ window_id: 'text', date: 'text', role: 'text', opens: 'integer' },
      ...{ closes: 'integer', staff_id: 'text' },
    },
    primaryKey: ['window_id', 'date', 'role', 'opens'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  team_window_name: { table: 'team_window', columns: ['name_zh', 'id'] },
  team_window_unit: { table: 'team_window', columns: ['unit_code', 'name_zh', 'id'] },
  team_staff_subject: { table: 'team_staff', columns: ['subject'] },
  team_staff_unit: { table: 'team_staff', columns: ['unit_code', 'added_at', 'id'] },
  team_staff_added: { table: 'team_staff', columns: ['added_at', 'id'] },
  team_staff_sealing_key: { table: 'team_staff', columns: ['sealing_key_id'] },
  team_course_item: { table: 'team_course', columns: ['item_code', 'mode', 'id'] },
  team_course_order: { table: 'team_course', columns: ['item_code', 'id'] },
  team_certification_staff: { table: 'team_certification', columns: ['staff_id', 'item_code', 'mode', 'enrolled_at'] },
  team_certification_item: { table: 'team_certification', columns: ['item_code', 'mode', 'enrolled_at', 'id'] },
  team_certification_enrolled: { table: 'team_certification', columns: ['enrolled_at', 'id'] },
  team_session_staff: { table: 'team_session', columns: ['staff_id', 'item_code', 'mode', 'from_at'] },
  team_session_order: { table: 'team_session', columns: ['from_at', 'id'] },
  team_roster_window: { table: 'team_roster', columns: ['window_id', 'date'], isUnique: true },
  team_roster_order: { table: 'team_roster', columns: ['date', 'id'] },
  team_duty_staff: { table: 'team_duty', columns: ['staff_id', 'date'] },
};
