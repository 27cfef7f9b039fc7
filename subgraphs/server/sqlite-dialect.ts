import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import { giveBack } from './give-back.js';

// Preparing costs as much as running a small statement. ORM and Kysely give the same few hundred texts again and again.
const STATEMENT_CACHE_SIZE = 500;

/** Functions of ours that SQL may call, by name. Equal arguments must give equal results. */
export type SqliteFunctions = Readonly<Record<string, (...given: SQLOutputValue[]) => SQLInputValue>>;

export interface SqliteDialectOptions {
  readonly file: string;
  /** True to open what is there and refuse every write. */
  readonly isReadOnly?: boolean;
  readonly functions?: SqliteFunctions;
  /** Sees the text of every statement that is run, however it came about. */
  readonly onSql?: ((sql: string) => void) | undefined;
  /** Told how long each statement took, but for those whose rows are read one by one. */
  readonly onStatement?: ((tookMs: number) => void) | undefined;
}

/** Kysely on Node's own SQLite, with a cache of prepared statements. */
export function createSqliteDialect(options: SqliteDialectOptions): Dialect {
  return giveBack(new SqliteDialect({ database: () => Promise.resolve(openDatabase(options)) }));
}

function openDatabase(options: SqliteDialectOptions): SqliteDatabase {
  const { file, onSql, onStatement, isReadOnly = false, functions = {} } = options;
  const database = new DatabaseSync(file, { readOnly: isReadOnly });
  for (const [name, call] of Object.entries(functions)) database.function(name, { deterministic: true }, call);
  const statements = new Map<string, StatementSync>();
  const find = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    const oldest = statements.keys().next();
    if (statements.size > STATEMENT_CACHE_SIZE && oldest.done !== true) statements.delete(oldest.value);
    return statement;
  };
  return {
    close: () => database.close(),
    prepare: (sql) => {
      onSql?.(sql);
      const statement = find(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => timed(() => statement.all(...asInput(parameters)), onStatement),
        run: (parameters) => timed(() => statement.run(...asInput(parameters)), onStatement),
        iterate: (parameters) => statement.iterate(...asInput(parameters)),
      };
    },
  };
}

function timed<Result>(run: () => Result, onStatement: SqliteDialectOptions['onStatement']): Result {
  if (onStatement === undefined) return run();
  const began = performance.now();
  try {
    return run();
  } finally {
    onStatement(performance.now() - began);
  }
}

// Kysely does not know which values a database takes; node:sqlite itself refuses the others by name.
const asInput = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
