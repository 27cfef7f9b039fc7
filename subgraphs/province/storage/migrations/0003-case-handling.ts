import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type TableDefinition } from './create-table.js';

/** How cases are handled: files, courses with their clocks, the log, handoffs, answers by key, serials. */
export class CaseHandling extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  case_file: {
    columns: { collaboration_no: 'text', case_id: 'text?', content: 'json', gaps: 'json?' },
    primaryKey: ['collaboration_no'],
  },
  case_course: {
    columns: {
      id: 'text',
      collaboration_no: 'text',
      name: 'text',
      seq: 'integer',
      role: 'text',
      kind: 'text',
      machine: 'text',
      province: 'text',
      unit_code: 'text?',
      state: 'text',
      course: 'json',
      clocks: 'json',
      handoff_id: 'text?',
      brought: 'json?',
      next_due_ms: 'ms?',
      version: 'integer',
      updated_at: 'text',
    },
    primaryKey: ['id'],
  },
  case_log: {
    columns: {
      course_id: 'text',
      seq: 'integer',
      at: 'text',
      event: 'text',
      role: 'text',
      province: 'text',
      unit_code: 'text?',
      from_state: 'text',
      to_state: 'text',
      completion: 'text?',
      said: 'json',
      letter_id: 'text?',
    },
    primaryKey: ['course_id', 'seq'],
  },
  case_handoff: {
    columns: {
      envelope_id: 'text',
      course_id: 'text',
      event: 'text',
      addressee: 'text',
      sent_at: 'text',
      result: 'text',
      code: 'text?',
      ended_at: 'text?',
    },
    primaryKey: ['envelope_id'],
  },
  case_answer: {
    columns: { caller: 'text', key: 'text', request_digest: 'text', subject: 'text', at: 'text' },
    primaryKey: ['caller', 'key'],
  },
  case_serial: { columns: { date: 'text', last: 'integer' }, primaryKey: ['date'] },
};

const indexes = {
  case_file_case: { table: 'case_file', columns: ['case_id'], isUnique: true },
  case_course_name: { table: 'case_course', columns: ['collaboration_no', 'name'], isUnique: true },
  case_course_due: { table: 'case_course', columns: ['next_due_ms'], isUnique: false },
  case_handoff_course: { table: 'case_handoff', columns: ['course_id', 'result'], isUnique: false },
};
