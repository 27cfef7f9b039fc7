// Three provinces and a gateway as processes; clients pass collaborations round while processes are killed and frozen,
// keys rotated, and requests lost, repeated and delayed. Over NATS its server is killed too, loses what it had, and is cut
// off. Promise: after it nothing is lost, nothing has happened twice.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { checkExchange } from '../support/exchange/check-exchange.js';
import { describeWithNats } from '../support/describe-with-nats.js';
import type { Transport } from '../support/exchange/nemesis.js';
import { type ProcessAftermath, runProcessStorm } from '../support/exchange/process-storm.js';

// A short storm here; `npm run test:exchange` has long ones. SEED=… repeats one: the same blows and the same choices.
// TRANSPORT=http or nats leaves out the other one.
const ONLY = process.env['TRANSPORT'];
const FIRST_SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 1);
const SECONDS = Number(process.env['SECONDS'] ?? 6);
const COLLABORATIONS = Number(process.env['COLLABORATIONS'] ?? 30);
const CLIENTS = Number(process.env['CLIENTS'] ?? 8);
// How soon everything is delivered says something of a machine that does nothing else only.
const isTimed = process.env['SECONDS'] !== undefined;
const seeds = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

/** Keeps the history of a storm that broke a promise, and says where. */
function keepLog(name: string, { log }: ProcessAftermath, broken: readonly unknown[]): string {
  const file = path.resolve('coverage', `exchange-storm-${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, [...log, ...broken.map((violation) => JSON.stringify(violation))].join('\n'));
  return file;
}

async function endure(transport: Transport, seed: number): Promise<void> {
  const aftermath = await runProcessStorm({
    seed,
    transport,
    seconds: SECONDS,
    collaborations: COLLABORATIONS,
    clients: CLIENTS,
  });
  const { stores, history, log } = aftermath;
  const timed = isTimed ? history : { ...history, healedAtMs: 0, quietAtMs: 0 };

  const broken = checkExchange(stores, timed);

  if (broken.length > 0)
    process.stderr.write(`History of the storm: ${keepLog(`${transport}-${seed}`, aftermath, broken)}\n`);
  if (isTimed) process.stderr.write(`${summary(aftermath)}\n`);
  expect(broken).toEqual([]);
  expect(history.accepted.length).toBeGreaterThan(10);
  expect(log.some(isBlow)).toBe(true);
}

const LIMIT_MS = (2 * SECONDS + 600) * 1_000;

if (ONLY !== 'nats') {
  it.each(seeds)(
    'keeps every promise of the exchange when processes are killed in the storm %d',
    (seed) => endure('http', seed),
    LIMIT_MS,
  );
}

if (ONLY !== 'http') {
  describeWithNats('the exchange over NATS', () => {
    it.each(seeds)(
      'keeps every promise when processes and the server are killed in the storm %d',
      (seed) => endure('nats', seed),
      LIMIT_MS,
    );
  });
}

const isBlow = (line: string): boolean => line.includes('"forMs"');

function summary({ stores, history, log }: ProcessAftermath): string {
  const handoffs = stores.flatMap(({ outbox }) => outbox.filter(({ event }) => event === 'handoff'));
  const blows = log.filter(isBlow).length;
  const attempts = stores.flatMap(({ outbox }) => outbox).reduce((sum, row) => sum + row.attempts, 0);
  const rest = ((history.quietAtMs - history.healedAtMs) / 1000).toFixed(1);
  const envelopes = stores.reduce((sum, { outbox }) => sum + outbox.length, 0);
  const network = log.filter((line) => line.includes('"network"')).join('\n');
  return `${envelopes} envelopes, ${handoffs.length} of them handoffs, ${attempts} attempts, ${blows} blows, at rest after ${rest} s, ${history.waitingAtHealing} waited\n${network}`;
}
