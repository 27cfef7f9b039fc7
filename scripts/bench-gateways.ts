// npm run bench:gateways: ours and other gateways side by side in one run on this machine, one table a workload.
// npm run bench:gateways -- --check: only whether everybody starts and answers rightly.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createTemporaryDirectory } from './bench/temporary-directory.js';
import { checkField, rightAt, type Verdict } from './bench/gateways/check-field.js';
import { startField, type Contestant, type Field } from './bench/gateways/field.js';
import { measureWorkload, type Effort } from './bench/gateways/measure.js';
import { peers } from './bench/gateways/peers.js';
import { pinCores } from './bench/gateways/pinning.js';
import { stormTable, workloadTable } from './bench/gateways/report.js';
import { measureStorm, type StormFigures } from './bench/gateways/storm.js';
import { shopQuestion, workloads, type Workload } from './bench/gateways/workloads.js';

const { values: flags } = parseArgs({
  options: {
    workloads: { type: 'string', default: 'a,b,c,d,e' },
    peers: { type: 'string', default: peers.map(({ name }) => name).join(',') },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '32' },
    check: { type: 'boolean', default: false },
  },
});
const [wantedWorkloads, wantedPeers] = [flags.workloads.split(','), flags.peers.split(',')];
refuseUnknown('workload', wantedWorkloads, [...workloads.map(({ name }) => name), 'e']);
refuseUnknown(
  'peer',
  wantedPeers,
  peers.map(({ name }) => name),
);
// Ending removes temporary directories, and ends every gateway.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const effort: Effort = {
  rounds: Number(flags.rounds),
  seconds: Number(flags.seconds),
  clients: Number(flags.clients),
};
const processors = availableParallelism();
const pinning = pinCores();
const directory = createTemporaryDirectory().path;
// A machine that is busy with other work makes a ratio of two latencies worth little; whoever reads it should know.
const machine = `${processors} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`;
const clients = `${effort.clients} clients (1 in the last rows), medians of ${effort.rounds} rounds of ${effort.seconds} s`;
print(`${machine}; ${pinning.description}; ${clients}`);
for (const graph of ['shop', 'provinces'] as const) await runGraph(graph);
process.exit();

/** Everything that is measured over one graph. */
async function runGraph(graph: Workload['graph']): Promise<void> {
  const asked = workloads.filter((workload) => workload.graph === graph && wantedWorkloads.includes(workload.name));
  const hasStorm = graph === 'shop' && wantedWorkloads.includes('e');
  if (asked.length === 0 && !hasStorm) return;
  // Ours is what all others are a ratio to, and what the proxies imitate.
  const taken = peers.filter(({ name, kind }) => name === 'ours' || (wantedPeers.includes(name) && hasUse(kind)));
  await using field = await startField({
    graph,
    peers: taken,
    workloads: asked,
    directory,
    gatewayPrefix: pinning.gatewayPrefix,
  });
  const verdicts = await checkField(field, asked, hasStorm);
  for (const reason of field.missing) print(`**Not measured** – ${reason}`);
  for (const { contestant, workload, problem } of verdicts) {
    if (flags.check || problem !== undefined) print(`${contestant.peer.title}, (${workload}): ${problem ?? 'right'}`);
    if (problem !== undefined) process.exitCode = 1;
  }
  if (!flags.check) await measureGraph(field, verdicts, { asked, hasStorm });
}

function hasUse(kind: Contestant['peer']['kind']): boolean {
  return !flags.check || kind !== 'proxy';
}

interface Asked {
  readonly asked: readonly Workload[];
  readonly hasStorm: boolean;
}

async function measureGraph(
  { contestants }: Field,
  verdicts: readonly Verdict[],
  { asked, hasStorm }: Asked,
): Promise<void> {
  for (const workload of asked) {
    const measured = rightAt(workload.name, contestants, verdicts);
    print(workloadTable(workload, measured, await measureWorkload(measured, workload, effort)));
  }
  if (!hasStorm) return;
  const warm = shopQuestion(workloads.find(({ name }) => name === 'b')?.document ?? '');
  const gateways = rightAt('e', contestants, verdicts).filter(({ peer }) => peer.kind !== 'proxy');
  const figures: StormFigures[] = [];
  for (const gateway of gateways) figures.push(await measureStorm(gateway, warm, 'Storm'));
  print(stormTable(gateways, figures));
}

function refuseUnknown(what: string, wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  process.stderr.write(`There is no ${what} ${unknown.join(', ')}. Known: ${known.join(', ')}.\n`);
  process.exit(1);
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}
