// R12: how long a party has to decide on a text that grants data, and who is told. Coordinators act by the commands of
// agreements; alerts are asked for in the graph of each province.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  counterAgreement,
  proposeAgreement,
  reviewAgreement,
  signAgreement,
} from '../../../subgraphs/province/agreements/commands.service.js';
import type { AgreementPlace, AgreementTables } from '../../../subgraphs/province/agreements/index.js';
import { atOneInstant, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import type { Agreement } from '../../../subgraphs/province/shared/agreement.js';
import { aText, aWholeClause } from '../../support/agreements/a-text.js';
import { aDataGrant } from '../../support/agreements/an-agreement.js';
import { type Actor, askerOf, officerOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { CALM } from '../../support/exchange/network.js';
import { actOn, alertsIn, settle, stateSupervisor } from '../../support/supervision/ask-alerts.js';

const all = ['GD', 'HN', 'GX'];

let world: CaseWorld;
beforeAll(async () => {
  world = await CaseWorld.open(all);
  await setDays('GX', 5);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

let keys = 0;
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `k${(keys += 1)}` });

async function setDays(province: string, value: number): Promise<void> {
  const query = `mutation ($input: SetPolicyParameterInput!) { outcome: setPolicyParameter(input: $input) {
    ... on PolicyParameter { value } } }`;
  const input = { ...key(), province, code: 'GRANT_DECISION', value, reason: '试行' };
  const { outcome } = await world.ask(query, { input }, { subject: 'operator', role: 'operator', province });
  expect(outcome).toEqual({ value });
}

// All items of a region, so that no list of a province is asked for.
const items = [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })];
const dataGrants = [aDataGrant({ fields: ['LICENCE'] })];
const textOf = (number: string, changes: Partial<Agreement> = {}): Agreement =>
  aText(all, { number, clauses: { items, dataGrants }, ...changes });

const placeOf = (code: string): AgreementPlace => {
  const { exchange, instance, agreements } = world.seat(code);
  return { desk: exchange.desk, instance, agreements, wake: () => undefined };
};
const coordinatorOf = (province: string) => {
  const nobody = { unit: undefined, person: undefined, scopes: new Set<string>() };
  return { caller: { subject: `c-${province}`, role: 'coordinator', province, ...nobody } } as const;
};
const idIn = (code: string, number: string): string => `${code}:Agreement:${number}.1`;

/** Guangdong proposes, and all are told; gives the collaboration in which they negotiate. */
async function propose(agreement: Agreement): Promise<string> {
  const proposal = { ...key(), document: JSON.stringify(agreement), reason: null, origin: null };
  expect(await proposeAgreement(placeOf('GD'), coordinatorOf('GD'), proposal)).toHaveProperty('subject');
  await settle(world, all);
  return `XY-${agreement.number}`;
}

async function sign(code: string, number: string): Promise<void> {
  const id = idIn(code, number);
  const { hash } = await atOneInstant(world.seat(code).exchange.desk, (transaction) => {
    const agreements = transaction.getKysely<AgreementTables>().selectFrom('agreement');
    return agreements.select('hash').where('id', '=', id).executeTakeFirstOrThrow();
  });
  const signed = await signAgreement(placeOf(code), coordinatorOf(code), { ...key(), id, hash });
  expect(signed).toHaveProperty('subject');
}

async function signersIn(code: string, number: string): Promise<readonly string[]> {
  const rows = await atOneInstant(world.seat(code).exchange.desk, (transaction) => {
    const signatures = transaction.getKysely<AgreementTables>().selectFrom('agreement_signature').select('province');
    return signatures.where('agreement_id', '=', idIn(code, number)).orderBy('province').execute();
  });
  return rows.map(({ province }) => province);
}

async function counter(code: string, agreement: Agreement): Promise<void> {
  const said = { document: JSON.stringify(agreement), reason: '另拟' };
  const about = { ...key(), id: idIn(code, agreement.number), ...said };
  expect(await counterAgreement(placeOf(code), coordinatorOf(code), about)).toHaveProperty('subject');
}

