import DataLoader from 'dataloader';
import type { NationalDatabase } from './national-database.js';
import { Province, Region } from './province-type.resolver.js';
import { CompetentAuthority, StandardItem } from './standard-item-type.resolver.js';

/** The loaders of one request: whatever it asks of a table by key in one turn is one statement. */
export type Loaders = ReturnType<typeof createLoaders>;

/** Makes the loaders of one request. Their results belong to the request and may be marked by it. */
export function createLoaders(database: NationalDatabase) {
  return {
    province: oneEach(async (codes) => {
      const rows = await database.selectFrom('province').selectAll().where('code', 'in', codes).execute();
      return rows.map((row) => [row.code, new Province(row)]);
    }),
    region: oneEach(async (codes) => {
      const rows = await database.selectFrom('region').selectAll().where('code', 'in', codes).execute();
      return rows.map((row) => [row.code, new Region(row)]);
    }),
    standardItem: oneEach(async (codes) => {
      const rows = await database.selectFrom('standard_item').selectAll().where('code', 'in', codes).execute();
      return rows.map((row) => [row.code, new StandardItem(row)]);
    }),
    authority: oneEach(async (keys) => {
      const rows = await database.selectFrom('competent_authority').selectAll().where('key', 'in', keys).execute();
      return rows.map((row) => [row.key, new CompetentAuthority(row)]);
    }),
    regionsOfProvince: manyEach(async (provinces) => {
      const rows = await database
        .selectFrom('province_region as link')
        .innerJoin('region', 'region.code', 'link.region')
        .selectAll('region')
        .select('link.province as owner')
        .where('link.province', 'in', provinces)
        .orderBy('link.position')
        .execute();
      return rows.map((row) => [row.owner, new Region(row)]);
    }),
    provincesOfRegion: manyEach(async (regions) => {
      const rows = await database
        .selectFrom('province_region as link')
        .innerJoin('province', 'province.code', 'link.province')
        .selectAll('province')
        .select('link.region as owner')
        .where('link.region', 'in', regions)
        .orderBy('province.position')
        .execute();
      return rows.map((row) => [row.owner, new Province(row)]);
    }),
  };
}

type Load<T> = (keys: readonly string[]) => Promise<[key: string, value: T][]>;

// SQLite takes at most 32,766 parameters in a statement.
const MAX_BATCH_SIZE = 10_000;

function oneEach<T>(load: Load<T>): DataLoader<string, T | undefined> {
  return new DataLoader(
    async (keys) => {
      const values = new Map(await load(keys));
      return keys.map((key) => values.get(key));
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

function manyEach<T>(load: Load<T>): DataLoader<string, T[]> {
  return new DataLoader(
    async (keys) => {
      const values = Map.groupBy(await load(keys), ([key]) => key);
      return keys.map((key) => (values.get(key) ?? []).map(([, value]) => value));
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

/** The row that a foreign key promises. */
export async function getByKey<T>(loader: DataLoader<string, T | undefined>, key: string): Promise<T> {
  const value = await loader.load(key);
  if (value === undefined) throw new Error(`Nothing is stored under ${key}, which a foreign key names.`);
  return value;
}
