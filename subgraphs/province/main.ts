import { once } from 'node:events';
import { AdminPortError } from '../../telemetry/admin-server.js';
import { startTelemetry } from '../../telemetry/start-telemetry.js';
import { ANYBODY_WARNING, openPassportCheck } from '../server/check-passport.js';
import { StartupError, StorageError } from '../server/errors.js';
import { openReport, reportFault } from '../server/report-fault.js';
import { type ProvinceConfig, readProvinceConfig } from './config.js';
import { followMaintenance } from './config-file.js';
import { createProvinceMeters } from './metrics.js';
import {
  provinceRuntime,
  InstanceError,
  KeyFileError,
  listInstances,
  migrateProvince,
  type ProvinceInstance,
  readInstance,
  startProvince,
} from './province.js';
import { casesPerProvince, DEFAULT_AVERAGE_CASES, seedWhenEmpty } from './seeds/seed-province.js';

const WITHOUT_GATEWAY = 'no gateway is given, so envelopes wait in the outbox.';

// An operator who takes a province out wants to see it at once.
const LOOK_MS = 1_000;

// Calls have five seconds, work in the background breaks off; what hangs longer is stuck. Process managers wait for 30 s.
const STOP_LIMIT_MS = 20_000;

async function main(): Promise<void> {
  const config = readProvinceConfig(process.argv.slice(2), process.env);
  const instance = readInstance(config.code);
  if (config.command === 'migrate') await migrate(config, instance);
  else await serve(config, instance);
}

async function migrate({ code, dataDir, database }: ProvinceConfig, instance: ProvinceInstance): Promise<void> {
  const steps = await migrateProvince({ instance, dataDir, database }, 'always');
  process.stdout.write(
    steps.length === 0
      ? `${code}: the database is of this version, nothing to do\n`
      : `${code}: the database was brought to this version by ${steps.length} steps: ${steps.join(', ')}\n`,
  );
}

async function serve(config: ProvinceConfig, instance: ProvinceInstance): Promise<void> {
  const { code, dataDir, database, configFile, passportKeysFile } = config;
  const log = openReport(config.telemetry.logLevel);
  const own = { service: `tongban-${code}`, trustsCaller: true, log };
  await using watched = await startTelemetry(config.telemetry, own);
  const { metrics, tracing, metricsUrl } = watched;
  const checkPassport = passportKeysFile === undefined ? undefined : openPassportCheck({ file: passportKeysFile });
  if (checkPassport === undefined) process.stderr.write(`${code} ${ANYBODY_WARNING}\n`);
  // On a server an operator decides when tables change; a file is this process's own.
  await migrateProvince({ instance, dataDir, database }, database === undefined ? 'always' : 'when-empty');
  await seed(config, instance);
  const shared = provinceRuntime(tracing);
  const onProblem = (error: unknown): void =>
    reportFault('configuration refused, the notice that was in force stays', error);
  const following = { nowMs: () => performance.now(), lookMs: LOOK_MS, onProblem };
  const findMaintenance = configFile === undefined ? undefined : followMaintenance(configFile, following);
  await using province = await startProvince({
    ...config,
    instance,
    checkPassport,
    shared,
    findMaintenance,
    meters: metrics && createProvinceMeters(metrics),
    tracing,
  });
  // Listened for before the text below is out: whoever waits for it may stop the process, or reading, at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const silence = config.gateway === undefined ? `${code} tells others nothing yet: ${WITHOUT_GATEWAY}\n` : '';
  const metricsAt = metricsUrl === undefined ? '' : `${code} has its metrics at ${metricsUrl}\n`;
  process.stdout.write(`${code} (${instance.nameZh}) listens on ${province.url}\n${metricsAt}${silence}`);
  await stopped;
  limitStop(code);
}

async function seed(config: ProvinceConfig, instance: ProvinceInstance): Promise<void> {
  const { code, syntheticCases } = config;
  if (syntheticCases === 'none') return;
  const byDefault = casesPerProvince(DEFAULT_AVERAGE_CASES, listInstances()).get(code) ?? DEFAULT_AVERAGE_CASES;
  const cases = syntheticCases === 'default' ? byDefault : syntheticCases;
  const hasSeeded = await seedWhenEmpty({ ...config, instance, cases });
  if (hasSeeded) process.stdout.write(`${code} had no data and was seeded with ${cases} synthetic cases\n`);
}

/** Ends the process when disposing of the province does not come to an end. */
function limitStop(province: string): void {
  setTimeout(() => {
    reportFault('province does not come to rest and is cut off', new Error('The limit is over.'), { province });
    process.exit(1);
  }, STOP_LIMIT_MS).unref();
}

try {
  await main();
} catch (error) {
  const expected = [AdminPortError, StartupError, StorageError, InstanceError, KeyFileError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
