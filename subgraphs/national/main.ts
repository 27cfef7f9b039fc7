import { once } from 'node:events';
import { AdminPortError } from '../../telemetry/admin-server.js';
import { startTelemetry } from '../../telemetry/start-telemetry.js';
import { ANYBODY_WARNING, openPassportCheck } from '../server/check-passport.js';
import { StartupError, StorageError } from '../server/errors.js';
import { openReport } from '../server/report-fault.js';
import { createSubgraphMeters } from '../server/subgraph-metrics.js';
import { readNationalConfig } from './config.js';
import { startNational } from './national.js';

async function main(): Promise<void> {
  const { passportKeysFile, telemetry, ...config } = readNationalConfig(process.argv.slice(2), process.env);
  const log = openReport(telemetry.logLevel);
  const own = { service: 'tongban-national', trustsCaller: true, log };
  await using watched = await startTelemetry(telemetry, own);
  const meters = watched.metrics && createSubgraphMeters(watched.metrics);
  const checkPassport = passportKeysFile === undefined ? undefined : openPassportCheck({ file: passportKeysFile });
  if (checkPassport === undefined) process.stderr.write(`national ${ANYBODY_WARNING}\n`);
  await using national = await startNational({ ...config, checkPassport, meters, tracing: watched.tracing });
  // Before the line that tells others that it runs: they may stop it at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const metricsAt = watched.metricsUrl === undefined ? '' : `national has its metrics at ${watched.metricsUrl}\n`;
  process.stdout.write(`national listens on ${national.url}\n${metricsAt}`);
  await stopped;
}

try {
  await main();
} catch (error) {
  const expected = [AdminPortError, StartupError, StorageError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
