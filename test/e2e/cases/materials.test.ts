// Materials travel with their case: the list with the letter, the files after it, and nothing is done on what is not there.
import { expect, it } from '@jest/globals';
import { forwarded, online, transport } from '../../../scripts/demo/journeys.js';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import {
  type Actor,
  askerOf,
  caseIn,
  clerkOf,
  caseOfLeg,
  command,
  type Commanded,
  type Data,
  draft,
  fullDraft,
  officerOf,
  person,
  playTo,
  see,
  shipped,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { handIn, seeReceived } from '../../support/cases/hand-in.js';

const MINUTE_MS = 60_000;
const clerk = clerkOf(hallCode(readInstance('GD')));

interface Story {
  readonly world: CaseWorld;
  readonly here: string;
  readonly there: string;
  readonly officer: Actor;
}

let keys = 0;
const ask = (world: CaseWorld, event: string, input: Commanded): Promise<Data> =>
  command(world, event, { ...input, idempotencyKey: `k${(keys += 1)}` });

/** A case that Guangdong received with these files, forwarded to Hunan and taken over there. */
async function takeOver(world: CaseWorld, names: readonly string[]): Promise<Story> {
  const played = await playTo(world, forwarded, 5);
  const here = caseIn(played, 'GD');
  for (const name of names) await handIn(world, here, { name, asker: askerOf(clerk, { caseId: here }) });
  const manifest = shipped(await fullDraft(world, 'HN', forwarded.itemCode));
  await ask(world, 'forwardCase', { caseId: here, actor: clerk, manifest });
  await world.deliverAll();
  const there = (await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`)) ?? '';
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  await ask(world, 'acknowledgeHandoff', { caseId: there, actor: officer });
  await world.deliverAll();
  return { world, here, there, officer };
}

const accept = ({ world, there, officer }: Story): Promise<Data> =>
  ask(world, 'acceptCase', { caseId: there, actor: officer });

it('accepts no case before every file that was listed is here, and names those that are not', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const story = await takeOver(world, ['申请表', '照片']);
  world.unreachable.add('GD');
  await world.fetchMaterials('HN');
  const early = await accept(story);
  const expected = await seeReceived(world, story.there);

  world.unreachable.clear();
  const tooSoon = await world.fetchMaterials('HN');
  world.clock.advance(MINUTE_MS);
  await world.fetchMaterials('HN');
  const arrived = await seeReceived(world, story.there);
  const late = await accept(story);

  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['申请表', '照片'] });
  expect(early['messageZh']).toMatch(/申请表、照片/);
  expect(early['messageEn']).toMatch(/have not come.*申请表, 照片/);
  expect(expected).toMatchObject({ sender: { code: 'GD' }, lacking: ['申请表', '照片'] });
  expect(expected?.files.map(({ state }) => state)).toEqual(['EXPECTED', 'EXPECTED']);
  expect(tooSoon).toBe(0);
  expect(arrived?.files.map(({ state }) => state)).toEqual(['VERIFIED', 'VERIFIED']);
  expect(arrived?.lacking).toEqual([]);
  expect(late['state']).toBe('ACCEPTED');
});

it('refuses a file that is not what was listed, names it, and takes it once it is mended', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const story = await takeOver(world, ['申请表', '照片']);
  const { files } = await manifestOf(world, story.here);
  const photo = files.find(({ name }) => name === '照片')?.digest ?? '';

  world.turnByte('GD', photo);
  await world.fetchMaterials('HN');
  const damaged = await seeReceived(world, story.there);
  const refused = await accept(story);
  world.turnByte('GD', photo);
  world.clock.advance(MINUTE_MS);
  await world.fetchMaterials('HN');

  expect(damaged?.files).toEqual([
    { name: '申请表', state: 'VERIFIED', refusal: null },
    { name: '照片', state: 'REFUSED', refusal: { code: 'MATERIAL_DAMAGED' } },
  ]);
  expect(refused).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['照片'] });
  expect((await seeReceived(world, story.there))?.files[1]).toEqual({ name: '照片', state: 'VERIFIED', refusal: null });
  expect((await accept(story))['state']).toBe('ACCEPTED');
});

it('waits for papers that were listed under a shipment number until they were counted', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 5);
  const here = caseIn(played, 'GD');
  const papers = [{ name: '居民户口簿', originals: 1, copies: 0, shipmentNo: 'SF1' }];
  await world.ask(
    'mutation ($input: ListPapersInput!) { listPapers(input: $input) { __typename } }',
    {
      input: { caseId: here, papers },
    },
    askerOf(clerk, { caseId: here }),
  );
  const manifest = shipped(await fullDraft(world, 'HN', forwarded.itemCode));
  await ask(world, 'forwardCase', { caseId: here, actor: clerk, manifest });
  await world.deliverAll();
  const there = (await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`)) ?? '';
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const story = { world, here, there, officer };
  await ask(world, 'acknowledgeHandoff', { caseId: there, actor: officer });
  const early = await accept(story);

  const arrived = [{ ...papers[0], damaged: 0 }];
  await world.ask(
    'mutation ($input: RecordArrivalInput!) { recordPaperArrival(input: $input) { __typename } }',
    {
      input: { caseId: there, papers: arrived },
    },
    askerOf(officer, { caseId: there }),
  );

  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['居民户口簿'] });
  expect((await accept(story))['state']).toBe('ACCEPTED');
});

