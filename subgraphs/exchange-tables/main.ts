import { once } from 'node:events';
import { ANYBODY_WARNING, openPassportCheck } from '../server/check-passport.js';
import { StartupError, StorageError } from '../server/errors.js';
import { InstanceError, readInstance } from '../shared/instance.js';
import { createAdapterRuntime, openTables, startAdapter } from './adapter.js';
import { type AdapterConfig, readAdapterConfig } from './config.js';
import { readMappingFile } from './mapping-file.js';
import { printReport } from './print-report.js';
import { readReport } from './report.service.js';

// 1 is for what cannot be done at all.
const NOT_ALL_MAPPED = 2;

async function main(): Promise<void> {
  const config = readAdapterConfig(process.argv.slice(2), process.env);
  const { mappingFile } = config;
  const instance = readInstance(config.code);
  const mapping = mappingFile === undefined ? undefined : readMappingFile(mappingFile);
  const place = { ...config, instance, mapping };
  if (config.command === 'serve') return serve(config, place);
  await using tables = await openTables(place);
  const report = await readReport(tables.source, new Date().toISOString());
  process.stdout.write(printReport(report));
  if (!report.isComplete) process.exitCode = NOT_ALL_MAPPED;
}

async function serve(
  { code, passportKeysFile, port, host, provenance }: AdapterConfig,
  place: Parameters<typeof openTables>[0],
): Promise<void> {
  const checkPassport = passportKeysFile === undefined ? undefined : openPassportCheck({ file: passportKeysFile });
  if (checkPassport === undefined) process.stderr.write(`${code} ${ANYBODY_WARNING}\n`);
  const shared = createAdapterRuntime();
  await using adapter = await startAdapter({ ...place, port, host, provenance, checkPassport, shared });
  // Listened for before the text below is out: whoever waits for it may stop the process at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  process.stdout.write(`${code} (${place.instance.nameZh}) listens on ${adapter.url}, over its exchange tables\n`);
  await stopped;
}

try {
  await main();
} catch (error) {
  const expected = [StartupError, StorageError, InstanceError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
