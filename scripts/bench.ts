// npm run bench: ratios measured side by side in one run on this machine, one table after another.
// npm run bench -- routing elsewhere: only these.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Effort } from './bench/compare.js';
import { measureAccess } from './bench/measure-access.js';
import { measureElsewhere } from './bench/measure-elsewhere.js';
import { measureNetwork } from './bench/measure-network.js';
import { measurePlanning } from './bench/measure-planning.js';
import { measureRouting } from './bench/measure-routing.js';
import { measureWatching } from './bench/measure-watching.js';

const measurements: Readonly<Record<string, (effort: Effort) => Promise<string>>> = {
  network: measureNetwork, // the reference provinces: gathered page, page 1,000, start-up
  planning: measurePlanning, // composing and cold planning over 4 to 300 provinces
  routing: measureRouting, // a gathered page over 4 to 100 provinces, beside the bare proxy
  elsewhere: measureElsewhere, // references between provinces, two deep: requests against their bound
  watching: measureWatching, // counting: the same query with metrics and without
  access: measureAccess, // who asks, masks, the trail: the same query with and without
};

const { values: flags, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement ${unknown.join(', ')}. Known: ${Object.keys(measurements).join(', ')}.\n`,
  );
  process.exit(1);
}
// Ending removes temporary directories, and closes the channels on which the children depend.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const effort = { rounds: Number(flags.rounds), seconds: Number(flags.seconds) };
// A machine that is busy with other work makes a ratio of two latencies worth little; whoever reads it should know.
process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n\n`,
);
for (const [name, measure] of Object.entries(measurements)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stdout.write(`${await measure(effort)}\n\n`);
}
