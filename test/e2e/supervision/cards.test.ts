// Cards of a case that two provinces handle: both compute them, and both hold the same life.
import { expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import {
  caseIn,
  clerkOf,
  command,
  DAY_MS,
  fullDraft,
  officerOf,
  playTo,
  see,
  shipped,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { actOn, alertsIn, settle, stateSupervisor } from '../../support/supervision/ask-alerts.js';

const both = ['GD', 'HN'];
const ACCEPTED = 19;
const stepsTo = (act: string): number => forwarded.steps.findLastIndex((step) => 'do' in step && step.do === act) + 1;

/** A forwarded case that Hunan has accepted, with both told of its limit. */
async function accepted(world: CaseWorld) {
  const played = await playTo(world, forwarded, stepsTo('acceptCase'));
  await settle(world, both);
  const caseId = caseIn(played, 'HN');
  const { dueAt } = await see(world, caseId);
  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  return { no: played.collaborationNo, caseId, unit, dueMs: Date.parse(dueAt ?? '') };
}

it('takes the journey to the acceptance of the handling place', () => {
  expect(forwarded.steps[ACCEPTED - 1]).toMatchObject({ do: 'acceptCase', in: 'HN' });
});

it('gives both provinces the same card at the same instant, each by itself', async () => {
  await using world = await CaseWorld.open(both);
  const { no, unit, dueMs } = await accepted(world);

  world.clock.advance(dueMs - world.clock.nowMs());
  await settle(world, both);
  const before = await alertsIn(world, 'GD', no);
  world.clock.advance(1);
  world.network.weather = { isStormy: false, cut: new Set(['GD>HN', 'HN>GD']) };
  for (const province of both) await world.supervise(province);
  const [inGuangdong, inHunan] = [await alertsIn(world, 'GD', no), await alertsIn(world, 'HN', no)];

  expect(before).toMatchObject([{ rule: 'R2', level: 'REMINDER', state: 'REMINDER' }]);
  const card = { rule: 'R2', responsible: 'HN', level: 'YELLOW', state: 'YELLOW', unitCode: unit };
  expect(inGuangdong).toMatchObject([{ holder: 'GD', ...card }]);
  expect(inHunan).toMatchObject([{ holder: 'HN', ...card }]);
  expect(inHunan[0]?.digest).toBe(inGuangdong[0]?.digest);
  expect(inHunan[0]?.id).toMatch(/^HN:SupervisionAlert:[0-9a-f]{32}$/);
});

it('follows a card from the unit’s words to the supervisor’s end, and neither can do the other’s part', async () => {
  await using world = await CaseWorld.open(both);
  const { no, caseId, unit, dueMs } = await accepted(world);
  world.clock.advance(dueMs + 1 - world.clock.nowMs());
  await settle(world, both);
  const id = (await alertsIn(world, 'HN', no))[0]?.id ?? '';
  const officer = officerOf(unit);
  const told: string[] = [];
  const act = async (event: string, actor = officer, rest = {}) =>
    told.push(`${event} ${await actOn(world, event, { id, actor, ...rest })}`);

  await act('acknowledgeAlert');
  await act('explainAlert', officerOf('OTHER'));
  await act('explainAlert');
  await act('rectifyAlert');
  await command(world, 'startReview', {
    ...{ caseId, actor: officer, idempotencyKey: 'review', version: undefined },
    step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } },
  });
  await command(world, 'decideCase', { caseId, actor: officer, idempotencyKey: 'decide', outcome: 'GRANTED' });
  await act('rectifyAlert');
  await act('closeAlert', stateSupervisor);
  await act('verifyAlert', { role: 'supervisor', unit }, { isGranted: true });
  await act('verifyAlert', { role: 'supervisor', province: 'GD' }, { isGranted: true });
  await act('verifyAlert', { role: 'supervisor' }, { isGranted: true });
  await act('closeAlert', { role: 'supervisor', unit });
  await act('closeAlert', stateSupervisor);
  await act('closeAlert', stateSupervisor);
  await settle(world, both);
  const [inGuangdong, inHunan] = [await alertsIn(world, 'GD', no), await alertsIn(world, 'HN', no)];

  expect(told).toEqual([
    'acknowledgeAlert ACKNOWLEDGED',
    'explainAlert NOT_OF_THE_UNIT',
    'explainAlert EXPLAINED',
    'rectifyAlert STILL_RUNNING',
    'rectifyAlert RECTIFIED',
    'closeAlert NOT_IN_THIS_STATE',
    'verifyAlert SUPERVISOR_OF_THE_UNIT',
    'verifyAlert SUPERVISOR_OF_THE_UNIT',
    'verifyAlert VERIFIED',
    'closeAlert SUPERVISOR_OF_THE_UNIT',
    'closeAlert CLOSED',
    'closeAlert NOT_IN_THIS_STATE',
  ]);
  expect(inHunan).toMatchObject([{ id, state: 'CLOSED', level: 'YELLOW' }]);
  expect(inGuangdong[0]?.digest).toBe(inHunan[0]?.digest);
  await expect(actOn(world, 'closeAlert', { id, actor: officer })).rejects.toThrow(/superviseCase/);
});

