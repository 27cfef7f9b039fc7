// R12 over the real thing: every question by way of the gateway, which finds the parties by the number of the agreement.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { systemClock } from '../../../subgraphs/province/exchange/system-clock.js';
import { aText, aWholeClause } from '../../support/agreements/a-text.js';
import { aDataGrant } from '../../support/agreements/an-agreement.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const PATIENCE_MS = 120_000;
const DAY_MS = 86_400_000;

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

const stage = networkStage('grants', () => network, PATIENCE_MS);
const state: Asker = { subject: 'supervisor-of-the-state', role: 'supervisor' };
const coordinatorOf = (province: string): Asker => ({ subject: `c-${province}`, role: 'coordinator', province });

async function propose(number: string): Promise<string> {
  const clauses = {
    items: [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })],
    dataGrants: [aDataGrant({ fields: ['LICENCE'] })],
  };
  const document = JSON.stringify(aText(['GD', 'HN'], { number, clauses }));
  const query = `mutation ($input: ProposeAgreementInput!) { proposed: proposeAgreement(input: $input) {
    ... on Agreement { state } ... on AgreementLifeRefusal { code problems } } }`;
  const input = { idempotencyKey: `propose-${number}`, province: 'GD', document };
  expect((await stage.ask(query, { input }, coordinatorOf('GD')))['proposed']).toEqual({ state: 'PROPOSED' });
  return `XY-${number}`;
}

interface CaseAlert {
  readonly alertId: string;
  readonly rule: string;
  readonly responsible: { readonly code: string };
  readonly views: readonly { readonly holder: { readonly code: string }; readonly state: string }[];
}

async function alertsOf(no: string, asker: Asker): Promise<readonly CaseAlert[]> {
  const query = `query ($no: ID!) { caseAlerts(collaborationNo: $no) { alerts {
    alertId rule responsible { code } views { holder { code } state } } } }`;
  const { caseAlerts } = await stage.ask(query, { no }, asker);
  return (caseAlerts as { readonly alerts: readonly CaseAlert[] }).alerts;
}

const isEverywhere = async (no: string, wanted: string): Promise<boolean> => {
  const views = (await alertsOf(no, state)).flatMap((alert) => alert.views);
  return views.length === 2 && views.every((view) => view.state === wanted);
};

it(
  'shows a late decision at both parties by the number of the agreement, and its coordinator explains it',
  async () => {
    const no = await propose('GD-GRANT-1');
    await stage.settle(async () => {
      const { agreement } = await stage.ask('{ agreement(id: "HN:Agreement:GD-GRANT-1.1") { state } }', {});
      return agreement !== null;
    });

    offsetMs += 15 * DAY_MS;
    await stage.settle(() => isEverywhere(no, 'YELLOW'));
    const [late] = await alertsOf(no, coordinatorOf('HN'));
    const ofOthers = await alertsOf(no, coordinatorOf('GD'));
    const query = `mutation ($input: AlertStepInput!) { outcome: explainAlert(input: $input) {
      ... on SupervisionAlert { state collaborationNo } ... on SupervisionRefusal { code } } }`;
    const input = { idempotencyKey: 'explain', id: late?.alertId, text: '正在会商' };
    const { outcome } = await stage.ask(query, { input }, coordinatorOf('HN'));
    await stage.settle(() => isEverywhere(no, 'EXPLAINED'));

    // A coordinator sees what is his own to answer, wherever it is held.
    const views = [{ holder: { code: 'GD' } }, { holder: { code: 'HN' } }];
    expect(late).toMatchObject({ rule: 'R12', responsible: { code: 'HN' }, views });
    expect(ofOthers).toEqual([]);
    expect(outcome).toEqual({ state: 'EXPLAINED', collaborationNo: no });
  },
  PATIENCE_MS,
);
