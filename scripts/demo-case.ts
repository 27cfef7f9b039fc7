// npm run demo:case: plays one case of each mode against the system that `npm start` has started, and tells it, with its
// trace over all provinces at the end.
import { parseArgs } from 'node:util';
import type { Act, Arrival } from './demo/journeys.js';
import { journeys } from './demo/journeys.js';
import { playJourney } from './demo/play-journey.js';
import { linesOf, readEnding } from './demo/read-ending.js';
import { createSystemStage } from './demo/system-stage.js';

const USAGE =
  'Usage: npm run demo:case [-- --url http://127.0.0.1:4000/graphql] [--steps 12] [forwarded]; start the system first.';

function lineOf(step: Act | Arrival, outcome: string): string {
  if ('awaits' in step) return `     ${step.in}  ← ${step.leg} ${outcome}`;
  const on = step.leg === undefined ? '' : ` ${step.leg}`;
  return `     ${step.in}  ${step.role.padEnd(8)} ${step.do}${on} → ${outcome}`;
}

async function main(): Promise<void> {
  const options = {
    url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
    steps: { type: 'string', default: 'Infinity' }, // a story that breaks off leaves somebody in charge, and something due
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const chosen = journeys.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0) throw new Error(`There is no such journey. ${USAGE}`);
  const steps = Number(values.steps);
  if (!(steps > 0)) throw new Error(`A story has at least one step. ${USAGE}`);
  const place = { url: values.url, dataDir: process.env['DATA_DIR'] ?? './data' };
  const stage = createSystemStage(place, (step, outcome) => void process.stdout.write(`${lineOf(step, outcome)}\n`));
  for (const journey of chosen) {
    process.stdout.write(`\n${journey.titleZh}\n${journey.titleEn}\n`);
    const told = { ...journey, steps: journey.steps.slice(0, steps) };
    const { collaborationNo } = await playJourney(stage, told);
    process.stdout.write(`     ${collaborationNo}\n`);
    for (const line of linesOf(await readEnding(stage, collaborationNo))) process.stdout.write(`     ${line}\n`);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
