// npm run bench:exchange [-- --seconds 20]: handoffs between two provinces, beside the inserts of the same database: on
// embedded ones by way of the gateway and over NATS, and on PostgreSQL when libpq's variables, or this machine, have one.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { hasNatsServer, NatsServer } from './nats-server.js';
import { findPostgresql } from './postgresql.js';
import { measureExchange } from './bench/exchange/measure-exchange.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
// Ending removes temporary directories, and closes the channels on which the children depend.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n\n`,
);
const effort = { seconds: Number(values.seconds), atOnce: [1, 16, 64] };
process.stdout.write(`${await measureExchange(effort)}\n`);
if (hasNatsServer()) {
  await using nats = await NatsServer.start();
  process.stdout.write(`\n${await measureExchange({ ...effort, natsUrl: nats.url })}\n`);
} else process.stdout.write('\nNothing is measured over NATS: there is no nats-server.\n');
const server = await findPostgresql(process.env);
if ('url' in server) process.stdout.write(`\n${await measureExchange({ ...effort, serverUrl: server.url })}\n`);
else process.stdout.write(`\nNothing is measured on PostgreSQL. ${server.reason}\n`);
