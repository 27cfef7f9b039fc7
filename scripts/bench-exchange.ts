// npm run bench:exchange [-- --seconds 20]: handoffs between two provinces, beside the inserts of the same database.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureExchange } from './bench/exchange/measure-exchange.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
// Ending removes temporary directories, and closes the channels on which the children depend.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n\n`,
);
process.stdout.write(`${await measureExchange({ seconds: Number(values.seconds), atOnce: [1, 16, 64] })}\n`);
