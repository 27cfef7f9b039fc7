// An accountability report rests on entries that verify, and says so where one is forged or missing.
import { expect, it } from '@jest/globals';
import { forwarded, online } from '../../../scripts/demo/journeys.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { fromJson, toJson } from '../../../subgraphs/province/storage/stored.js';
import type { SupervisionTables } from '../../../subgraphs/province/supervision/supervision.entity.js';
import { ALERTS_TOLD } from '../../../subgraphs/province/supervision/told-cards.rules.js';
import { askerOf, DAY_MS, officerOf, playTo, unitOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { actOn, alertsIn, settle, stateSupervisor } from '../../support/supervision/ask-alerts.js';

const both = ['GD', 'HN'];
const upTo = forwarded.steps.findLastIndex((step) => 'do' in step && step.do === 'acceptCase') + 1;

interface Stated {
  readonly kind: string;
  readonly standing: string;
  readonly rule: string | null;
  readonly outcome: string | null;
  readonly workingMinutes: number | null;
  readonly province: { readonly code: string };
  readonly unitCode: string | null;
  readonly cites: readonly { readonly seq: number; readonly event: string }[];
  readonly problems: readonly string[];
}

interface Told {
  readonly statements: readonly Stated[];
  readonly pairs: readonly { readonly finding: string }[];
}

const REPORT = `query ($no: ID!) { accountabilityReport(collaborationNo: $no) {
  statements { kind standing rule outcome workingMinutes province { code } unitCode cites { seq event } problems }
  pairs { peer { code } finding } } }`;

async function reportOf(world: CaseWorld, province: string, no: string): Promise<Told> {
  const answer = await world.ask(REPORT, { province, no }, askerOf(stateSupervisor, { province }));
  return answer['accountabilityReport'] as Told;
}

/** A case of which Hunan is late to decide, known to both. */
async function late(world: CaseWorld): Promise<string> {
  const { collaborationNo } = await playTo(world, forwarded, upTo);
  await settle(world, both);
  world.clock.advance(90 * DAY_MS);
  await settle(world, both);
  return collaborationNo;
}

const aboutR2 = ({ statements }: Told): readonly Stated[] => statements.filter(({ rule }) => rule === 'R2');
const standings = (stated: readonly Stated[]): readonly string[] => [
  ...new Set(stated.map(({ standing }) => standing)),
];
const told = (world: CaseWorld, province: string) =>
  world.seat(province).orm.em.getKysely<ExchangeTables & SupervisionTables>();

/** What Guangdong holds of the cards that Hunan told, oldest first. */
const letters = (world: CaseWorld) =>
  told(world, 'GD').selectFrom('exchange_inbox').selectAll().where('event', '=', ALERTS_TOLD).orderBy('seq').execute();

it('states who was responsible for which minutes, which limits were kept and which cards there are, with proof', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  const unit = await unitOf(world, 'HN', forwarded.itemCode);

  const [inGuangdong, inHunan] = [await reportOf(world, 'GD', no), await reportOf(world, 'HN', no)];

  const times = inGuangdong.statements.filter(({ kind }) => kind === 'RESPONSIBILITY');
  expect(times).toMatchObject([
    { province: { code: 'GD' }, standing: 'OWN_WORD', cites: [{ event: 'handoffAcknowledged' }] },
    { province: { code: 'HN' }, standing: 'PROVEN', unitCode: unit, cites: [{ event: 'handoffAcknowledged' }] },
  ]);
  expect(times.every(({ workingMinutes }) => Number(workingMinutes) >= 0)).toBe(true);
  for (const report of [inGuangdong, inHunan]) {
    const limits = report.statements.filter(({ kind }) => kind === 'LIMIT');
    expect(limits.map(({ rule, outcome, standing }) => `${String(rule)} ${String(outcome)} ${standing}`)).toEqual([
      'R2 PASSED PROVEN',
      'R3 KEPT PROVEN',
      'R4 KEPT PROVEN',
    ]);
    const cards = report.statements.filter(({ kind }) => kind === 'CARD');
    expect(cards).toMatchObject([{ rule: 'R2', outcome: 'RED', standing: 'PROVEN', unitCode: unit }]);
    expect(cards[0]?.cites.map(({ event }) => event)).toContain(ALERTS_TOLD);
    expect(report.pairs).toMatchObject([{ finding: 'AGREE' }]);
  }
});

