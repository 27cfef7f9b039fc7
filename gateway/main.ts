import { AdminPortError } from '../telemetry/admin-server.js';
import { createLog } from '../telemetry/log.js';
import { startTelemetry } from '../telemetry/start-telemetry.js';
import { readConfig } from './config.js';
import { ConfigurationError } from './errors.js';
import { startGateway } from './gateway.js';
import { createGatewayMeters } from './observability/gateway-metrics.js';

try {
  const { telemetry, ...options } = readConfig(process.argv.slice(2), process.env);
  const log = createLog((line) => process.stderr.write(line), telemetry.logLevel);
  await using opened = new AsyncDisposableStack();
  const { metrics, metricsUrl, tracing } = opened.use(
    await startTelemetry(telemetry, { service: 'tongban-gateway', trustsCaller: false, log }),
  );
  const meters = metrics && createGatewayMeters(metrics);
  const gateway = opened.use(await startGateway(options, { log, now: () => new Date(), meters, tracing }));
  const running = opened.move();
  const stop = (): void => {
    void running.disposeAsync().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop); // started by npm start: never outlive it
  process.stdout.write(`Gateway ready at ${gateway.url}/graphql\n`);
  if (metricsUrl !== undefined) process.stdout.write(`Metrics at ${metricsUrl}\n`);
  process.send?.({ kind: 'ready', url: gateway.url });
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof AdminPortError)) throw error;
  for (const problem of error instanceof ConfigurationError ? error.problems : [error.message])
    process.stderr.write(`${problem}\n`);
  process.exit(1);
}
