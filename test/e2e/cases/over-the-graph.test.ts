// The same journeys over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, journeys, online, refusedMove, transport } from '../../../scripts/demo/journeys.js';
import { APPLICANT, playJourney } from '../../../scripts/demo/play-journey.js';
import { type Ending, readEnding } from '../../../scripts/demo/read-ending.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { askerOf, caseOfLeg, clerkOf, fullDraft, shipped } from '../../support/cases/ask-case.js';
import { handIn, pdf, seeReceived } from '../../support/cases/hand-in.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 3, isJoined: true, isGuarded: true });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage = networkStage('only', () => network, PATIENCE_MS);

it.each(journeys.map((journey) => [journey.titleEn, journey] as const))(
  'plays by way of the gateway: %s',
  async (_title, journey) => {
    const { cases, collaborationNo } = await playJourney(stage, journey);
    const query = `query ($id: ID!) { case(id: $id) { collaborationNo
      legs { name province { code nameZh } role state } log { event province { nameEn } } clock { owner { nameZh } } } }`;
    const seen = await stage.ask(query, { id: cases.get(journey.draft.province) });

    expect(seen).toMatchObject({ case: { collaborationNo } });
    expect(JSON.stringify(seen)).not.toMatch(/"name(Zh|En)":null/);
  },
  PATIENCE_MS,
);

it(
  'brings the materials of a case after it, by way of the gateway',
  async () => {
    const begun = { ...forwarded, name: 'with-materials', steps: forwarded.steps.slice(0, 5) };
    const { cases, collaborationNo } = await playJourney(stage, begun);
    const here = cases.get('GD') ?? '';
    const clerk = askerOf(clerkOf(hallCode(readInstance('GD'))), { caseId: here });
    const digest = await handIn(stage, here, { name: '申请表', asker: clerk });
    const manifest = shipped(await fullDraft(stage, 'HN', forwarded.itemCode));
    const input = { caseId: here, manifest, idempotencyKey: 'forward' };
    await stage.ask(
      'mutation ($input: ForwardCaseInput!) { forwardCase(input: $input) { __typename } }',
      { input },
      clerk,
    );

    let there: string | undefined;
    await until(async () => {
      there ??= await caseOfLeg(stage, `HN:Leg:${collaborationNo}.handle`);
      return there !== undefined && (await seeReceived(stage, there))?.lacking.length === 0;
    }, PATIENCE_MS);

    expect((await seeReceived(stage, there ?? ''))?.files).toMatchObject([{ name: '申请表', state: 'VERIFIED' }]);
    const query = `query ($id: ID!, $digest: String!) { caseMaterial(caseId: $id, digest: $digest, offset: 0) {
      ... on MaterialChunk { content } } }`;
    const offered = `{ serviceItems(filter: { standardItem: "CN:StandardItem:${forwarded.itemCode}" }, provinces: ["HN"], first: 1) {
      nodes { authority { code } } } }`;
    const { serviceItems } = await stage.ask(offered, {});
    const [{ authority }] = (serviceItems as { nodes: [{ authority: { code: string } }] }).nodes;
    const purpose = { code: 'CASE_HANDLING', reference: undefined } as const;
    const officer = { subject: 'o-1', role: 'officer', province: 'HN', unit: authority.code, purpose } as const;
    const { caseMaterial } = await stage.ask(query, { id: there, digest }, officer);
    expect(caseMaterial).toEqual({ content: Buffer.from(pdf(`申请表 ${here}`)).toString('base64') });
  },
  PATIENCE_MS,
);

it.each([
  [online, ['GD case DELIVERED'], []],
  [forwarded, ['GD receive RESULT_RECEIVED', 'HN handle DELIVERED', 'GD deliver DELIVERED'], ['GD-HN AGREE']],
  [
    refusedMove,
    ['GD case ABORTED', 'GD approve COMPENSATED', 'HN release REFUSED', 'GD settle PLANNED'],
    ['GD-HN AGREE'],
  ],
  [
    transport,
    ['GD case DELIVERED', 'GD accept DONE', 'HN approve-HN DONE', 'SC approve-SC DONE', 'GD issue DONE'],
    ['GD-HN AGREE', 'GD-SC AGREE'],
  ],
] as const)(
  'ends $name with its legs in order, known from where they were done, and chains that agree',
  async (journey, legs, verdicts) => {
    const { collaborationNo } = await playJourney({ ...stage, play: 'ending' }, journey);

    // What supervision tells of a case comes a little behind it, and may come between two readings.
    let ending: Ending | undefined;
    await stage.settle(async () => {
      ending = await readEnding(stage, collaborationNo);
      return ending.verification.places.every(({ sides }) => sides === 2);
    });
    const { trace, verification } = ending ?? (await readEnding(stage, collaborationNo));

    expect(trace.legs.map(({ province, name, state }) => `${province.code} ${name} ${state ?? '?'}`)).toEqual(legs);
    expect(trace.legs.some(({ stale, isCritical }) => stale || isCritical === true)).toBe(false);
    // A case that was aborted is with its lead until the notice is delivered.
    expect(trace.holder?.province?.code).toBe(journey === refusedMove ? 'GD' : undefined);
    expect(trace.holder?.since).toMatch(/Z$/);
    expect(verification.isSound).toBe(true);
    expect(verification.verdicts.map((each) => `${each.province.code}-${each.peer.code} ${each.finding}`)).toEqual(
      verdicts,
    );
    expect(new Set(verification.places.map(({ sides }) => sides))).toEqual(new Set(verdicts.length > 0 ? [2] : []));
  },
  PATIENCE_MS,
);

it('sends a command to the province that the id names, and passes its refusal on', async () => {
  const input = { caseId: 'HN:Case:none', idempotencyKey: 'k' };
  const query = `mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) {
    __typename ... on Refusal { code messageZh messageEn } ... on CaseRefusal { rule source curedBy { role place } } } }`;

  const answer = await network.query(query, { input }, APPLICANT);

  expect(answer.errors).toBeUndefined();
  expect(answer.data).toMatchObject({ withdrawCase: { __typename: 'CaseRefusal', code: 'CASE_UNKNOWN' } });
});
