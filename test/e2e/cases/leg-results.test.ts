// What a participant of a joint case has made goes to the lead with the result of its leg, and the lead decides upon it.
import { expect, it } from '@jest/globals';
import { transport } from '../../../scripts/demo/journeys.js';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import {
  type Actor,
  askerOf,
  caseIn,
  command,
  type Commanded,
  type Data,
  DAY_MS,
  officerOf,
  playTo,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import type { HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import type { MaterialTables } from '../../../subgraphs/province/materials/material.entity.js';
import { keepManifest } from '../../../subgraphs/province/materials/received-manifest.service.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { fromJson } from '../../../subgraphs/province/storage/stored.js';
import type { TrailTables } from '../../../subgraphs/province/trail/trail-rows.service.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { handIn, seeReceived } from '../../support/cases/hand-in.js';

const BOTH_AT_WORK = 18;
const NAME = '沿线通行意见书';

interface Story {
  readonly world: CaseWorld;
  readonly caseId: string;
  readonly lead: Actor;
  readonly participant: Actor;
  /** The leg of a name as it stands in a province. */
  readonly legOf: (province: string, name: string) => string;
  readonly act: (event: string, input: Commanded) => Promise<Data>;
}

/** A transport through Hunan and Sichuan, of which both do their legs. */
async function begin(world: CaseWorld): Promise<Story> {
  const played = await playTo(world, transport, BOTH_AT_WORK);
  const lead = await unitOf(world, 'GD', transport.itemCode);
  const participant = await unitOf(world, 'SC', transport.itemCode);
  let keys = 0;
  return {
    ...{ world, caseId: caseIn(played, 'GD'), lead: officerOf(lead), participant: officerOf(participant) },
    legOf: (province, name) => `${province}:Leg:${played.collaborationNo}.${name}`,
    act: async (event, input) => {
      const outcome = await command(world, event, { ...input, idempotencyKey: `r${(keys += 1)}` });
      await world.deliverAll();
      return outcome;
    },
  };
}

/** Everything is done but the decision. */
async function completeLegs({ world, act, lead, participant, legOf }: Story): Promise<void> {
  const other = officerOf(await unitOf(world, 'HN', transport.itemCode));
  await act('completeLeg', { legId: legOf('SC', 'approve-SC'), actor: participant, result: '同意通行' });
  await act('completeLeg', { legId: legOf('HN', 'approve-HN'), actor: other, result: '同意通行' });
  const legId = legOf('GD', 'issue');
  for (const event of ['dispatchLeg', 'acknowledgeLeg', 'startLeg']) await act(event, { legId, actor: lead });
  await act('completeLeg', { legId, actor: lead, result: '签发' });
}

const CONTENT = `query ($caseId: ID!, $digest: String!) { chunk: caseMaterial(caseId: $caseId, digest: $digest, offset: 0) {
  ... on MaterialChunk { size } ... on ServiceRefusal { code } } }`;

it('brings the files of a result to the lead, which grants nothing without them and reads them with its case', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { caseId, act, lead, participant, legOf } = story;
  const done = legOf('SC', 'approve-SC');
  const digest = await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) });
  await completeLegs(story);
  const read = async () => (await world.ask(CONTENT, { caseId, digest }, APPLICANT))['chunk'];
  const expected = await seeReceived(world, legOf('GD', 'approve-SC'));

  const early = await act('decideCase', { caseId, actor: lead, outcome: 'GRANTED' });
  const unread = await read();
  await world.fetchMaterials('GD');
  const late = await act('decideCase', { caseId, actor: lead, outcome: 'GRANTED' });

  expect(expected).toMatchObject({ sender: { code: 'SC' }, lacking: [NAME] });
  expect(early).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: [NAME] });
  expect([unread, late['state']]).toEqual([{ code: 'MATERIAL_NOT_LISTED' }, 'DECIDED']);
  expect(await seeReceived(world, legOf('GD', 'approve-SC'))).toMatchObject({ lacking: [] });
  expect(await read()).toHaveProperty('size');
  expect(await seeReceived(world, caseId)).toBeNull();
});

it('tells the person before anything of him leaves with a result', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const { act, participant, legOf } = await begin(world);
  const legId = legOf('SC', 'approve-SC');
  await handIn(world, legId, { name: NAME, asker: askerOf(participant, { legId }) });
  const { em } = world.seat('SC').orm;
  const person = 'p'.repeat(64);
  await em.getKysely<HandlingTables>().updateTable('case_file').set({ applicant_person: person }).execute();

  await act('completeLeg', { legId, actor: participant, result: '同意通行' });

  const entries = em.getKysely<TrailTables>().selectFrom('access_entry').select(['reader_province', 'classes']);
  const [entry, ...others] = await entries.where('person', '=', person).execute();
  expect([entry?.reader_province, others]).toEqual(['GD', []]);
  expect(JSON.parse(entry?.classes ?? '[]')).toEqual(['MATERIAL']);
});

it('lets a lead refuse without the files of a result', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { caseId, act, lead, participant, legOf } = story;
  const done = legOf('SC', 'approve-SC');
  await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) });
  await completeLegs(story);

  const reasons = { code: 'N1', text: '桥梁限载', remedies: '复议' };

  expect(await act('decideCase', { caseId, actor: lead, outcome: 'REFUSED', reasons })).toMatchObject({
    state: 'DECIDED',
  });
});

