import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { createManualClock, type ManualClock } from '../../../test/support/exchange/manual-clock.js';
import { digestOf } from '../../../test/support/material-folder.js';
import { manifestOfFiles, MaterialPlace } from '../../../test/support/material-place.js';
import { createContext } from '../../../test/support/province-context.js';
import { moveCase, registerCase, registerFile, registerLeg } from '../../../test/support/register-case.js';
import { createVault } from '../../../test/support/vault.js';
import { inTransaction } from '../exchange/desk.js';
import { systemRandomness } from '../exchange/system-clock.js';
import type { PolicyTables } from '../policy/policy.entity.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { answerChunk, askForChunk } from './chunk-question.service.js';
import { noteListed } from './listed-material.service.js';
import type { Manifest } from './manifest.rules.js';
import { fetchMaterials } from './transfer.service.js';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T02:00:00Z');

let place: MaterialPlace;
let storage: ProvinceStorage;
let files: MaterialFiles;
beforeAll(async () => {
  place = await MaterialPlace.open('GD');
  storage = place.storage;
  files = createMaterialFiles(place.folder.root, place.folder.sealing);
});
afterAll(() => place[Symbol.asyncDispose]());

let clock: ManualClock;
let number = 0;
let no = '';
let bytes: Uint8Array;
beforeEach(async () => {
  clock = createManualClock(START);
  number += 1;
  no = `C-${number}`;
  bytes = new Uint8Array([0xff, 0xd8, 0xff, number]);
  await storage.em.getKysely<PolicyTables>().deleteFrom('policy_change').execute();
  const fetchChunk = () => Promise.resolve({ size: bytes.length, bytes });
  const source = { from: 'HN', caseId: `GD:Case:${number}` };
  await fetchMaterials({ storage, files, nowMs: clock.nowMs, fetchChunk }, manifest(), source);
});

const manifest = (): Manifest => manifestOfFiles([bytes]);

const keyRing = createKeyRing(['GD', 'HN']);
const vault = createVault();
const deskOf = (code: string) => ({
  ...{ storage, clock, vault, keys: keyRing.keys, randomness: systemRandomness },
  ...{ signer: keyRing.signerOf(code), letters: keyRing.lettersOf(code) },
});

/** What Guangdong gives Hunan of the file: its size, or why nothing. */
async function fetched(): Promise<number | string> {
  const question = await askForChunk(deskOf('HN'), 'GD', { digest: digestOf(bytes), offset: 0 });
  const answer = await answerChunk(createContext({ desk: deskOf('GD'), files }), question);
  return 'refusal' in answer ? answer.refusal : answer.size;
}

const list = (collaborationNo = no): Promise<void> => {
  const at = new Date(clock.nowMs()).toISOString();
  const listing = { addressee: 'HN', collaborationNo, manifest: manifest(), at };
  return inTransaction({ storage }, (transaction) => noteListed(transaction, listing));
};

const now = (): string => new Date(clock.nowMs()).toISOString();

it('gives a file for as long as its case goes on, and for thirty days after it has ended', async () => {
  const caseId = await registerCase(storage, `GD:Case:${number}`, 'IN_REVIEW');
  await registerFile(storage, no, caseId);
  await list();
  clock.advance(400 * DAY);
  const running = await fetched();
  await moveCase(storage, caseId, { state: 'NOT_ACCEPTED', at: now() });
  clock.advance(30 * DAY);
  const lastDay = await fetched();
  clock.advance(1);

  expect([running, lastDay, await fetched()]).toEqual([4, 4, 'MATERIAL_FETCH_ENDED']);
});

it('gives a file again when it is listed again, for the same case or another one', async () => {
  const caseId = await registerCase(storage, `GD:Case:${number}`, 'IN_REVIEW');
  await registerFile(storage, no, caseId);
  await list();
  await moveCase(storage, caseId, { state: 'DELIVERED', at: now() });
  clock.advance(31 * DAY);
  const ended = await fetched();
  await list();
  const listedAgain = await fetched();
  clock.advance(31 * DAY);
  const endedAgain = await fetched();
  const other = await registerCase(storage, `GD:Case:other${number}`, 'IN_REVIEW');
  await registerFile(storage, `${no}-other`, other);
  await list(`${no}-other`);

  expect([ended, listedAgain, endedAgain]).toEqual(['MATERIAL_FETCH_ENDED', 4, 'MATERIAL_FETCH_ENDED']);
  expect(await fetched()).toBe(4);
});

it('counts from the last of its legs where a province has no case', async () => {
  await registerFile(storage, no, null);
  const begun = now();
  await registerLeg(storage, no, { name: 'one', state: 'DONE', at: begun });
  await list();
  clock.advance(31 * DAY);
  const done = await fetched();
  await registerLeg(storage, no, { name: 'two', state: 'WORKING', at: begun });

  expect([done, await fetched()]).toEqual(['MATERIAL_FETCH_ENDED', 4]);
});

it('has the time that the province has set', async () => {
  const caseId = await registerCase(storage, `GD:Case:${number}`, 'IN_REVIEW');
  await registerFile(storage, no, caseId);
  await list();
  await moveCase(storage, caseId, { state: 'CLOSED', at: now() });
  clock.advance(8 * DAY);
  const before = await fetched();
  const change = { id: 'p1', at: now(), from_value: 30, to_value: 7, reason: '从严', changed_by: 'head' };
  const changes = storage.em.getKysely<PolicyTables>().insertInto('policy_change');
  await changes.values({ code: 'MATERIAL_FETCH', seq: 1, ...change }).execute();

  expect([before, await fetched()]).toEqual([4, 'MATERIAL_FETCH_ENDED']);
});

it('says the same of every file that was not listed, whatever has ended', async () => {
  expect(await fetched()).toBe('MATERIAL_NOT_LISTED');
});
