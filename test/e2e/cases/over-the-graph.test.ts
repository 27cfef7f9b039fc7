// The same journeys over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { journeys } from '../../../scripts/demo/journeys.js';
import { playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
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

it('sends a command to the province that the id names, and passes its refusal on', async () => {
  const input = { caseId: 'HN:Case:none', idempotencyKey: 'k', actor: { role: 'APPLICANT' } };
  const query = `mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) {
    __typename ... on Refusal { code messageZh messageEn } ... on CaseRefusal { rule source curedBy { role place } } } }`;

  const answer = await network.query(query, { input });

  expect(answer.errors).toBeUndefined();
  expect(answer.data).toMatchObject({ withdrawCase: { __typename: 'CaseRefusal', code: 'CASE_UNKNOWN' } });
});
