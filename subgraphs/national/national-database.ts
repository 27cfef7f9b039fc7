import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Kysely, Selectable } from 'kysely';
import { asError, StorageError } from '../server/errors.js';
import type { Storage } from '../server/database.js';
import { openStorage } from '../server/storage.js';
import { nationalMigrations } from './migrations.js';
import { nationalEntities, ProvinceRegionTable, RegionTable } from './national.entity.js';
import { CompetentAuthorityTable, ProvinceTable, StandardItemTable } from './national.entity.js';
import { type ReferenceData, readReferenceData } from './reference-data.js';

type Tables = InferKyselyDB<(typeof nationalEntities)[number]>;

/**
 * The tables as they are: snake_case columns, raw JSON and booleans. Reference data are read in nearly every operation
 * and never changed; making entities of 122 rows takes eight times as long as reading them.
 */
export type NationalDatabase = Kysely<Tables>;

/** A row as the database gives it. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>;

export interface NationalStorage extends AsyncDisposable {
  readonly database: NationalDatabase;
}

export interface NationalStorageOptions {
  readonly file: string;
  readonly onSql?: ((sql: string) => void) | undefined;
  /** Told how long each statement took. */
  readonly onStatement?: ((tookMs: number) => void) | undefined;
}

/** Opens the database and fills it with the reference data of this version, whatever it held before. */
export async function openNationalStorage({ file, ...watching }: NationalStorageOptions): Promise<NationalStorage> {
  const data = readReferenceData();
  const schema = { entities: nationalEntities, migrations: nationalMigrations };
  const orm = await openStorage({ place: { file }, ...schema, ...watching });
  try {
    await replaceReferenceData(orm, data);
  } catch (error) {
    await orm.close(true);
    throw new StorageError(`${file} could not be filled with the reference data (${asError(error).message}).`, {
      place: file,
      cause: error,
    });
  }
  return { database: orm.em.getKysely<Tables>(), [Symbol.asyncDispose]: () => orm.close(true) };
}

// Replaced rather than merged: a row that left the data file must leave the graph. One transaction, so that a process
// killed in between leaves the old data.
async function replaceReferenceData(orm: Storage, data: ReferenceData): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.nativeDelete(StandardItemTable, {});
    await em.nativeDelete(CompetentAuthorityTable, {});
    await em.nativeDelete(ProvinceRegionTable, {});
    await em.nativeDelete(ProvinceTable, {});
    await em.nativeDelete(RegionTable, {});
    await em.insertMany(RegionTable, [...data.regions]);
    await em.insertMany(ProvinceTable, [...data.provinces]);
    await em.insertMany(ProvinceRegionTable, [...data.provinceRegions]);
    await em.insertMany(CompetentAuthorityTable, [...data.authorities]);
    await em.insertMany(StandardItemTable, [...data.items]);
  });
}
