import { Migration } from '@mikro-orm/migrations';
import { addColumns, createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Clocks in the log of cases, what supervision has not read of it, and the cards with what people did about them. */
export class Supervision extends Migration {
  override async up(): Promise<void> {
    await addColumns(this, { case_log: { clocks: 'json' } });
    await createTables(this, {
      case_news: news,
      supervision_card: card,
      supervision_step: step,
      supervision_mark: mark,
    });
    await createIndexes(this, indexes);
  }
}

const news: TableDefinition = {
  columns: { course_id: 'text', seq: 'integer', collaboration_no: 'text' },
  primaryKey: ['course_id', 'seq'],
};

const card: TableDefinition = {
  columns: {
    id: 'text',
    collaboration_no: 'text?',
    rule: 'text',
    occurrence: 'text',
    province: 'text',
    unit_code: 'text?',
    leg: 'text?',
    clock_name: 'text?',
    teller: 'text',
    parties: 'json',
    basis: 'json',
    state: 'text',
    level: 'text?',
    since: 'text?',
    raised_at: 'text?',
    rectify_by: 'text?',
    next_ms: 'ms?',
    shelf: 'text?',
    version: 'integer',
    told: 'json',
  },
  primaryKey: ['id'],
};

const step: TableDefinition = {
  columns: {
    card_id: 'text',
    seq: 'integer',
    at_ms: 'ms',
    event: 'text',
    said: 'text?',
    by_role: 'text',
    by_province: 'text?',
    by_unit: 'text?',
    subject: 'text?',
  },
  primaryKey: ['card_id', 'seq'],
};

const mark: TableDefinition = { columns: { source: 'text', at_ms: 'ms' }, primaryKey: ['source'] };

const indexes: Readonly<Record<string, IndexDefinition>> = {
  case_news_case: { table: 'case_news', columns: ['collaboration_no'] },
  supervision_card_case: { table: 'supervision_card', columns: ['collaboration_no'] },
  supervision_card_due: { table: 'supervision_card', columns: ['next_ms'] },
  supervision_card_shelf: { table: 'supervision_card', columns: ['shelf', 'raised_at', 'id'] },
  supervision_card_level: { table: 'supervision_card', columns: ['shelf', 'level', 'raised_at', 'id'] },
  supervision_card_rule: { table: 'supervision_card', columns: ['shelf', 'rule', 'raised_at', 'id'] },
  supervision_card_unit: { table: 'supervision_card', columns: ['shelf', 'unit_code', 'raised_at', 'id'] },
};
