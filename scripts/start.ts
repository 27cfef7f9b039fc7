// npm start: gateway, national subgraph and all provinces on this machine, seeded when their databases are empty; with
// --provinces GD,SC only these, with --cases N that many cases of each on average.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { InstanceError, listInstances, readInstance } from '../subgraphs/shared/instance.js';
import { DataDirInUseError, lockDataDir } from './start/lock.js';
import { startNetwork, StartError, type Network } from './start/network.js';
import { readFreePort } from './start/port.js';
import { readFirstExamples } from './start/read-collections.js';

const DEFAULT_CASES = 1000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string' }, provinces: { type: 'string' } } });
  const averageCases = Number(values.cases ?? DEFAULT_CASES);
  if (!Number.isInteger(averageCases) || averageCases < 0) {
    throw new StartError(
      `--cases ${values.cases ?? ''}: give the average number of cases of a province, such as 1000.`,
    );
  }
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const port = await readFreePort(process.env['PORT'] ?? '4000');
  using lock = lockDataDir(dataDir);
  const began = performance.now();
  const codes = readCodes(values.provinces);
  const onState = (code: string, state: string): void => void process.stdout.write(`${code} is ${state}.\n`);
  const interrupted = signalled();
  const starting = startNetwork({ dataDir: lock.dataDir, port, codes, averageCases, isGuarded: true, onState });
  // Children end by themselves when this process does, so an interrupted start has nothing to close.
  await using network = await Promise.race([starting, interrupted.then(refuseToStart)]);
  greet(network.url, codes.length, (performance.now() - began) / 1000);
  readCommands(network);
  const end = await Promise.race([interrupted, network.failed]);
  process.stdout.write(`${end}; stopping.\n`);
  if (end !== INTERRUPTED) process.exitCode = 1;
}

/** Those that are to be started, all unless they are named, in the order of the instances. */
function readCodes(named: string | undefined): readonly string[] {
  const chosen = named?.split(',').map((code) => readInstance(code.trim()).code);
  return listInstances().flatMap(({ code }) => (chosen?.includes(code) === false ? [] : code));
}

function refuseToStart(): never {
  throw new StartError('Interrupted before everything had started.');
}

const INTERRUPTED = 'Interrupted';

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(INTERRUPTED));
  });
}

function greet(url: string, count: number, seconds: number): void {
  const lines = [
    '',
    `Tongban 通办 is ready after ${seconds.toFixed(1)} s: one graph over ${count} provinces (all data here are synthetic).`,
    '',
    `  Dashboard    ${url}/`,
    `  Playground   ${url}/playground`,
    `  GraphQL      ${url}/graphql`,
    `  Schema       ${url}/schema.graphql`,
    '',
    'Tokens for trying out, for whoever wants to be somebody: npm run token -- --role clerk --province GD',
    '',
    'Three queries worth trying (they are open in the playground, among others):',
    ...readFirstExamples().flatMap(({ title, purpose, query }) => [
      '',
      `  ${title}`,
      `  ${purpose}`,
      '',
      indent(query),
    ]),
    '',
    'Type "stop HN" to make a province fail and see what the answers say, "start HN" to bring it back; Ctrl-C ends all.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function readCommands(network: Network): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const [, kind, code] = /^\s*(stop|start)\s+([A-Za-z]{2,4})\s*$/.exec(line) ?? [];
    if (kind !== 'stop' && kind !== 'start') return;
    network.command(kind, (code ?? '').toUpperCase());
  });
}

try {
  await main();
} catch (error) {
  const expected = [StartError, DataDirInUseError, InstanceError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
process.exit();
