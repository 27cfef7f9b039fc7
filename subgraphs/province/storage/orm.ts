import path from 'node:path';
import { sql } from 'kysely';
import type { DatabasePlace, MigrationStep, Storage, StorageOptions } from '../../server/database.js';
import { openStorage } from '../../server/storage.js';
import { CatalogueAndCases } from './migrations/0001-catalogue-and-cases.js';
import { Exchange } from './migrations/0002-exchange.js';
import { CaseHandling } from './migrations/0003-case-handling.js';
import { PreflightAndMaterials } from './migrations/0004-preflight-and-materials.js';
import { MaterialsAndAlerts } from './migrations/0005-materials-and-alerts.js';
import { Actors } from './migrations/0006-actors.js';
import { Persons } from './migrations/0007-persons.js';
import { Licences } from './migrations/0009-licences.js';
import { AccessTrail } from './migrations/0010-access-trail.js';
import { Evidence } from './migrations/0011-evidence.js';
import { SealingKeys } from './migrations/0012-sealing-keys.js';
import { CommandAnswers } from './migrations/0013-command-answers.js';
import { Policy } from './migrations/0014-policy.js';
import { PersonStatements } from './migrations/0015-person-statements.js';
import { MaterialTerms } from './migrations/0016-material-terms.js';
import { OneMemory } from './migrations/0017-one-memory.js';
import { Agreements } from './migrations/0018-agreements.js';
import { Consultations } from './migrations/0019-consultations.js';
import { PolicyChanges } from './migrations/0020-policy-changes.js';
import { Supervision } from './migrations/0021-supervision.js';
import { Ratings } from './migrations/0022-ratings.js';
import { Teams } from './migrations/0023-teams.js';
import { ProvenByComing } from './migrations/0025-proven-by-coming.js';
import { GrownLists } from './migrations/0028-grown-lists.js';
import { ConsultationLists } from './migrations/0029-consultation-lists.js';
import { Statistics } from './migrations/0030-statistics.js';
import { CaseFeed } from './migrations/0031-case-feed.js';
import { CasesByMode } from './migrations/0032-cases-by-mode.js';

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

/** The steps of the schema of a province, in their order. */
export const provinceMigrations: readonly MigrationStep[] = [
  { name: '0001-catalogue-and-cases', class: CatalogueAndCases },
  { name: '0002-exchange', class: Exchange },
  { name: '0003-case-handling', class: CaseHandling },
  { name: '0004-preflight-and-materials', class: PreflightAndMaterials },
  { name: '0005-materials-and-alerts', class: MaterialsAndAlerts },
  { name: '0006-actors', class: Actors },
  { name: '0007-persons', class: Persons },
  { name: '0009-licences', class: Licences },
  { name: '0010-access-trail', class: AccessTrail },
  { name: '0011-evidence', class: Evidence },
  { name: '0012-sealing-keys', class: SealingKeys },
  { name: '0013-command-answers', class: CommandAnswers },
  { name: '0014-policy', class: Policy },
  { name: '0015-person-statements', class: PersonStatements },
  { name: '0016-material-terms', class: MaterialTerms },
  { name: '0017-one-memory', class: OneMemory },
  { name: '0018-agreements', class: Agreements },
  { name: '0019-consultations', class: Consultations },
  { name: '0020-policy-changes', class: PolicyChanges },
  { name: '0021-supervision', class: Supervision },
  { name: '0022-ratings', class: Ratings },
  { name: '0023-teams', class: Teams },
  { name: '0025-proven-by-coming', class: ProvenByComing },
  { name: '0028-grown-lists', class: GrownLists },
  { name: '0029-consultation-lists', class: ConsultationLists },
  { name: '0030-statistics', class: Statistics },
  { name: '0031-case-feed', class: CaseFeed },
  { name: '0032-cases-by-mode', class: CasesByMode },
];

/**
 * Opens the database of a province and brings it to the current version. What was committed survives a power failure:
 * a receipt that has left the house must not be forgotten by the one who signed it.
 */
export function openProvinceDatabase(
  options: Omit<StorageOptions, 'migrations' | 'synchronous'>,
): Promise<ProvinceStorage> {
  return openStorage({ ...options, migrations: provinceMigrations, synchronous: 'full' });
}

/** How many steps of the schema a database has been through. */
export async function countMigrations({ em }: ProvinceStorage): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from mikro_orm_migrations`.execute(
    em.fork().getKysely(),
  );
  return rows[0]?.n ?? 0;
}