it('says of a forged entry that it does not verify, cites it nowhere, and leaves alone what does not rest on it', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  const forged = (await letters(world)).at(-1);
  const payload = forged?.payload.replaceAll('"stoppedAt":null', '"stoppedAt":1772600000000') ?? '';

  await told(world, 'GD')
    .updateTable('exchange_inbox')
    .set({ payload })
    .where('id', '=', forged?.id ?? '')
    .execute();
  const report = await reportOf(world, 'GD', no);

  expect(payload).not.toBe(forged?.payload);
  expect(standings(aboutR2(report))).toEqual(['BROKEN']);
  expect(aboutR2(report)[0]?.problems).toContain(`HN>GD ${String(forged?.seq)} DIGEST`);
  const cited = report.statements.flatMap(({ cites }) => cites).filter(({ event }) => event === ALERTS_TOLD);
  expect(cited.map(({ seq }) => seq)).not.toContain(forged?.seq);
  expect(report.statements.filter(({ rule }) => rule === 'R4')).toMatchObject([{ standing: 'PROVEN', problems: [] }]);
});

it('trusts no entry that another word or another answer was put into, whatever it says to be about', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  const inbox = told(world, 'GD');
  const entry = await inbox
    .selectFrom('exchange_inbox')
    .selectAll()
    .where('event', '=', 'handoffAcknowledged')
    .executeTakeFirstOrThrow();
  const put = async (change: { readonly event?: string; readonly receipt?: string }): Promise<readonly Stated[]> => {
    const { event, receipt } = { ...entry, ...change };
    await inbox.updateTable('exchange_inbox').set({ event, receipt }).where('id', '=', entry.id).execute();
    const { statements } = await reportOf(world, 'GD', no);
    return statements.filter(({ kind }) => kind === 'RESPONSIBILITY');
  };

  const renamed = await put({ event: 'caseAccepted' });
  const refused = await put({
    receipt: entry.receipt.replace('"code":null', '"code":"X"').replace('APPLIED', 'REFUSED'),
  });
  const whole = await put({});

  expect(standings(renamed)).toEqual(['BROKEN']);
  expect(renamed[0]?.problems).toContain(`HN>GD ${String(entry.seq)} HASH`);
  expect(standings(refused)).toEqual(['BROKEN']);
  expect(refused[0]?.problems).toContain(`HN>GD ${String(entry.seq)} RECEIPT`);
  expect(standings(whole)).toEqual(['OWN_WORD', 'PROVEN']);
});

it('says of a missing entry that it is missing, in the middle of a link and at its end', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  const [{ id } = { id: '' }] = await alertsIn(world, 'HN', no);
  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  await actOn(world, 'acknowledgeAlert', { id, actor: officerOf(unit) });
  await settle(world, both);
  const held = await letters(world);
  const [first, last] = [held[0], held.at(-1)];
  const without = async (id: string): Promise<Told> => {
    await told(world, 'GD').deleteFrom('exchange_inbox').where('id', '=', id).execute();
    return reportOf(world, 'GD', no);
  };

  const atEnd = await without(last?.id ?? '');
  if (last !== undefined) await told(world, 'GD').insertInto('exchange_inbox').values(last).execute();
  const inMiddle = await without(first?.id ?? '');

  expect(held.length).toBeGreaterThan(1);
  expect(standings(aboutR2(atEnd))).toEqual(['BROKEN']);
  expect(aboutR2(atEnd)[0]?.problems).toEqual([`HN>GD ${String(last?.seq)} MISSING`]);
  expect(atEnd.pairs).toMatchObject([{ finding: 'BEHIND' }]);
  expect(aboutR2(inMiddle)[0]?.problems).toContain(`HN>GD ${String(first?.seq)} GAP`);
  expect(standings(inMiddle.statements.filter(({ kind }) => kind === 'RESPONSIBILITY'))).toEqual(['BROKEN']);
});

it('says of a card that was changed in the database of a province that the chain tells another story', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  const cards = told(world, 'HN');
  const row = await cards.selectFrom('supervision_card').selectAll().where('rule', '=', 'R2').executeTakeFirstOrThrow();
  const basis = fromJson(row.basis);
  const stopped = { ...basis, clock: basis.clock && { ...basis.clock, stoppedAt: basis.clock.startedAt } };

  await cards
    .updateTable('supervision_card')
    .set({ basis: toJson(stopped) })
    .where('id', '=', row.id)
    .execute();
  const [inHunan, inGuangdong] = [await reportOf(world, 'HN', no), await reportOf(world, 'GD', no)];

  expect(aboutR2(inHunan)).toMatchObject([{ kind: 'LIMIT', outcome: 'KEPT', standing: 'CONTRADICTED' }]);
  expect(standings(aboutR2(inGuangdong))).toEqual(['PROVEN']);
});

it('rests on the word of the province alone where no other one has part', async () => {
  await using world = await CaseWorld.open(['GD']);
  const { collaborationNo } = await playTo(world, online, 2);
  await settle(world, ['GD']);

  const { statements } = await reportOf(world, 'GD', collaborationNo);

  expect(standings(statements)).toEqual(['OWN_WORD']);
  expect(statements.map(({ kind }) => kind)).toEqual(['RESPONSIBILITY', 'LIMIT', 'LIMIT']);
});
