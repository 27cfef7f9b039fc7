import path from 'node:path';
import type { DatabasePlace, Storage, StorageOptions } from '../../server/database.js';
import { openStorage } from '../../server/storage.js';
import { CatalogueAndCases } from './migrations/0001-catalogue-and-cases.js';
import { Exchange } from './migrations/0002-exchange.js';
import { CaseHandling } from './migrations/0003-case-handling.js';
import { PreflightAndMaterials } from './migrations/0004-preflight-and-materials.js';
import { MaterialsAndAlerts } from './migrations/0005-materials-and-alerts.js';

/** An open database of one province. Whoever opened it closes it. */
export type ProvinceStorage = Storage;

/** Where the data of a province are. */
export interface ProvincePlace {
  /** For files, and for the embedded database. */
  readonly dataDir: string;
  /** Of the province; a file in the data directory unless it is given. */
  readonly database?: DatabasePlace | undefined;
}

/** Where the embedded database of a province lies. */
export function provinceFile(dataDir: string, code: string): string {
  return path.join(dataDir, 'provinces', `${code}.sqlite`);
}

/** Where the database of a province is. */
export function databaseOf(code: string, { dataDir, database }: ProvincePlace): DatabasePlace {
  return database ?? { file: provinceFile(dataDir, code) };
}

/** Where the files of a province's materials lie. */
export function materialFolder(dataDir: string, code: string): string {
  return path.join(dataDir, 'materials', code);
}

const migrations = [
  { name: '0001-catalogue-and-cases', class: CatalogueAndCases },
  { name: '0002-exchange', class: Exchange },
  { name: '0003-case-handling', class: CaseHandling },
  { name: '0004-preflight-and-materials', class: PreflightAndMaterials },
  { name: '0005-materials-and-alerts', class: MaterialsAndAlerts },
];

/**
 * Opens the database of a province and brings it to the current version. What was committed survives a power failure:
 * a receipt that has left the house must not be forgotten by the one who signed it.
 */
export function openProvinceDatabase(
  options: Omit<StorageOptions, 'migrations' | 'synchronous'>,
): Promise<ProvinceStorage> {
  return openStorage({ ...options, migrations, synchronous: 'full' });
}
