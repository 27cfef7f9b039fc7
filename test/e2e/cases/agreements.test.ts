// Cases that rest on a clause of an agreement: judged where they are handed over and where they arrive, by each province's
// own copy. What has begun under an agreement is finished, whatever becomes of the agreement.
import { expect, it } from '@jest/globals';
import { forwarded, type Journey, refusedMove } from '../../../scripts/demo/journeys.js';
import type { Played } from '../../../scripts/demo/play-journey.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { dueAfter } from '../../../subgraphs/province/shared/deadlines.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { aSuspension, anAgreement, anItemClause, unsigned } from '../../support/agreements/an-agreement.js';
import {
  caseIn,
  caseOfLeg,
  clerkOf,
  command,
  type Data,
  draft,
  fullDraft,
  officerOf,
  person,
  playTo,
  see,
  shipped,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

const parties = ['GD', 'HN'];
const agreement = { agreementNo: 'GD-HN-1', version: 1, clause: '3.1' };
const decidedBy = { kind: 'CLAUSE', name: 'GD-HN-1 v1 §3.1' };
const joint = anItemClause({ clause: '3.2', items: [refusedMove.itemCode], modes: ['JOINT_HANDLING'] });
const both = anAgreement({ clauses: { items: [anItemClause(), joint], dataGrants: [] } });
const clerk = clerkOf(hallCode(readInstance('GD')));

const giveCopies = async (world: CaseWorld, codes: readonly string[]): Promise<void> => {
  for (const code of codes) expect(await world.agree(code, unsigned(both), parties)).toEqual([]);
};

const forward = async (world: CaseWorld, played: Played, said: Data): Promise<Data> => {
  const manifest = shipped(await fullDraft(world, 'HN', forwarded.itemCode));
  const input = {
    caseId: caseIn(played, 'GD'),
    manifest,
    actor: clerk,
    idempotencyKey: `${caseIn(played, 'GD')} ${JSON.stringify(said)}`,
  };
  return command(world, 'forwardCase', { ...input, ...said });
};

const legsOf = async (world: CaseWorld, played: Played): Promise<Data> => {
  const { legs } = await see(world, caseIn(played, 'GD'));
  return Object.fromEntries(legs.map(({ name, state }) => [name, state]));
};

const basesOf = async (world: CaseWorld, id: string, event: string): Promise<readonly unknown[]> => {
  const query = 'query ($id: ID!) { leg(id: $id) { log { event said } } }';
  const { leg } = await world.ask(query, { id });
  const { log } = leg as { readonly log: readonly { readonly event: string; readonly said: string }[] };
  return log.filter((one) => one.event === event).map(({ said }) => (JSON.parse(said) as Data)['basis']);
};

const draftUnder = async (world: CaseWorld, journey: Journey, clause: Data): Promise<Data> =>
  draft(world, journey, {
    ...(await fullDraft(world, journey.listOf, journey.itemCode)),
    agreement: clause,
    actor: person,
  });

it('takes a case over under a clause in force, and keeps it in the logs of both', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const played = await playTo(world, forwarded, 5);

  await forward(world, played, { agreement });
  await world.deliverAll();

  expect(await legsOf(world, played)).toMatchObject({ receive: 'FORWARDED' });
  expect(await basesOf(world, `GD:Leg:${played.collaborationNo}.receive`, 'forwardCase')).toEqual([agreement]);
  expect(await basesOf(world, `HN:Leg:${played.collaborationNo}.handle`, 'caseForwarded')).toEqual([agreement]);
});

it.each([
  ['AGREEMENT_UNKNOWN', { ...agreement, version: 2 }, 'GD-HN-1 v2 §3.1'],
  ['AGREEMENT_CLAUSE_UNKNOWN', { ...agreement, clause: '8' }, 'GD-HN-1 v1 §8'],
  ['AGREEMENT_ITEM_NOT_COVERED', { ...agreement, clause: '3.2' }, 'GD-HN-1 v1 §3.2'],
])('refuses with %s a case that names such a clause, and names it back', async (code, clause, name) => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const played = await playTo(world, forwarded, 5);

  const refused = await forward(world, played, { agreement: clause });
  const drafted = await draftUnder(world, forwarded, clause);

  const expected = { code, decidedBy: { kind: 'CLAUSE', name }, curedBy: { role: 'COORDINATOR' } };
  expect(refused).toMatchObject(expected);
  expect(refused['messageZh']).toContain(name);
  expect(drafted).toMatchObject(expected);
  expect(await legsOf(world, played)).toMatchObject({ receive: 'CHECKED' });
});

it('refuses a clause of an agreement that has expired, or that one party has not signed', async () => {
  await using world = await CaseWorld.open(parties);
  const validity = { from: '2025-01-01T00:00:00+08:00', until: '2026-03-02T09:00:00+08:00' };
  await world.agree('GD', unsigned({ ...both, validity }), parties);
  await world.agree('GD', unsigned({ ...both, number: 'GD-HN-2' }), ['GD']);

  const expired = await draftUnder(world, forwarded, agreement);
  const half = await draftUnder(world, forwarded, { ...agreement, agreementNo: 'GD-HN-2' });

  expect(expired).toMatchObject({ code: 'AGREEMENT_EXPIRED', decidedBy });
  expect(half).toMatchObject({ code: 'AGREEMENT_UNKNOWN' });
});

