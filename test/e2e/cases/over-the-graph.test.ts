// The same journeys over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, journeys, online, refusedMove, transport } from '../../../scripts/demo/journeys.js';
import { playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import { readEnding } from '../../../scripts/demo/read-ending.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 3, isJoined: true });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage: Stage = {
  play: 'only',
  ask: async (query, variables) => {
    const { data, errors } = await network.query(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as Readonly<Record<string, unknown>>;
  },
  settle: (isThere) => until(isThere, PATIENCE_MS),
  tell: () => undefined,
};

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

    const { trace, verification } = await readEnding(stage, collaborationNo);

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
  const input = { caseId: 'HN:Case:none', idempotencyKey: 'k', actor: { role: 'APPLICANT' } };
  const query = `mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) {
    __typename ... on Refusal { code messageZh messageEn } ... on CaseRefusal { rule source curedBy { role place } } } }`;

  const answer = await network.query(query, { input });

  expect(answer.errors).toBeUndefined();
  expect(answer.data).toMatchObject({ withdrawCase: { __typename: 'CaseRefusal', code: 'CASE_UNKNOWN' } });
});
