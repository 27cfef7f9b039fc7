import { isEmbedded } from '../../../subgraphs/server/database.js';
import type { ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';

/** The columns of a database in which some text is sealed under a key, of whatever table, as `table.column`. */
export async function columnsUnder(storage: ProvinceStorage, keyId: string): Promise<readonly string[]> {
  const em = storage.em.fork();
  const connection = em.getConnection();
  const tables = await connection.execute<readonly { readonly name: string }[]>(
    isEmbedded(em)
      ? "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
      : 'select table_name as name from information_schema.tables where table_schema = current_schema()',
  );
  const found = new Set<string>();
  for (const { name } of tables) {
    const rows = await connection.execute<readonly Readonly<Record<string, unknown>>[]>(`select * from "${name}"`);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (typeof value === 'string' && value.includes(keyId)) found.add(`${name}.${column}`);
      }
    }
  }
  return [...found].sort();
}
