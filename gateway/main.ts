import { readConfig } from './config.js';
import { ConfigurationError } from './errors.js';
import { startGateway } from './gateway.js';
import { createLog } from '../telemetry/log.js';

const log = createLog((line) => process.stderr.write(line));

try {
  const gateway = await startGateway(readConfig(process.argv.slice(2), process.env), { log, now: () => new Date() });
  const stop = (): void => {
    void gateway[Symbol.asyncDispose]().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop); // started by npm start: never outlive it
  process.stdout.write(`Gateway ready at ${gateway.url}/graphql\n`);
  process.send?.({ kind: 'ready', url: gateway.url });
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  process.exit(1);
}