it('begins nothing under an agreement that is suspended, and finishes what is running', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const running = await playTo(world, forwarded, 5);
  const waiting = await playTo(world, forwarded, 5);
  await forward(world, running, { agreement });
  await world.deliverAll();
  const from = new Date(world.clock.nowMs()).toISOString();
  for (const code of parties) await world.agree(code, aSuspension({ from }), ['HN']);

  const refused = await forward(world, waiting, { agreement });
  const caseId = await caseOfLeg(world, `HN:Leg:${running.collaborationNo}.handle`);
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  await command(world, 'acknowledgeHandoff', { caseId, actor: officer, idempotencyKey: 'a' });
  const accepted = await command(world, 'acceptCase', { caseId, actor: officer, idempotencyKey: 'b' });
  const byList = await forward(world, waiting, { nationalList: true });
  await world.deliverAll();

  expect(refused).toMatchObject({ code: 'AGREEMENT_SUSPENDED', decidedBy });
  expect(accepted).toMatchObject({ state: 'ACCEPTED' });
  expect(byList).toMatchObject({ state: 'SUBMITTED' });
  const nationalListRef = forwarded.itemCode;
  const id = `HN:Leg:${waiting.collaborationNo}.handle`;
  expect(await basesOf(world, id, 'caseForwarded')).toEqual([{ nationalListRef }]);
});

it('takes a draft for one that has not begun: under a suspended agreement it is not submitted, but by the list', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const clause = { ...agreement, clause: '3.2' };
  const said = await draftUnder(world, refusedMove, clause);
  const running = await draft(world, refusedMove, {
    ...(await fullDraft(world, refusedMove.listOf, refusedMove.itemCode)),
    ...{ agreement: clause, actor: person, idempotencyKey: 'another draft' },
  });
  const submit = (caseId: unknown, idempotencyKey: string, more: Data = {}) =>
    command(world, 'submitCase', { caseId, actor: person, idempotencyKey, ...more });
  const submitted = await submit(running['id'], 'a');
  await world.agree('GD', aSuspension({ from: new Date(world.clock.nowMs()).toISOString() }), ['HN']);

  const refused = await submit(said['id'], 'b');
  const lead = officerOf(await unitOf(world, 'GD', refusedMove.itemCode));
  const accepted = await command(world, 'acceptCase', { caseId: running['id'], actor: lead, idempotencyKey: 'c' });
  const byList = await submit(said['id'], 'd', { nationalList: true });

  const name = 'GD-HN-1 v1 §3.2';
  expect(submitted).toMatchObject({ state: 'SUBMITTED' });
  expect(refused).toMatchObject({ code: 'AGREEMENT_SUSPENDED', decidedBy: { kind: 'CLAUSE', name } });
  expect(accepted).toMatchObject({ state: 'ACCEPTED' });
  expect(byList).toMatchObject({ state: 'SUBMITTED' });
});

it('does not let a case that began under an agreement go on to others once that is suspended', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const played = await playTo(world, forwarded, 0);
  const caseId = caseIn(played, 'GD');
  const received = await command(world, 'receiveCase', {
    ...{ caseId, agreement, actor: clerk, idempotencyKey: 'r' },
  });
  const checks = { caseId, checkMethod: '读卡', actor: clerk };
  await command(world, 'verifyIdentity', { ...checks, idempotencyKey: 'v' });
  await command(world, 'reviewForm', { ...checks, idempotencyKey: 'f' });
  await world.agree('GD', aSuspension({ from: new Date(world.clock.nowMs()).toISOString() }), ['HN']);

  const refused = await forward(world, played, {});

  expect(received).toMatchObject({ state: 'SUBMITTED' });
  expect(refused).toMatchObject({ code: 'AGREEMENT_SUSPENDED', decidedBy });
});

it('sends a case back that rests on a clause which the addressee knows to be suspended', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const from = new Date(world.clock.nowMs()).toISOString();
  await world.agree('HN', aSuspension({ from }), ['HN']);
  const played = await playTo(world, forwarded, 5);

  await forward(world, played, { agreement });
  await world.deliverAll();

  const [letter] = (await world.sent('GD')).filter(({ event }) => event === 'caseForwarded');
  expect(JSON.parse(letter?.receipt ?? '{}')).toMatchObject({ result: 'REFUSED', code: 'AGREEMENT_SUSPENDED' });
  expect(await legsOf(world, played)).toMatchObject({ receive: 'RETURNED' });
  expect(await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`)).toBeUndefined();
});

it('judges a handoff by the instant at which it was sent, however long it was on its way', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const played = await playTo(world, forwarded, 5);
  await forward(world, played, { agreement });
  world.clock.advance(3_600_000);
  await world.agree('HN', aSuspension({ from: new Date(world.clock.nowMs()).toISOString() }), ['HN']);

  await world.deliverAll();

  expect(await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`)).toBeDefined();
});

