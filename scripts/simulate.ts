// npm run simulate -- --provinces 300: one gateway over more and more stand-in provinces, with the latency of a network and
// the outages of real systems, on this machine. Prints latency, coverage and cost, and how many gateways a demand takes.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startGatewayProcess } from './bench/gateway-process.js';
import { provinceCodes } from './bench/province-codes.js';
import { startStandIns } from './bench/stand-in-process.js';
import { createTemporaryDirectory } from './bench/temporary-directory.js';
import { type Figures, measureGateway, type RunningGateway } from './simulate/measure-gateway.js';
import { questions } from './simulate/questions.js';
import { capacityTable, figuresTable, type Measured } from './simulate/report.js';
import { createRandom } from './simulate/weather.js';

const USAGE =
  'Usage: npm run simulate -- [--provinces 300] [--outage 0.01] [--seconds 10] [--seed 1]\n' +
  '--outage is the share of the time for which each province is out of order.\n';
// Codes of three letters end there; the contract's ids have no more.
const MOST_PROVINCES = 5000;

const { values } = parseArgs({
  options: {
    provinces: { type: 'string', default: '300' },
    outage: { type: 'string', default: '0.01' },
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});
const [most, outage, seconds, seed] = [values.provinces, values.outage, values.seconds, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
const isUsable =
  Number.isInteger(most) &&
  most >= 1 &&
  most <= MOST_PROVINCES &&
  outage >= 0 &&
  outage < 1 &&
  seconds >= 1 &&
  Number.isInteger(seed);
if (!isUsable) {
  process.stderr.write(USAGE);
  process.exit(1);
}

async function measure(count: number): Promise<Measured> {
  await using opened = new AsyncDisposableStack();
  const directory = opened.use(createTemporaryDirectory()).path;
  const codes = provinceCodes(count);
  const standIns = opened.use(await startStandIns({ contract: 'items', codes, weather: { seed, outage } }));
  const gateway = opened.use(await startGatewayProcess({ directory, provinces: standIns.urls }));
  const running: RunningGateway = { url: new URL(`${gateway.ready.url}/graphql`), pid: gateway.pid ?? 0, codes };
  const random = createRandom(seed);
  const figures: Partial<Record<keyof typeof questions, Figures>> = {};
  for (const [kind, question] of Object.entries(questions)) {
    figures[kind as keyof typeof questions] = await measureGateway(running, question, { seconds, random });
  }
  return { provinces: count, figures: figures as Measured['figures'] };
}

const counts = [...new Set([10, 32, 100, 300, 1000].filter((count) => count < most).concat(most))];
process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}; ` +
    `each province is out of order for ${100 * outage} % of the time, seed ${seed}\n\n`,
);
const measured: Measured[] = [];
for (const count of counts) {
  measured.push(await measure(count));
  process.stderr.write(`${count} provinces are measured\n`);
}
process.stdout.write(`${figuresTable(measured)}\n\n${capacityTable(measured)}\n`);
