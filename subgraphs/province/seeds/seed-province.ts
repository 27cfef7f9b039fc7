import type { CaseRow, CaseStepRow, CaseTables } from '../cases/index.js';
import type { AuthorityRow, CatalogueTables, ServiceItemRow } from '../catalogue/index.js';
import { entities } from '../modules.js';
import { listInstances, type ProvinceInstance } from '../shared/instance.js';
import { createBulkInsert } from '../storage/bulk-insert.js';
import { databaseOf, openProvinceDatabase, type ProvincePlace, type ProvinceStorage } from '../storage/orm.js';
import { createAuthorities } from './authorities.js';
import { createCases, type SeededCase } from './cases.js';
import { readNationalItems } from './national-items.js';
import { createServiceItems } from './service-items.js';

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

/**
 * Fills the database of a province with synthetic data; the same input gives the same rows. The items come last:
 * a run that was interrupted leaves none, and the next one begins again.
 */
export async function seedProvince(options: SeedOptions & { readonly orm: ProvinceStorage }): Promise<void> {
  const { orm, instance } = options;
  const instances = listInstances();
  const items = createServiceItems({ instance, instances, nationalItems: readNationalItems() });
  await clear(orm);
  await insertCases(orm, createCases({ instance, instances, items, count: options.cases }), options);
  const db = orm.em.getKysely<CatalogueTables>();
  await db.transaction().execute(async (transaction) => {
    await createBulkInsert<AuthorityRow>('authority')(transaction, createAuthorities(instance, instances));
    await createBulkInsert<ServiceItemRow>('service_item')(transaction, items);
  });
}

async function clear(orm: ProvinceStorage): Promise<void> {
  const db = orm.em.getKysely<CaseTables & CatalogueTables>();
  for (const table of ['case_step', 'service_case', 'service_item', 'authority'] as const) {
    await db.deleteFrom(table).execute();
  }
}

async function insertCases(orm: ProvinceStorage, cases: Iterable<SeededCase>, options: SeedOptions): Promise<void> {
  const insertRows = createBulkInsert<CaseRow>('service_case');
  const insertSteps = createBulkInsert<CaseStepRow>('case_step');
  let done = 0;
  for (const batch of batches(cases)) {
    await orm.em
      .getKysely<CaseTables>()
      .transaction()
      .execute(async (transaction) => {
        await insertRows(
          transaction,
          batch.map(({ row }) => row),
        );
        await insertSteps(
          transaction,
          batch.flatMap(({ steps }) => steps),
        );
      });
    done += batch.length;
    options.onProgress?.(done, options.cases);
  }
}

/** Seeds the database of a province unless it is seeded already; true when it did. */
export async function seedWhenEmpty(options: SeedOptions & ProvincePlace): Promise<boolean> {
  const orm = await openProvinceDatabase({ place: databaseOf(options.instance.code, options), entities });
  try {
    if (await isSeeded(orm)) return false;
    await seedProvince({ ...options, orm });
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
