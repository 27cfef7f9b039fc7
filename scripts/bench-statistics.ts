// npm run bench:statistics [-- --cases 600]: tables over 32 provinces, beside pulling the rows that they count through the
// same gateway, page by page.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureStatistics } from './bench/statistics/measure-statistics.js';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '600' } } });
// Ending removes temporary directories.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n\n`,
);
process.stdout.write(`${await measureStatistics({ cases: Number(values.cases) })}\n`);
