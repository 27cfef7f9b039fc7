// What docs/operations.md says of a province that goes back to an older copy of its database: done over real files.
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { provinceFile } from '../../subgraphs/province/storage/orm.js';
import { ExchangeNetwork } from '../support/exchange/exchange-network.js';
import { until } from '../support/until.js';

const PATIENCE_MS = 120_000;

let network: ExchangeNetwork;
beforeEach(async () => {
  network = await ExchangeNetwork.open('GD', 'HN');
}, PATIENCE_MS);
afterEach(async () => {
  await network[Symbol.asyncDispose]();
});

/** Copies the database of a province that serves, as an operator does, with a program of its own. */
function backUp(code: string): string {
  const copy = path.join(network.dataDir, `${code}.backup.sqlite`);
  using database = new DatabaseSync(provinceFile(network.dataDir, code));
  database.exec(`vacuum into '${copy}'`);
  return copy;
}

async function restore(code: string, copy: string): Promise<void> {
  await network.stop(code);
  const file = provinceFile(network.dataDir, code);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  copyFileSync(copy, file);
  await network.start(code);
}

const say = async (from: string, to: string, text: string): Promise<string> => {
  const id = await network.say(from, { collaborationNo: 'C-1', to, payload: { text } });
  await network.sent(from, id);
  return id;
};
const taskKinds = async (code: string): Promise<readonly string[]> =>
  (await network.metrics(code))
    .match(/^tongban_exchange_tasks\{kind="\w+"\} [1-9]/gm)
    ?.map((row) => row.split('"')[1] ?? '') ?? [];

it(
  'gives a restored sender back what it had sent and been told, calls a person, and goes on with the next number',
  async () => {
    const before = await say('GD', 'HN', 'before');
    const copy = backUp('GD');
    const lost = [await say('GD', 'HN', 'two'), await say('GD', 'HN', 'three')];
    const heard = await say('HN', 'GD', 'from HN');
    const known = await network.store('GD');

    await restore('GD', copy);
    const fresh = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: { text: 'after' } });
    await network.sent('GD', fresh);

    const { outbox, inbox } = await network.store('GD');
    expect(outbox.map(({ id, seq }) => [id, seq])).toEqual([...[before, ...lost, fresh].map((id, at) => [id, at + 1])]);
    expect(outbox.slice(0, 3).map(({ receipt }) => receipt)).toEqual(known.outbox.map(({ receipt }) => receipt));
    await until(async () => (await network.store('GD')).inbox.some(({ id }) => id === heard));
    expect(inbox.length).toBeLessThanOrEqual(1);
    expect((await network.store('HN')).conflicts).toEqual([]);
    expect(await taskKinds('GD')).toEqual(['RECOVERED']);
  },
  PATIENCE_MS,
);

it(
  'has a restored addressee apply once more what it lost, under the receipts that it gave',
  async () => {
    await say('GD', 'HN', 'before');
    const copy = backUp('HN');
    await say('GD', 'HN', 'two');
    const known = await network.store('HN');

    await restore('HN', copy);
    await say('GD', 'HN', 'after');

    const { inbox, effects } = await network.store('HN');
    expect(inbox.slice(0, 2).map(({ receipt }) => receipt)).toEqual(known.inbox.map(({ receipt }) => receipt));
    expect(effects.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  },
  PATIENCE_MS,
);

it(
  'does not give back what nobody else was told: letters that had not left, and facts without a letter',
  async () => {
    await say('GD', 'HN', 'before');
    const copy = backUp('GD');
    await network.stop('HN');
    const unsent = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: { text: 'not yet sent' } });

    await restore('GD', copy);
    await network.start('HN');
    await say('GD', 'HN', 'after');

    const { outbox } = await network.store('GD');
    expect(outbox.map(({ id }) => id)).not.toContain(unsent);
    expect(outbox.map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await network.store('HN')).conflicts).toEqual([]);
  },
  PATIENCE_MS,
);
