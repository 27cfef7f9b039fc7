// npm run demo:case: plays one case of each mode against the system that `npm start` has started, and tells it.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Act, Arrival } from './demo/journeys.js';
import { journeys } from './demo/journeys.js';
import { playJourney, type Stage } from './demo/play-journey.js';

const USAGE =
  'Usage: npm run demo:case [-- --url http://127.0.0.1:4000/graphql] [-- forwarded]; start the system first.';

// A letter takes well under a second; whoever stopped a province has time to start it again.
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

function createStage(url: string): Stage {
  const ask: Stage['ask'] = async (query, variables) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await response.json()) as {
      data?: Record<string, unknown>;
      errors?: { message: string }[];
    };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join(' '));
    return data ?? {};
  };
  const settle: Stage['settle'] = async (isThere) => {
    const began = performance.now();
    while (!(await isThere())) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('It has not arrived within a minute.');
      await setTimeout(LOOK_AGAIN_MS);
    }
  };
  return { ask, settle, tell: (step, outcome) => void process.stdout.write(`${lineOf(step, outcome)}\n`) };
}

function lineOf(step: Act | Arrival, outcome: string): string {
  if ('awaits' in step) return `     ${step.in}  ← ${step.leg} ${outcome}`;
  const on = step.leg === undefined ? '' : ` ${step.leg}`;
  return `     ${step.in}  ${step.role.padEnd(16)} ${step.do}${on} → ${outcome}`;
}

async function main(): Promise<void> {
  const options = { url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const chosen = journeys.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0) throw new Error(`There is no such journey. ${USAGE}`);
  for (const journey of chosen) {
    process.stdout.write(`\n${journey.titleZh}\n${journey.titleEn}\n`);
    const { collaborationNo } = await playJourney(createStage(values.url), journey);
    process.stdout.write(`     ${collaborationNo}\n`);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
}
