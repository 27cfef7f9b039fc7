// Joint supervision over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, type Journey } from '../../../scripts/demo/journeys.js';
import { type Asker, type Played, playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import { systemClock } from '../../../subgraphs/province/exchange/system-clock.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const PATIENCE_MS = 120_000;

// A Monday at nine in a year of which the holidays are published, and from then on as fast as the machine.
let offsetMs = Date.parse('2026-03-02T01:00:00.000Z') - Date.now();
const clock = { ...systemClock, nowMs: () => Date.now() + offsetMs };

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true, clock });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage = networkStage('supervision', () => network, PATIENCE_MS);
const state: Asker = { subject: 'supervisor-of-the-state', role: 'supervisor' };
const upTo = (act: string): Journey => {
  const end = forwarded.steps.findLastIndex((step) => 'do' in step && step.do === act) + 1;
  return { ...forwarded, steps: forwarded.steps.slice(0, end) };
};

interface View {
  readonly holder: { readonly code: string };
  readonly level: string;
  readonly state: string;
  readonly unitCode: string | null;
  readonly digest: string;
}

interface CaseAlert {
  readonly alertId: string;
  readonly rule: string;
  readonly responsible: { readonly code: string };
  readonly views: readonly View[];
}

async function alertsOf(no: string): Promise<readonly CaseAlert[]> {
  const query = `query ($no: ID!) { caseAlerts(collaborationNo: $no) { alerts {
    alertId rule responsible { code } views { holder { code } level state unitCode digest } } } }`;
  const { caseAlerts } = await stage.ask(query, { no }, state);
  return (caseAlerts as { readonly alerts: readonly CaseAlert[] }).alerts;
}

/** Both provinces hold the alert, and it is in this state at both. */
async function isAtBoth(no: string, rule: string, at: string): Promise<boolean> {
  const [alert] = (await alertsOf(no)).filter((each) => each.rule === rule);
  const views = alert?.views ?? [];
  return views.length === 2 && views.every((view) => view.state === at) && views[0]?.digest === views[1]?.digest;
}

/** Waits until Guangdong can prove by the chain that Hunan's legal limit runs. */
function limitIsTold(no: string): Promise<void> {
  const query = `query ($no: ID!) { accountabilityReport(collaborationNo: $no) {
    statements { statedBy { code } kind rule standing } } }`;
  return stage.settle(async () => {
    const { accountabilityReport } = await stage.ask(query, { no }, state);
    const { statements } = accountabilityReport as { readonly statements: readonly Record<string, unknown>[] };
    return statements.some((each) => {
      const { code } = each['statedBy'] as { readonly code: string };
      return code === 'GD' && each['rule'] === 'R2' && each['standing'] === 'PROVEN';
    });
  });
}

async function act(event: string, asker: Asker, input: Readonly<Record<string, unknown>>): Promise<string> {
  const type = event === 'verifyAlert' ? 'AlertFindingInput' : 'AlertStepInput';
  const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) {
    ... on SupervisionAlert { state } ... on SupervisionRefusal { code } } }`;
  const { outcome } = await stage.ask(
    query,
    { input: { idempotencyKey: `${event}-1`, text: '说明', ...input } },
    asker,
  );
  const { state: reached, code } = outcome as { readonly state?: string; readonly code?: string };
  return reached ?? code ?? '';
}

async function decide(played: Played, officer: Asker): Promise<void> {
  const caseId = played.cases.get('HN') ?? '';
  const review = { step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } } };
  const command = (name: string, type: string, said: object): Promise<unknown> =>
    stage.ask(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`,
      { input: { caseId, idempotencyKey: `late-${name}`, ...said } },
      officer,
    );
  await command('startReview', 'StartReviewInput', review);
  await command('decideCase', 'DecideCaseInput', { outcome: 'GRANTED' });
}

async function dueOf(played: Played): Promise<number> {
  const query = 'query ($id: ID!) { case(id: $id) { dueAt } }';
  const { case: found } = await stage.ask(query, { id: played.cases.get('HN') });
  return Date.parse((found as { readonly dueAt: string }).dueAt);
}