it('lets a handoff wait until the agreement has reached the addressee too', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, ['GD']);
  const played = await playTo(world, forwarded, 5);
  await forward(world, played, { agreement });
  await world.deliverAll();
  const before = await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`);
  const waiting = await world.unfinished('HN');

  await giveCopies(world, ['HN']);
  world.clock.advance(60_000);
  await world.deliverAll();

  expect(before).toBeUndefined();
  expect(waiting).toHaveLength(1);
  expect(await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`)).toBeDefined();
  expect(await world.unfinished('HN')).toEqual([]);
});

it('dispatches a leg under a clause of its own, and refuses one about something else', async () => {
  await using world = await CaseWorld.open(parties);
  await giveCopies(world, parties);
  const until = refusedMove.steps.findIndex(
    (step) => 'then' in step && step.do === 'dispatchLeg' && step.then === 'DISPATCHED' && step.leg === 'release',
  );
  const played = await playTo(world, refusedMove, until);
  const legId = `GD:Leg:${played.collaborationNo}.release`;
  const lead = officerOf(await unitOf(world, 'GD', refusedMove.itemCode));

  const refused = await command(world, 'dispatchLeg', { legId, agreement, actor: lead, idempotencyKey: 'a' });
  const clause = { ...agreement, clause: '3.2' };
  const sent = await command(world, 'dispatchLeg', { legId, agreement: clause, actor: lead, idempotencyKey: 'b' });
  await world.deliverAll();

  expect(refused).toMatchObject({ code: 'AGREEMENT_ITEM_NOT_COVERED', decidedBy });
  expect(sent).toMatchObject({ state: 'DISPATCHED' });
  expect(await basesOf(world, `HN:Leg:${played.collaborationNo}.release`, 'dispatchLeg')).toEqual([clause]);
});

it('names the action of the matrix in a refusal of who may act', async () => {
  await using world = await CaseWorld.open(parties);
  const played = await playTo(world, forwarded, 1);
  const other = clerkOf('NOBODYS');
  const input = { caseId: caseIn(played, 'GD'), checkMethod: '读卡', actor: other, idempotencyKey: 'v' };

  const refused = await command(world, 'verifyIdentity', input);

  expect(refused).toMatchObject({
    code: 'NOT_OF_RESPONSIBLE_UNIT',
    decidedBy: { kind: 'ACTION', name: 'receiveCase' },
  });
});

it('keeps the deadlines of its clause, also when the agreement is suspended; a longer one gives no more time', async () => {
  await using world = await CaseWorld.open(parties);
  const deadlines = [
    { leg: 'RECEIVE', workingDays: 1 },
    { leg: 'HANDLE', workingDays: 4 },
    { leg: 'DELIVER', workingDays: 90 },
  ] as const;
  const timed = anAgreement({ clauses: { items: [anItemClause({ deadlines })], dataGrants: [] } });
  for (const code of parties) expect(await world.agree(code, unsigned(timed), parties)).toEqual([]);
  const journey = { ...forwarded, draft: { ...forwarded.draft, agreement } };
  const dueOf = async (id: string): Promise<unknown> => {
    const { leg } = await world.ask('query ($id: ID!) { leg(id: $id) { clock { name dueAt } } }', { id });
    return (leg as { readonly clock: unknown }).clock;
  };
  const dueIn = (province: string, fromMs: number, workingDays: number): string => {
    const due = dueAfter(province, fromMs, { value: workingDays, unit: 'WORKING_DAY' });
    return due.kind === 'AT' ? new Date(due.at).toISOString() : '';
  };
  const until = (act: string, province: string): number =>
    1 + journey.steps.findIndex((step) => 'do' in step && step.do === act && step.in === province);

  const received = await playTo(world, journey, until('receiveCase', 'GD'));
  expect(await dueOf(`GD:Leg:${received.collaborationNo}.receive`)).toEqual({
    name: 'FORWARD',
    dueAt: dueIn('GD', world.clock.nowMs(), 1),
  });

  const taken = await playTo(world, journey, until('acknowledgeHandoff', 'HN') + 1);
  const from = new Date(world.clock.nowMs()).toISOString();
  for (const code of parties) await world.agree(code, aSuspension({ from }), ['HN']);
  const accepting = {
    caseId: await caseOfLeg(world, `HN:Leg:${taken.collaborationNo}.handle`),
    idempotencyKey: 'accept',
  };
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  expect(await command(world, 'acceptCase', { ...accepting, actor: officer })).toMatchObject({ state: 'ACCEPTED' });
  expect(await dueOf(`HN:Leg:${taken.collaborationNo}.handle`)).toEqual({
    name: 'HANDLING',
    dueAt: dueIn('HN', world.clock.nowMs(), 4),
  });
});
