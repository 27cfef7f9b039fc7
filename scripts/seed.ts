// npm run seed -- [--provinces GD,HN] [--cases N]: fills the databases of provinces with synthetic data: files in
// DATA_DIR, or schemas of the server that DATABASE_URL names. A database that is seeded already is left as it is; move
// it away to seed it again.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabase, readMatchingFile } from '../subgraphs/province/config.js';
import { casesPerProvince, DEFAULT_AVERAGE_CASES, seedWhenEmpty } from '../subgraphs/province/seeds/seed-province.js';
import { InstanceError, listInstances, readInstance } from '../subgraphs/shared/instance.js';
import { StartupError, StorageError } from '../subgraphs/server/errors.js';

async function seed(): Promise<void> {
  const { values } = parseArgs({ options: { provinces: { type: 'string' }, cases: { type: 'string' } } });
  const averageCases = Number(values.cases ?? DEFAULT_AVERAGE_CASES);
  if (!Number.isInteger(averageCases) || averageCases < 0) {
    throw new StartupError(
      `--cases ${values.cases ?? ''}: give the average number of cases of a province, such as 1000.`,
    );
  }
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const matchingFile = readMatchingFile(process.env, { keysDir: path.join(dataDir, 'keys') });
  const sizes = casesPerProvince(averageCases, listInstances());
  const chosen = values.provinces?.split(',').map((code) => readInstance(code.trim())) ?? listInstances();
  for (const instance of chosen) {
    const cases = sizes.get(instance.code) ?? averageCases;
    const began = performance.now();
    const database = readDatabase(instance.code, process.env['DATABASE_URL']);
    const isNew = await seedWhenEmpty({ instance, dataDir, database, matchingFile, cases });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      isNew ? `${instance.code}: ${cases} synthetic cases in ${seconds} s\n` : `${instance.code}: seeded already\n`,
    );
  }
}

try {
  await seed();
} catch (error) {
  if (!isExpected(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function isExpected(error: unknown): error is Error {
  if ([StartupError, StorageError, InstanceError].some((kind) => error instanceof kind)) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