const PAGE = `query ($after: String) { alerts(first: 1, after: $after) {
  nodes { id rule raisedAt responsible { code } } pageInfo { hasNextPage endCursor } totalCount
  coverage { exact answered { code } missing { province { code } } } } }`;

interface Page {
  readonly nodes: readonly {
    readonly id: string;
    readonly rule: string;
    readonly raisedAt: string;
    readonly responsible: { readonly code: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount: number;
  readonly coverage: {
    readonly exact: boolean;
    readonly missing: readonly { readonly province: { readonly code: string } }[];
  };
}

const page = async (after: string | null, graph: Pick<Stage, 'ask'> = stage): Promise<Page> =>
  (await graph.ask(PAGE, { after }, state))['alerts'] as Page;

it(
  'shows a late case at both provinces, follows it to its end, and lists all alerts once, also with one province down',
  async () => {
    const played = await playJourney(stage, upTo('acceptCase'));
    const no = played.collaborationNo;
    const waiting = await playJourney({ ...stage, play: 'waiting' }, upTo('verifyIdentity'));
    await limitIsTold(no);
    offsetMs += (await dueOf(played)) + 1 - clock.nowMs();

    await stage.settle(() => isAtBoth(no, 'R2', 'YELLOW'));
    const [late] = (await alertsOf(no)).filter(({ rule }) => rule === 'R2');
    const unit = late?.views[0]?.unitCode ?? '';
    const id = late?.alertId ?? '';
    const officer: Asker = { subject: 'officer-hn', role: 'officer', province: 'HN', unit };
    const outcomes = [await act('acknowledgeAlert', officer, { id }), await act('explainAlert', officer, { id })];
    outcomes.push(await act('rectifyAlert', officer, { id, idempotencyKey: 'too-early' }));
    await decide(played, officer);
    outcomes.push(await act('rectifyAlert', officer, { id }));
    const ownSupervisor: Asker = { subject: 'supervisor-hn', role: 'supervisor', province: 'HN', unit };
    outcomes.push(await act('verifyAlert', ownSupervisor, { id, isGranted: true }));
    outcomes.push(await act('verifyAlert', state, { id, isGranted: true }));
    await expect(act('closeAlert', officer, { id })).rejects.toThrow(/closeAlert|superviseCase/);
    await stage.settle(async () => (await page(null)).totalCount === 2);
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    outcomes.push(await act('closeAlert', state, { id }));
    await stage.settle(() => isAtBoth(no, 'R2', 'CLOSED'));
    await network.province('HN').stop();
    const alone = await page(null);
    const kept = (await alertsOf(no)).filter(({ rule }) => rule === 'R2');

    expect(late).toMatchObject({
      responsible: { code: 'HN' },
      alertId: expect.stringMatching(/^HN:SupervisionAlert:/),
    });
    expect(outcomes).toEqual([
      ...['ACKNOWLEDGED', 'EXPLAINED', 'STILL_RUNNING', 'RECTIFIED', 'SUPERVISOR_OF_THE_UNIT', 'VERIFIED', 'CLOSED'],
    ]);
    expect(first).toMatchObject({ nodes: [{ id, rule: 'R2' }], totalCount: 2, coverage: { exact: true, missing: [] } });
    expect(second).toMatchObject({
      nodes: [{ rule: 'R4', responsible: { code: 'GD' } }],
      pageInfo: { hasNextPage: false },
    });
    expect(waiting.collaborationNo).not.toBe(no);
    expect(alone).toMatchObject({
      nodes: [{ rule: 'R4' }],
      coverage: { exact: false, missing: [{ province: { code: 'HN' } }] },
    });
    expect(kept).toMatchObject([{ alertId: id, views: [{ holder: { code: 'GD' }, state: 'CLOSED', unitCode: unit }] }]);
  },
  PATIENCE_MS,
);
