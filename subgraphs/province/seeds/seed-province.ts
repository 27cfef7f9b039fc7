import type { CaseRow, CaseStepRow, CaseTables } from '../cases/index.js';
import type { EvidenceTables, OfferRow } from '../evidence/index.js';
import type { AuthorityRow, CatalogueTables, ServiceItemRow } from '../catalogue/index.js';
import type { LicenceRow, LicenceTables } from '../licences/index.js';
import { entities } from '../modules.js';
import type { StatedPerson, StatementRow, StatementTables } from '../persons/index.js';
import { listInstances, type ProvinceInstance } from '../../shared/instance.js';
import type { StatisticsTables } from '../statistics/index.js';
import { createBulkInsert } from '../storage/bulk-insert.js';
import { databaseOf, openProvinceDatabase, type ProvincePlace, type ProvinceStorage } from '../storage/orm.js';
import { openVault, vaultPlace, type Vault } from '../storage/vault.js';
import type {
  CertificationMoveRow,
  CertificationRow,
  CourseRow,
  StaffRow,
  TeamTables,
  WindowRow,
} from '../teams/index.js';
import { createAuthorities } from './authorities.js';
import { createEvidenceOffers } from './evidence-offers.js';
import { createCases, type SeededCase } from './cases.js';
import { createLicences } from './licences.js';
import { readNationalItems } from './national-items.js';
import { createPersons, createStatements } from './persons.js';
import { createServiceItems } from './service-items.js';
import { createTeam, type SeededTeam } from './teams.js';

/** The average number of cases of a province when nobody says how many. */
export const DEFAULT_AVERAGE_CASES = 1_000;

// Batches bound the memory: each is one transaction, and nothing of it is kept.
const CASES_PER_BATCH = 2_000;

export interface SeedOptions {
  readonly instance: ProvinceInstance;
  readonly cases: number;
  /** Told after each batch how many cases there are, and how many there will be. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** True when the database of a province has been seeded to the end. */
export async function isSeeded(orm: ProvinceStorage): Promise<boolean> {
  const db = orm.em.getKysely<CatalogueTables>();
  return (await db.selectFrom('service_item').select('id').limit(1).execute()).length > 0;
}

/** The database that is filled, and what protects the data of persons in it. */
export interface SeededPlace {
  readonly orm: ProvinceStorage;
  readonly vault: Vault;
}

/**
 * Fills the database of a province with synthetic data; the same input gives the same rows. The items come last:
 * a run that was interrupted leaves none, and the next one begins again.
 */
export async function seedProvince(options: SeedOptions & SeededPlace): Promise<void> {
  const { orm, vault, instance } = options;
  const instances = listInstances();
  const nationalItems = readNationalItems();
  const items = createServiceItems({ instance, instances, nationalItems });
  await clear(orm);
  const persons = createPersons(instance, vault);
  const sources = { instance, instances, items, persons: [...persons.keys()], count: options.cases };
  await insertCases({ ...options, persons }, createCases(sources));
  const db = orm.em.getKysely<CatalogueTables>();
  await db.transaction().execute(async (transaction) => {
    await createBulkInsert<LicenceRow>('licence')(transaction, createLicences({ instance, instances, vault }));
    await createBulkInsert<OfferRow>('evidence_offer')(transaction, createEvidenceOffers(instance));
    await insertTeam(transaction, createTeam({ instance, sealing: vault.sealing, nationalItems }));
    await createBulkInsert<AuthorityRow>('authority')(transaction, createAuthorities(instance, instances));
    await createBulkInsert<ServiceItemRow>('service_item')(transaction, items);
  });
}

async function insertTeam(
  transaction: Parameters<ReturnType<typeof createBulkInsert>>[0],
  { windows, staff, courses, certifications, moves }: SeededTeam,
): Promise<void> {
  await createBulkInsert<WindowRow>('team_window')(transaction, windows);
  await createBulkInsert<StaffRow>('team_staff')(transaction, staff);
  await createBulkInsert<CourseRow>('team_course')(transaction, courses);
  await createBulkInsert<CertificationRow>('team_certification')(transaction, certifications);
  await createBulkInsert<CertificationMoveRow>('team_certification_move')(transaction, moves);
}

async function clear(orm: ProvinceStorage): Promise<void> {
  const db = orm.em.getKysely<
    CaseTables & CatalogueTables & LicenceTables & EvidenceTables & StatementTables & StatisticsTables & TeamTables
  >();
  for (const table of [
    'team_certification_move',
    'team_certification',
    'team_course',
    'team_staff',
    'team_window',
    'evidence_offer',
    'annotated_copy',
    'licence',
    'case_fact',
    'statistics_state',
    'case_step',
    'service_case',
    'person_statement',
    'service_item',
    'authority',
  ] as const) {
    await db.deleteFrom(table).execute();
  }
}

interface CasePlace extends SeedOptions, SeededPlace {
  /** By their keys, those who apply. */
  readonly persons: ReadonlyMap<string, StatedPerson>;
}

async function insertCases(place: CasePlace, cases: Iterable<SeededCase>): Promise<void> {
  const { orm, vault, persons } = place;
  const insertRows = createBulkInsert<CaseRow>('service_case');
  const insertStatements = createBulkInsert<StatementRow>('person_statement');
  const insertSteps = createBulkInsert<CaseStepRow>('case_step');
  let done = 0;
  for (const batch of batches(cases)) {
    await orm.em
      .getKysely<CaseTables>()
      .transaction()
      .execute(async (transaction) => {
        const rows = batch.map(({ row }) => row);
        await insertRows(transaction, rows);
        await insertStatements(transaction, createStatements(vault, persons, rows));
        await insertSteps(
          transaction,
          batch.flatMap(({ steps }) => steps),
        );
      });
    done += batch.length;
    place.onProgress?.(done, place.cases);
  }
}

/** Seeds the database of a province unless it is seeded already; true when it did. */
export async function seedWhenEmpty(
  options: SeedOptions & ProvincePlace & { readonly matchingFile?: string | undefined },
): Promise<boolean> {
  const orm = await openProvinceDatabase({ place: databaseOf(options.instance.code, options), entities });
  try {
    if (await isSeeded(orm)) return false;
    await seedProvince({ ...options, orm, vault: openVault(vaultPlace(options.instance.code, options)) });
    return true;
  } finally {
    await orm.close(true);
  }
}

// A small province is still worth a look, so it gets this many cases where the average is at least twice that.
const MIN_CASES = 50;

/**
 * How many cases each province gets, by letter code: in proportion to its population, with exactly `averageCases` as
 * the mean over all `instances`.
 */
export function casesPerProvince(
  averageCases: number,
  instances: readonly ProvinceInstance[],
): ReadonlyMap<string, number> {
  const least = averageCases >= 2 * MIN_CASES ? MIN_CASES : 0;
  const spare = (averageCases - least) * instances.length;
  const total = instances.reduce((sum, { population }) => sum + population, 0);
  let weightSoFar = 0;
  let givenSoFar = 0;
  const sizes = new Map<string, number>();
  for (const { code, population } of instances) {
    // Rounding the running total, not each share, makes the shares add up exactly.
    weightSoFar += population;
    const given = Math.round((spare * weightSoFar) / total);
    sizes.set(code, least + given - givenSoFar);
    givenSoFar = given;
  }
  return sizes;
}

function* batches(cases: Iterable<SeededCase>): Generator<readonly SeededCase[]> {
  let batch: SeededCase[] = [];
  for (const seeded of cases) {
    batch.push(seeded);
    if (batch.length < CASES_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