async function decline(code: string, number: string): Promise<void> {
  const about = { ...key(), id: idIn(code, number), verdict: 'DECLINE', reason: '不予同意' };
  expect(await reviewAgreement(placeOf(code), coordinatorOf(code), about)).toHaveProperty('subject');
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
// Office hours in China, where it is eight hours later, are from nine to half past five.
const dayOf = (ms: number): number => Math.floor((ms + 8 * HOUR_MS) / DAY_MS);
const openingMs = (day: number): number => day * DAY_MS + HOUR_MS;
const closingMs = (day: number): number => day * DAY_MS + 9.5 * HOUR_MS;

/** When offices close so many days after today. */
const closingIn = (days: number): number => closingMs(dayOf(world.clock.nowMs()) + days);
const goTo = (atMs: number): void => world.clock.advance(atMs - world.clock.nowMs());

/** To the opening of the next Monday; the first of January 1970 was a Thursday. */
function goToMonday(): void {
  const today = dayOf(world.clock.nowMs());
  goTo(openingMs(today + 7 - ((today + 3) % 7)));
}

const shown = async (province: string, no: string): Promise<readonly string[]> =>
  (await alertsIn(world, province, no)).map((alert) => `${alert.rule} ${alert.responsible} ${alert.state}`);

it('gives each party its own time, then a yellow card that every party holds, also those that never wrote to it', async () => {
  const no = await propose(textOf('GD-LATE-1'));
  const [guangxiMs, hunanMs] = [closingIn(7), closingIn(14)];

  goTo(guangxiMs);
  await settle(world, all);
  const inTime = await shown('GX', no);
  world.clock.advance(1);
  await settle(world, all);
  const late = await Promise.all(all.map((province) => alertsIn(world, province, no)));
  goTo(hunanMs);
  await settle(world, all);
  const before = await shown('HN', no);
  world.clock.advance(1);
  await settle(world, all);
  const after = await Promise.all(all.map((province) => shown(province, no)));

  expect(inTime).toEqual(['R12 GX REMINDER']);
  const card = { rule: 'R12', responsible: 'GX', level: 'YELLOW', state: 'YELLOW', unitCode: 'COORDINATION' };
  const digests = new Set<string>();
  for (const [index, holder] of all.entries()) {
    const ofGuangxi = (late[index] ?? []).filter(({ responsible }) => responsible === 'GX');
    expect(ofGuangxi).toMatchObject([{ ...card, holder }]);
    for (const { digest } of ofGuangxi) digests.add(digest);
  }
  expect(digests.size).toBe(1);
  expect(before).toContain('R12 HN REMINDER');
  for (const held of after) expect(held).toContain('R12 HN YELLOW');
});

it('is rectified by the coordinator when the decision is taken, and not before; a supervisor ends it', async () => {
  goToMonday();
  const number = 'GD-LATE-2';
  const no = await propose(textOf(number));
  goTo(closingIn(7) + 1);
  await settle(world, all);
  const id = (await alertsIn(world, 'GX', no)).find(({ responsible }) => responsible === 'GX')?.id ?? '';
  const coordinator: Actor = { role: 'coordinator' };
  const told: string[] = [];
  const act = async (event: string, actor: Actor, rest = {}) =>
    told.push(`${event} ${await actOn(world, event, { id, actor, ...rest })}`);

  await act('explainAlert', officerOf('OTHER'));
  await act('explainAlert', coordinator);
  await act('rectifyAlert', coordinator);
  await sign('GX', number);
  await settle(world, all);
  await act('rectifyAlert', coordinator);
  await act('verifyAlert', stateSupervisor, { isGranted: true });
  await act('closeAlert', stateSupervisor);
  await settle(world, all);
  const held = await Promise.all(all.map((province) => shown(province, no)));

  expect(told).toEqual([
    'explainAlert NOT_OF_THE_UNIT',
    'explainAlert EXPLAINED',
    'rectifyAlert STILL_RUNNING',
    'rectifyAlert RECTIFIED',
    'verifyAlert VERIFIED',
    'closeAlert CLOSED',
  ]);
  for (const each of held) expect(each).toContain('R12 GX CLOSED');
  await expect(act('explainAlert', { role: 'coordinator', province: 'GD' })).rejects.toThrow(/explainAlert/);
});

it('has no card of who signed, countered or declined in time, nor of a text that grants nothing', async () => {
  goToMonday();
  const signed = await propose(textOf('GD-SIGN-1'));
  const countered = await propose(textOf('GD-COUNTER-1'));
  const declined = await propose(textOf('GD-DECLINE-1'));
  const empty = await propose(textOf('GD-EMPTY-1', { clauses: { items, dataGrants: [] } }));
  world.clock.advance(DAY_MS);
  await sign('GX', 'GD-SIGN-1');
  await counter('GX', textOf('GD-COUNTER-1', { version: 2 }));
  await decline('HN', 'GD-DECLINE-1');
  await settle(world, all);
  world.clock.advance(60 * DAY_MS);
  await settle(world, all);

  const late = async (no: string) => {
    const found = (await alertsIn(world, 'GD', no)).filter(({ level }) => level !== 'REMINDER');
    return found.map(({ responsible }) => responsible).sort();
  };
  expect(await late(signed)).toEqual(['HN']);
  // The text of Guangxi lies before the other two, one of which had proposed the first.
  expect(await late(countered)).toEqual(['GD', 'HN']);
  expect([await late(declined), await late(empty)]).toEqual([[], []]);
});

it('counts the decision when it is taken, though its keeper can confirm it only when the time is over', async () => {
  goToMonday();
  await setDays('GX', 2);
  const number = 'GD-CUT-1';
  const no = await propose(textOf(number));
  const overMs = closingIn(2) + 1;
  const ofGuangxi = async () => (await shown('GX', no)).filter((card) => card.startsWith('R12 GX'));
  world.network.weather = { isStormy: false, cut: new Set(['GX>GD', 'GD>GX']) };
  world.clock.advance(HOUR_MS);

  await sign('GX', number);
  goTo(overMs);
  await settle(world, all);
  const unconfirmed = [await signersIn('GX', number), await ofGuangxi()];
  world.network.weather = CALM;
  world.clock.advance(12 * HOUR_MS);
  await settle(world, all);
  const confirmed = [await signersIn('GX', number), await ofGuangxi()];

  expect(unconfirmed).toEqual([['GD'], []]);
  expect(confirmed).toEqual([['GD', 'GX'], []]);
});

it('goes on with the limit when the keeper has refused what was decided', async () => {
  goToMonday();
  const number = 'GD-REFUSED-1';
  const no = await propose(textOf(number));
  const overMs = closingIn(2) + 1;
  const { desk } = world.seat('GX').exchange;
  world.network.weather = { isStormy: false, cut: new Set(['GX>GD', 'GD>GX']) };
  await sign('GX', number);
  await settle(world, all);
  world.clock.advance(2 * HOUR_MS);
  await settle(world, all);

  await inTransaction(desk, async (transaction) => {
    const outbox = transaction.getKysely<ExchangeTables>().updateTable('exchange_outbox').set({ state: 'REJECTED' });
    await outbox.where('collaboration_no', '=', no).where('event', '=', 'agreementAsked').execute();
  });
  goTo(overMs);
  await settle(world, all);
  const late = await shown('GX', no);
  world.network.weather = CALM;

  expect(late).toContain('R12 GX YELLOW');
});

it('keeps the time that a text began with when the province changes its own', async () => {
  goToMonday();
  await setDays('GX', 5);
  const no = await propose(textOf('GD-POLICY-1'));
  world.clock.advance(DAY_MS);
  await setDays('GX', 20);
  await settle(world, all);
  goTo(closingIn(7) + 1);
  await settle(world, all);

  expect(await shown('GX', no)).toContain('R12 GX YELLOW');
});

it('lists the card at the responsible province alone, for supervisors of all', async () => {
  const query = `query ($provinces: [ID!]) { alerts(provinces: $provinces, filter: { isOpen: true, rule: R12 }, first: 50) {
    nodes { collaborationNo clock responsible { code } unitCode } } }`;
  const ask = async (province: string) =>
    (await world.ask(query, { provinces: [province], province }, askerOf(stateSupervisor, { province })))['alerts'];

  const inGuangxi = (await ask('GX')) as { readonly nodes: readonly object[] };
  const about = {
    collaborationNo: 'XY-GD-POLICY-1',
    clock: 'GRANT',
    responsible: { code: 'GX' },
    unitCode: 'COORDINATION',
  };
  expect(inGuangxi.nodes).toContainEqual(about);
  expect(((await ask('GD')) as typeof inGuangxi).nodes).not.toContainEqual(about);
});
