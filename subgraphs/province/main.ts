import { once } from 'node:events';
import { AdminPortError } from '../../telemetry/admin-server.js';
import { startTelemetry } from '../../telemetry/start-telemetry.js';
import { ANYBODY_WARNING, openPassportCheck } from '../server/check-passport.js';
import { StartupError, StorageError } from '../server/errors.js';
import { openReport } from '../server/report-fault.js';
import { readProvinceConfig } from './config.js';
import { createProvinceMeters } from './metrics.js';
import {
  createProvinceRuntime,
  InstanceError,
  KeyFileError,
  listInstances,
  readInstance,
  startProvince,
} from './province.js';
import { casesPerProvince, DEFAULT_AVERAGE_CASES, seedWhenEmpty } from './seeds/seed-province.js';

const WITHOUT_GATEWAY = 'no --gateway is given, so envelopes wait in the outbox.';

async function main(): Promise<void> {
  const config = readProvinceConfig(process.argv.slice(2), process.env);
  const { code, dataDir, database, gateway, matchingFile, passportKeysFile } = config;
  const log = openReport(config.telemetry.logLevel);
  const own = { service: `tongban-${code}`, trustsCaller: true, log };
  await using watched = await startTelemetry(config.telemetry, own);
  const { metrics, tracing } = watched;
  const meters = metrics && createProvinceMeters(metrics);
  const instance = readInstance(code);
  const checkPassport = passportKeysFile === undefined ? undefined : openPassportCheck({ file: passportKeysFile });
  if (checkPassport === undefined) process.stderr.write(`${code} ${ANYBODY_WARNING}\n`);
  const cases = casesPerProvince(DEFAULT_AVERAGE_CASES, listInstances()).get(code) ?? DEFAULT_AVERAGE_CASES;
  const hasSeeded = await seedWhenEmpty({ instance, dataDir, database, matchingFile, cases });
  if (hasSeeded) process.stdout.write(`${code} had no data and was seeded with ${cases} synthetic cases\n`);
  const shared = createProvinceRuntime(undefined, tracing);
  await using province = await startProvince({ ...config, instance, checkPassport, shared, meters, tracing });
  // Listened for before the text below is out: whoever waits for it may stop the process, or reading, at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const silence = gateway === undefined ? `${code} tells others nothing yet: ${WITHOUT_GATEWAY}\n` : '';
  const metricsAt = watched.metricsUrl === undefined ? '' : `${code} has its metrics at ${watched.metricsUrl}\n`;
  process.stdout.write(`${code} (${instance.nameZh}) listens on ${province.url}\n${metricsAt}${silence}`);
  await stopped;
}

try {
  await main();
} catch (error) {
  const expected = [AdminPortError, StartupError, StorageError, InstanceError, KeyFileError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
