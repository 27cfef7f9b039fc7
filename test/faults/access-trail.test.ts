// A province is killed while many read personal data in it, or its database takes nothing more. Promise: whatever got to
// a client was committed to the trail before, and the trail is whole.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { keyPlace, readPublishedKeys } from '../../subgraphs/province/exchange/key-files.js';
import { createKeyDirectory } from '../../subgraphs/province/exchange/signer.js';
import {
  provinceRuntime,
  openProvinceStorage,
  readInstance,
  startProvince,
} from '../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../subgraphs/province/seeds/seed-province.js';
import { verifyTrail } from '../../subgraphs/province/trail/trail.rules.js';
import { openPassportCheck } from '../../subgraphs/server/check-passport.js';
import { readChoices } from '../support/choices.js';
import { forkScript } from '../support/exchange/province-orders.js';
import { createSigningKey, publicJwk, writeKeySet } from '../support/forge-passport.js';
import { randomNumbers } from '../support/random-numbers.js';
import { isOnServer, TestDatabases } from '../support/test-databases.js';
import {
  readApplicants,
  type ReadingOutcome,
  type ReleasedData,
  unrecorded,
} from '../support/trail/read-applicants.js';
import { proofBy, readTrail, type StoredTrail } from '../support/trail/trail-desk.js';

// `SEED=… ROUNDS=…` before npm test repeats or lengthens it.
const SEED = Number(process.env['SEED'] ?? 1);
const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const CLIENTS = 12;
const FIELDS = ['name', 'documentNumber', 'phone'] as const;
const instance = readInstance('GD');
const gateway = createSigningKey('gateway-1');

let dataDir: string;
let databases: TestDatabases;
let passportKeysFile: string;
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-read-'));
  databases = new TestDatabases(dataDir);
  passportKeysFile = path.join(dataDir, 'gateways.json');
  writeKeySet(passportKeysFile, [publicJwk(gateway)]);
  await seedWhenEmpty({ ...placeOf(), cases: 60 });
});
afterEach(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const placeOf = () => ({ instance, dataDir, database: databases.placeOf('GD') });

async function trailOfDead(): Promise<StoredTrail> {
  const storage = await openProvinceStorage(placeOf());
  try {
    return await readTrail(storage, 'GD');
  } finally {
    await storage.close(true);
  }
}

function proof() {
  const { signing } = readPublishedKeys(keyPlace('GD', { dataDir, keysDir: path.join(dataDir, 'keys') }));
  return proofBy(createKeyDirectory(signing));
}

async function start(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const { database } = placeOf();
  const task = JSON.stringify({ code: 'GD', dataDir, database, passportKeysFile });
  const logged: string[] = [];
  const child = forkScript('test/support/trail/reading-province.ts', [task], (text) => void logged.push(text));
  const ready = once(child, 'message') as Promise<[{ readonly url: string }]>;
  const gone = once(child, 'exit').then(() => {
    throw new Error(logged.join(''));
  });
  const [{ url }] = await Promise.race([ready, gone]);
  gone.catch(() => undefined); // from here on it is meant to die
  return { child, url };
}

it(
  'has committed whatever was released, at whatever instant the province is killed',
  async () => {
    const choices = readChoices(randomNumbers(SEED, 100_000));
    const released: ReleasedData[] = [];
    let [broken, whole] = [0, 0];

    for (let round = 0; round < ROUNDS; round += 1) {
      const { child, url } = await start();
      const exited = once(child, 'exit');
      let left = 1 + choices.below(60);
      const readOn = async (): Promise<void> => {
        while (child.signalCode === null && child.exitCode === null && !child.killed) {
          const fields = FIELDS.filter(() => choices.below(3) > 0);
          const asked = { first: 1 + choices.below(30), fields: fields.length === 0 ? ['name'] : fields };
          const outcome = await readApplicants(url, gateway, asked);
          released.push(...outcome.released);
          if (outcome.isWhole) whole += 1;
          else broken += 1;
          left -= 1;
          if (left === 0) child.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, readOn));
      await exited;
      const { entries, head, heads } = await trailOfDead();
      const entered = `${entries.length} entries, ${heads.length} batches`;
      expect({ round, entered, unrecorded: unrecorded(released, entries) }).toEqual({ round, entered, unrecorded: [] });
      expect(verifyTrail(entries, head, proof())).toEqual([]);
    }

    expect(released.length).toBeGreaterThan(ROUNDS);
    expect(whole).toBeGreaterThanOrEqual(ROUNDS);
    expect(broken).toBeGreaterThanOrEqual(ROUNDS);
    // The check itself: an entry less, and it says so.
    const { entries } = await trailOfDead();
    const [first] = released;
    const without = entries.filter(({ operation }) => operation !== first?.operation);
    expect(unrecorded(released, without)).toContainEqual(first);
  },
  ROUNDS * 60_000,
);

/** Ways in which a database takes nothing more; each gives back how it is mended. */
type Trouble = (execute: (sql: string) => Promise<unknown>, file: string) => Promise<() => Promise<unknown>>;

const troubles: Readonly<Record<string, Trouble>> = {
  full: async (execute) => {
    await execute('pragma max_page_count = 1'); // SQLite takes the pages that it has for the least
    return () => execute('pragma max_page_count = 1073741823');
  },
  'locked by another process': async (execute, file) => {
    await execute('pragma busy_timeout = 0');
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    return () => {
      other.close();
      return Promise.resolve();
    };
  },
  'read-only': async (execute) => {
    await execute('pragma query_only = on');
    return () => execute('pragma query_only = off');
  },
  'without its table': async (execute) => {
    await execute('alter table access_head rename to away');
    return () => execute('alter table away rename to access_head');
  },
};

it.each(isOnServer() ? ['without its table'] : Object.keys(troubles))(
  'releases nothing while the database is %s, says so, and goes on when it is mended',
  async (name) => {
    const checkPassport = openPassportCheck({ file: passportKeysFile });
    await using province = await startProvince({
      ...placeOf(),
      port: 0,
      shared: provinceRuntime(),
      checkPassport,
    });
    const { storage } = province.exchange.desk;
    const { database } = placeOf();
    const ask = (): Promise<ReadingOutcome> => readApplicants(province.url, gateway, { first: 30, fields: FIELDS });
    const before = await ask();

    const mend = await troubles[name]?.(
      (sql) => storage.em.getConnection().execute(sql),
      'file' in database ? database.file : '',
    );
    const outcomes: ReadingOutcome[] = [];
    // What is free in the pages of a full file may take some batches yet.
    while (outcomes.length < 50 && outcomes.at(-1)?.codes.includes('TRAIL_UNAVAILABLE') !== true)
      outcomes.push(await ask());
    const refused = outcomes.at(-1);
    await mend?.();
    const after = await ask();

    expect(before.released.length).toBeGreaterThan(0);
    expect(new Set(refused?.codes)).toEqual(new Set(['TRAIL_UNAVAILABLE']));
    expect(refused?.released).toEqual([]);
    expect(refused?.text).not.toMatch(/sqlite|select|insert|access_|\d{17}/i);
    expect(after.released).toHaveLength(before.released.length);
    const all = [before, ...outcomes, after].flatMap(({ released }) => released);
    const { entries, head } = await readTrail(storage, 'GD');
    expect(unrecorded(all, entries)).toEqual([]);
    expect(verifyTrail(entries, head, proof())).toEqual([]);
  },
);
