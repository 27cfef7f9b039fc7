import { sql } from 'kysely';
import type { Unready } from '../../server/health.js';
import { provinceMigrations, type ProvinceStorage } from './orm.js';

/** Why a province on this database could not answer; undefined when it could. Rejects when the database does not answer. */
export async function findUnready(storage: ProvinceStorage): Promise<Unready | undefined> {
  const { rows } = await sql<{ name: string }>`select name from mikro_orm_migrations`.execute(storage.em.getKysely());
  const executed = new Set(rows.map(({ name }) => name));
  const isCurrent =
    provinceMigrations.length === executed.size && provinceMigrations.every(({ name }) => executed.has(name));
  return isCurrent ? undefined : 'migrations';
}
