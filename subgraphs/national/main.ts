import { once } from 'node:events';
import { ANYBODY_WARNING, openPassportCheck } from '../server/check-passport.js';
import { StartupError, StorageError } from '../server/errors.js';
import { readNationalConfig } from './config.js';
import { startNational } from './national.js';

async function main(): Promise<void> {
  const { passportKeysFile, ...config } = readNationalConfig(process.argv.slice(2), process.env);
  const checkPassport = passportKeysFile === undefined ? undefined : openPassportCheck({ file: passportKeysFile });
  if (checkPassport === undefined) process.stderr.write(`national ${ANYBODY_WARNING}\n`);
  await using national = await startNational({ ...config, checkPassport });
  // Before the line that tells others that it runs: they may stop it at once.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  process.stdout.write(`national listens on ${national.url}\n`);
  await stopped;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartupError) && !(error instanceof StorageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