it('lets a lead grant without a file that never comes, of the leg and for the reason that it names', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { caseId, act, lead, participant, legOf } = story;
  const done = legOf('SC', 'approve-SC');
  await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) });
  await completeLegs(story);
  const decide = (...waivers: readonly Data[]) =>
    act('decideCase', { caseId, actor: lead, outcome: 'GRANTED', opinion: '径行决定', waivers });
  const waiver = { legId: legOf('GD', 'approve-SC'), material: NAME, reason: '对方已函告原件灭失' };
  const refused = [
    await decide({ ...waiver, legId: legOf('GD', 'approve-HN') }),
    await decide({ ...waiver, material: '别的' }),
    await decide({ ...waiver, reason: ' ' }),
  ];

  const granted = await decide(waiver);

  for (const outcome of refused) expect(outcome).toMatchObject({ code: 'MATERIALS_NOT_HERE', materials: [NAME] });
  expect(granted).toMatchObject({ state: 'DECIDED' });
  const log = world.seat('GD').orm.em.getKysely<HandlingTables>().selectFrom('case_log').select('said');
  const { said } = await log.where('event', '=', 'decideCase').executeTakeFirstOrThrow();
  expect(fromJson(said)).toMatchObject({ waivers: [waiver] });
});

it('lets no lead do without what its case itself lacks', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { caseId, act, lead, legOf } = story;
  await completeLegs(story);
  const file = { name: NAME, size: 9, mediaType: 'application/pdf', grade: 'C', certifiedBy: null } as const;
  const manifest = { version: 1, entries: [{ ...file, ordinal: 1, digest: 'a'.repeat(64) }], papers: [] } as const;
  const receivedAt = new Date(world.clock.nowMs()).toISOString();
  await inTransaction({ storage: world.seat('GD').orm }, (transaction) =>
    keepManifest(transaction, { caseId, from: 'SC', manifest, receivedAt }),
  );
  const waivers = [caseId, legOf('GD', 'approve-SC')].map((legId) => ({ legId, material: NAME, reason: '不等' }));

  expect(await act('decideCase', { caseId, actor: lead, outcome: 'GRANTED', waivers })).toMatchObject({
    code: 'MATERIALS_NOT_HERE',
  });
});

it('takes no papers with the result of a leg, which nobody could count', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const { caseId, act, participant, legOf } = await begin(world);
  const legId = legOf('SC', 'approve-SC');
  const paper = { ordinal: 1, name: NAME, originals: 1, copies: 0, shipment_no: 'SF-1', digest: null };
  const there = world.seat('SC').orm.em.getKysely<MaterialTables & HandlingTables>();
  await there
    .insertInto('case_paper')
    .values({ case_id: legId, ...paper })
    .execute();

  await act('completeLeg', { legId, actor: participant, result: '同意通行' });

  const letters = there.selectFrom('case_handoff').select('code').where('event', '=', 'legCompleted');
  expect(await letters.executeTakeFirst()).toEqual({ code: 'LETTER_MALFORMED' });
  const { legs } = await see(world, caseId);
  expect(legs.find(({ name }) => name === 'approve-SC')).toMatchObject({ state: 'WORKING' });
});

it('takes no file for a leg that is done, since nothing goes to the lead any more', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const { act, participant, legOf } = await begin(world);
  const legId = legOf('SC', 'approve-SC');
  await act('completeLeg', { legId, actor: participant, result: '同意通行' });

  const asker = askerOf(participant, { legId });
  await expect(handIn(world, legId, { name: NAME, asker })).rejects.toThrow('LEG_ENDED');
});

it('takes files for a leg from the unit that does it for another province, and from nobody else', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const { lead, participant, legOf } = await begin(world);
  const [done, led] = [legOf('SC', 'approve-SC'), legOf('GD', 'issue')];
  const strangers = [
    { id: done, asker: askerOf(officerOf('another'), { legId: done }) },
    { id: done, asker: APPLICANT },
    { id: led, asker: askerOf(lead, { legId: led }) },
    { id: legOf('SC', 'approve-HN'), asker: askerOf(participant, { legId: done }) },
  ];

  for (const { id, asker } of strangers) {
    await expect(handIn(world, id, { name: NAME, asker })).rejects.toThrow('仅限办理该环节的本单位人员');
  }
  expect(await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) })).toHaveLength(64);
});

it('gives the files of a result for thirty days after the leg is done', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { participant, legOf } = story;
  const done = legOf('SC', 'approve-SC');
  const digest = await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) });
  await completeLegs(story);
  const fetch = world.fetchChunk('GD');

  world.clock.advance(30 * DAY_MS);
  const lastDay = await fetch('SC', digest, 0);
  world.clock.advance(1);

  expect(lastDay).toHaveProperty('size');
  expect(await fetch('SC', digest, 0)).toEqual({ refusal: 'MATERIAL_FETCH_ENDED' });
});

it('erases the files of a result with the case at the lead, and with the leg at the participant', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const story = await begin(world);
  const { caseId, act, lead, participant, legOf } = story;
  const done = legOf('SC', 'approve-SC');
  const digest = await handIn(world, done, { name: NAME, asker: askerOf(participant, { legId: done }) });
  await completeLegs(story);
  await world.fetchMaterials('GD');
  const reasons = { code: 'N1', text: '桥梁限载', remedies: '复议' };
  await act('decideCase', { caseId, actor: lead, outcome: 'REFUSED', reasons });
  world.clock.advance(3_700 * DAY_MS);
  const whileDecided = [await world.sweepEnded('GD'), await world.sweepEnded('SC')];
  await act('issueResult', { caseId, actor: lead });
  const whileYoung = await world.sweepEnded('GD');
  world.clock.advance(3_700 * DAY_MS);

  expect([whileDecided, whileYoung, await world.sweepEnded('GD')]).toEqual([[0, 1], 0, 1]);
  const { chunk } = await world.ask(CONTENT, { caseId, digest }, APPLICANT);
  expect(chunk).toEqual({ code: 'MATERIAL_ERASED' });
});
