import path from 'node:path';
import { openStorage, type SqliteStorage, type StorageOptions } from '../../server/storage.js';
import { CatalogueAndCases } from './migrations/0001-catalogue-and-cases.js';

/** An open database of one province. Whoever opened it closes it. */
export type ProvinceStorage = SqliteStorage;

/** Where the database of a province lies. */
export function provinceFile(dataDir: string, code: string): string {
  return path.join(dataDir, 'provinces', `${code}.sqlite`);
}

/** Opens the database of a province and brings it to the current version. */
export function openProvinceFile(options: Omit<StorageOptions, 'migrations'>): Promise<ProvinceStorage> {
  return openStorage({ ...options, migrations: [{ name: '0001-catalogue-and-cases', class: CatalogueAndCases }] });
}
