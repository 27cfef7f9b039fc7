// What each rule is computed from, beyond the limits of one place: legs of joint cases, handoffs, refusals, contradictions.
import { expect, it } from '@jest/globals';
import { forwarded, transport } from '../../../scripts/demo/journeys.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { reviveLink } from '../../../subgraphs/province/exchange/send-envelope.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import {
  caseIn,
  command,
  DAY_MS,
  fullDraft,
  officerOf,
  playTo,
  shipped,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { actOn, alertsIn, settle } from '../../support/supervision/ask-alerts.js';

const both = ['GD', 'HN'];
const lastOf = (act: string): number => forwarded.steps.findLastIndex((step) => 'do' in step && step.do === act) + 1;

it('R2: a leg of a joint case is its participant’s, as the lead and the participant both say, and no third one', async () => {
  const all = ['GD', 'HN', 'SC'];
  await using world = await CaseWorld.open(all);
  const upTo = transport.steps.findIndex((step) => 'do' in step && step.do === 'startLeg' && step.leg === 'approve-SC');
  const { collaborationNo: no } = await playTo(world, transport, upTo + 1);
  await settle(world, all);
  world.clock.advance(60 * DAY_MS);
  await settle(world, all);

  const ofLeg = async (province: string) =>
    (await alertsIn(world, province, no)).filter(({ rule, responsible }) => rule === 'R2' && responsible === 'SC');
  const [lead, participant, third] = [await ofLeg('GD'), await ofLeg('SC'), await ofLeg('HN')];

  const unit = await unitOf(world, 'SC', transport.itemCode);
  expect(participant).toMatchObject([{ holder: 'SC', level: 'RED', unitCode: unit }]);
  expect(lead).toMatchObject([{ holder: 'GD', level: 'RED', unitCode: unit, digest: participant[0]?.digest }]);
  expect(third).toEqual([]);
});

it('R9: a handoff that three tries did not get through is the other place’s, which learns of it when it is back', async () => {
  await using world = await CaseWorld.open(both);
  const cut = { isStormy: false, cut: new Set(['GD>HN', 'HN>GD']) };
  const played = await playTo(world, forwarded, lastOf('reviewForm'));
  world.network.weather = cut;
  const no = played.collaborationNo;
  const forward = forwarded.steps[lastOf('forwardCase') - 1];
  await playForward(world, caseIn(played, 'GD'), forward);
  for (let day = 0; day < 8; day += 1) {
    world.clock.advance(DAY_MS);
    await world.sweep('GD');
    await world.supervise('GD');
  }
  const alone = (await alertsIn(world, 'GD', no)).filter(({ rule }) => rule === 'R9');

  world.network.weather = { ...cut, cut: new Set() };
  const { desk } = world.seat('GD').exchange;
  await inTransaction(desk, (transaction) =>
    reviveLink(transaction, desk, { collaborationNo: no, from: 'GD', to: 'HN' }),
  );
  await settle(world, both);
  const known = async (province: string) => (await alertsIn(world, province, no)).filter(({ rule }) => rule === 'R9');
  const [inGuangdong, inHunan] = [await known('GD'), await known('HN')];

  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  expect(alone).toMatchObject([{ responsible: 'HN', unitCode: null }, ...alone.slice(1)]);
  expect(inHunan.length).toBe(alone.length);
  expect(inHunan[0]).toMatchObject({ responsible: 'HN', unitCode: unit, digest: inGuangdong[0]?.digest });
});

async function playForward(
  world: CaseWorld,
  caseId: string,
  step: (typeof forwarded.steps)[number] | undefined,
): Promise<void> {
  const { instance } = world.seat('GD');
  const manifest = shipped(await fullDraft(world, 'HN', forwarded.itemCode));
  const actor = { role: 'clerk', unit: hallCode(instance) } as const;
  expect(step).toMatchObject({ do: 'forwardCase' });
  const outcome = await command(world, 'forwardCase', { caseId, actor, idempotencyKey: 'forward', manifest });
  expect(outcome).toMatchObject({ state: 'SUBMITTED' });
}

it('R1: acceptance that was refused although the preflight found nothing missing is a card', async () => {
  await using world = await CaseWorld.open(both);
  const played = await playTo(world, forwarded, lastOf('acceptCase') - 1);
  const caseId = caseIn(played, 'HN');
  const actor = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const reasons = { code: 'OTHER', text: '不予受理', remedies: '六十日内可申请行政复议' };

  await command(world, 'refuseAcceptance', { caseId, actor, idempotencyKey: 'refuse', reasons });
  await settle(world, both);
  const [inGuangdong, inHunan] = [
    await alertsIn(world, 'GD', played.collaborationNo),
    await alertsIn(world, 'HN', played.collaborationNo),
  ];

  expect(inHunan).toMatchObject([{ rule: 'R1', level: 'YELLOW', responsible: 'HN' }]);
  expect(inGuangdong[0]?.digest).toBe(inHunan[0]?.digest);
});

it('R8: a second round of corrections is a card of the place that asks for it', async () => {
  await using world = await CaseWorld.open(both);
  const played = await playTo(world, forwarded, lastOf('acceptCase') - 1);
  const caseId = caseIn(played, 'HN');
  const actor = officerOf(await unitOf(world, 'HN', forwarded.itemCode));

  const gaps = [{ subject: '照片', defect: 'WRONG_SIZE' }];
  await command(world, 'requestCorrection', { caseId, actor, idempotencyKey: 'again', gaps });
  await settle(world, both);
  const cards = await alertsIn(world, 'GD', played.collaborationNo);

  expect(cards).toMatchObject([{ rule: 'R8', level: 'YELLOW', responsible: 'HN', unitCode: actor.unit }]);
});

it('R6: who has sealed two things for one place gets a red card of whoever can prove it', async () => {
  await using world = await CaseWorld.open(both);
  const played = await playTo(world, forwarded, lastOf('acceptCase'));
  await settle(world, both);
  const found = {
    sender: 'GD',
    collaboration_no: played.collaborationNo,
    seq: 1,
    entry_hash: 'other',
    kept_hash: 'kept',
  };
  const row = { ...found, envelope: '{}', found_at: new Date(world.clock.nowMs()).toISOString() };
  await world.seat('HN').orm.em.getKysely<ExchangeTables>().insertInto('exchange_conflict').values(row).execute();

  await settle(world, both);
  await settle(world, both);
  const cards = async (province: string) =>
    (await alertsIn(world, province, played.collaborationNo)).filter(({ rule }) => rule === 'R6');
  const [inHunan, inGuangdong] = [await cards('HN'), await cards('GD')];

  expect(inHunan).toMatchObject([{ responsible: 'GD', level: 'RED', state: 'RED' }]);
  expect(inGuangdong).toMatchObject([{ responsible: 'GD', level: 'RED', digest: inHunan[0]?.digest }]);
  const id = inGuangdong[0]?.id ?? '';
  const clerk = { role: 'clerk', unit: hallCode(world.seat('GD').instance) } as const;
  expect([inHunan[0]?.unitCode, inGuangdong[0]?.unitCode]).toEqual(['COORDINATION', 'COORDINATION']);
  expect(await actOn(world, 'explainAlert', { id, actor: clerk })).toBe('NOT_OF_THE_UNIT');
  expect(await actOn(world, 'explainAlert', { id, actor: { role: 'coordinator', unit: undefined } })).toBe('EXPLAINED');
});
