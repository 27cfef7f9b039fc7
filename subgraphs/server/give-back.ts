import type { Dialect } from 'kysely';

/**
 * The same dialect, but every transaction gives its connection back. Kysely keeps for good the one of a transaction that
 * cannot be begun or undone (kysely-org/kysely#1990): SQLite undoes one by itself when the disk is full, and a server that
 * ends takes all of its sessions along.
 */
export function giveBack(dialect: Dialect): Dialect {
  return {
    createDriver: () => {
      const driver = dialect.createDriver();
      const begin = driver.beginTransaction.bind(driver);
      const rollback = driver.rollbackTransaction.bind(driver);
      return Object.assign(driver, {
        beginTransaction: async (...[connection, settings]: Parameters<typeof begin>) => {
          try {
            await begin(connection, settings);
          } catch (error) {
            await driver.releaseConnection(connection);
            throw error;
          }
        },
        // What cannot be undone has been already, or ends with its session.
        rollbackTransaction: (...[connection]: Parameters<typeof rollback>) =>
          rollback(connection).catch(() => undefined),
      });
    },
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}