it('turns red when the order runs out, also while nobody looked, and the appeal has its one way', async () => {
  await using world = await CaseWorld.open(both);
  const { no, unit, dueMs } = await accepted(world);
  world.clock.advance(dueMs + 30 * DAY_MS - world.clock.nowMs());

  await settle(world, both);
  const [red] = await alertsIn(world, 'HN', no);
  const id = red?.id ?? '';
  const officer = officerOf(unit);
  const appealed = await actOn(world, 'appealAlert', { id, actor: officer });
  const upheld = await actOn(world, 'decideAppeal', { id, actor: stateSupervisor, isGranted: false });
  const again = await actOn(world, 'explainAlert', { id, actor: officer });
  const second = await actOn(world, 'appealAlert', { id, actor: officer });
  const opened = await actOn(world, 'openAccountability', { id, actor: stateSupervisor });
  await settle(world, both);

  expect(red).toMatchObject({ level: 'RED', state: 'RED', raisedAt: expect.stringMatching(/^2026-/) });
  expect([appealed, upheld, again, second, opened]).toEqual([
    'APPEALED',
    'UPHELD',
    'EXPLAINED',
    'APPEALED_BEFORE',
    'ACCOUNTABILITY_OPENED',
  ]);
  expect((await alertsIn(world, 'GD', no))[0]).toMatchObject({ state: 'ACCOUNTABILITY_OPENED', rectifyBy: null });
});

it('tells the other province of a late forwarding with the first letter, and nothing before', async () => {
  await using world = await CaseWorld.open(both);
  const played = await playTo(world, forwarded, stepsTo('verifyIdentity'));
  const caseId = caseIn(played, 'GD');
  world.clock.advance(10 * DAY_MS);
  await settle(world, both);
  const early = await alertsIn(world, 'HN', played.collaborationNo);
  const [late] = await alertsIn(world, 'GD', played.collaborationNo);
  const unit = late?.unitCode ?? '';

  await command(world, 'reviewForm', { caseId, actor: clerkOf(unit), idempotencyKey: 'form', checkMethod: '核对' });
  const manifest = await papersOf(world);
  await command(world, 'forwardCase', { caseId, actor: clerkOf(unit), idempotencyKey: 'go', manifest });
  await settle(world, both);
  const [inHunan] = await alertsIn(world, 'HN', played.collaborationNo);

  expect(early).toEqual([]);
  expect(late).toMatchObject({ rule: 'R4', responsible: 'GD', level: 'RED' });
  expect(inHunan).toMatchObject({ rule: 'R4', responsible: 'GD', unitCode: unit, level: 'RED' });
  expect(inHunan?.digest).toBe((await alertsIn(world, 'GD', played.collaborationNo))[0]?.digest);
});

async function papersOf(world: CaseWorld): Promise<readonly object[]> {
  return shipped(await fullDraft(world, 'HN', forwarded.itemCode));
}
