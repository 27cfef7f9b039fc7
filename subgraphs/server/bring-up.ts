import type { MigrationStep, Storage, StorageOptions } from './database.js';
import { StorageError } from './errors.js';

export type BringUpOptions = Pick<StorageOptions, 'migrations' | 'migrating' | 'onMigrated'> & {
  /** The database, as it is named to a person. */
  readonly name: string;
};

/**
 * Takes the steps that a database lacks. Throws a StorageError for one that a newer version has changed already, and
 * for one that is behind where only an empty one may be changed.
 */
export async function bringUp(
  orm: Storage,
  { migrations, migrating = 'always', onMigrated, name }: BringUpOptions,
): Promise<void> {
  // Opened without steps it is only looked into, by whoever knows what he does.
  if (migrations.length === 0) return;
  const executed = await orm.migrator.getExecuted();
  const [missing, strange] = compare(
    migrations,
    executed.map((row) => row.name),
  );
  if (strange.length > 0) {
    throw new StorageError(
      `${name} was changed by a newer version: this one does not know ${strange.join(', ')}. Start that version, or restore ` +
        'the backup of before.',
      { place: name },
    );
  }
  if (missing.length > 0 && executed.length > 0 && migrating === 'when-empty') {
    throw new StorageError(
      `${name} is behind this version: it lacks ${missing.join(', ')}. Make a backup, and run npm run province -- CODE migrate.`,
      { place: name },
    );
  }
  if (missing.length > 0) await orm.migrator.up();
  onMigrated?.(missing);
}

/** The steps that a database lacks, and those that it has and nobody here knows. */
function compare(
  migrations: readonly MigrationStep[],
  executed: readonly string[],
): readonly [missing: readonly string[], strange: readonly string[]] {
  const known = migrations.map(({ name }) => name);
  return [known.filter((name) => !executed.includes(name)), executed.filter((name) => !known.includes(name))];
}