it('grants nothing on files that did not come, and can still refuse', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const story = await takeOver(world, ['申请表']);
  const { there, officer } = story;
  const onCase = { caseId: there, actor: officer };
  world.clock.advance(8 * 24 * 60 * MINUTE_MS);
  await world.sweep('HN'); // nobody answered in five working days, so that the case counts as accepted
  const step = { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } };
  await ask(world, 'startReview', { ...onCase, step });

  const granted = await ask(world, 'decideCase', { ...onCase, outcome: 'GRANTED' });
  const reasons = { code: 'N1', text: '材料未到', remedies: '复议' };
  const refused = await ask(world, 'decideCase', { ...onCase, outcome: 'REFUSED', reasons });

  expect(granted).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['申请表'] });
  expect(refused['state']).toBe('DECIDED');
});

it('fetches with a correction what is new, and what is here no second time', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const story = await takeOver(world, ['申请表']);
  const { here, there, officer } = story;
  await world.fetchMaterials('HN');
  const gaps = [{ subject: '照片', defect: 'ILLEGIBLE' }];
  await ask(world, 'requestCorrection', { caseId: there, actor: officer, gaps });
  await world.deliverAll();
  const added = await handIn(world, here, { name: '照片', asker: askerOf(clerk, { caseId: here }) });
  const materials = [{ name: '照片', form: 'ELECTRONIC', grade: 'A', originals: 1, copies: 0 }];
  await ask(world, 'correctCase', { caseId: here, actor: clerk, materials });
  await world.deliverAll();
  const early = await accept(story);
  world.fetched.length = 0;

  await world.fetchMaterials('HN');

  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['照片'] });
  expect(world.fetched).toEqual([added]);
  expect((await accept(story))['state']).toBe('ACCEPTED');
});

it('brings the document of the result back, and signs for no result without it', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 23);
  const [here, there] = [caseIn(played, 'GD'), caseIn(played, 'HN')];
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  await handIn(world, there, { name: '认定书', asker: askerOf(officer, { caseId: there }) });
  await ask(world, 'returnResult', { caseId: there, actor: officer });
  await world.deliverAll();

  const early = await ask(world, 'acknowledgeResult', { caseId: here, actor: clerk });
  await world.fetchMaterials('GD');
  const late = await ask(world, 'acknowledgeResult', { caseId: here, actor: clerk });

  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['认定书'] });
  expect(late['code']).toBeUndefined();
  expect(await seeReceived(world, here)).toMatchObject({ sender: { code: 'HN' }, lacking: [] });
});

it('sends the materials with a leg and with information, and completes no leg without them', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const played = await playTo(world, transport, 6);
  const here = caseIn(played, 'GD');
  await handIn(world, here, { name: '车辆总体轮廓图', asker: APPLICANT });
  const lead = officerOf(await unitOf(world, 'GD', transport.itemCode));
  const officer = officerOf(await unitOf(world, 'SC', transport.itemCode));
  const [led, done] = ['GD', 'SC'].map((code) => `${code}:Leg:${played.collaborationNo}.approve-SC`);
  const act = async (event: string, input: Commanded): Promise<Data> => {
    const outcome = await ask(world, event, input);
    await world.deliverAll();
    return outcome;
  };
  await act('dispatchLeg', { legId: led, actor: lead });
  await world.fetchMaterials('SC');
  for (const event of ['acknowledgeLeg', 'startLeg', 'requestInfo']) await act(event, { legId: done, actor: officer });
  await handIn(world, here, { name: '轴荷图', asker: APPLICANT });
  await act('supplyInfo', { legId: led, actor: lead });

  const early = await act('completeLeg', { legId: done, actor: officer, result: '同意' });
  await world.fetchMaterials('SC');
  const late = await act('completeLeg', { legId: done, actor: officer, result: '同意' });

  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: ['轴荷图'] });
  expect(late['state']).toBe('DONE');
  expect((await seeReceived(world, done ?? ''))?.files.map(({ name }) => name)).toEqual(['车辆总体轮廓图', '轴荷图']);
});

it('sends no letter that is too large for its way, and changes nothing', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 7);
  const caseId = await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`);
  const actor = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const before = await see(world, caseId ?? '');

  const rejection = { rejection: 'ILLEGIBLE', opinion: '长'.repeat(70_000) };
  const outcome = await ask(world, 'rejectHandoff', { caseId, actor, ...rejection });

  expect(outcome['code']).toBe('LETTER_TOO_LARGE');
  expect(await see(world, caseId ?? '')).toEqual(before);
});

it('puts a correction into the file, and lets the list of the place that decides look at it again', async () => {
  await using world = await CaseWorld.open(['GD']);
  const { materials, conditions } = await fullDraft(world, 'GD', online.itemCode);
  const [missing, ...brought] = materials;
  const { id: caseId } = await draft(world, online, { materials: brought, conditions });
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  await ask(world, 'submitCase', { caseId, actor: person });
  const early = await ask(world, 'acceptCase', { caseId, actor });
  const gaps = [{ subject: missing?.name, defect: 'MISSING' }];
  await ask(world, 'requestCorrection', { caseId, actor, gaps });

  await ask(world, 'correctCase', { caseId, actor: person, materials: [missing] });
  const late = await ask(world, 'acceptCase', { caseId, actor });
  const query = 'query ($id: ID!) { case(id: $id) { materials { name } } }';
  const { case: seen } = await world.ask(query, { id: caseId });

  expect(early['code']).toBe('CONDITIONS_NOT_MET');
  expect(late['state']).toBe('ACCEPTED');
  expect(
    (seen as { readonly materials: readonly { name: string }[] }).materials.map(({ name }) => name).sort(),
  ).toEqual(materials.map(({ name }) => name).sort());
});

async function manifestOf(world: CaseWorld, id: string) {
  const query = 'query ($id: ID!) { materialManifest(caseId: $id) { entries { name digest } } }';
  const { materialManifest } = await world.ask(query, { id }, askerOf(clerk, { caseId: id }));
  return { files: (materialManifest as { readonly entries: readonly { name: string; digest: string }[] }).entries };
}
