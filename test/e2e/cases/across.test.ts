// What provinces tell each other of a case beside the straight way: taking it back, holding it up, running out of time.
import { expect, it } from '@jest/globals';
import { forwarded, transport } from '../../../scripts/demo/journeys.js';
import { playJourney } from '../../../scripts/demo/play-journey.js';
import {
  type Actor,
  caseIn,
  command,
  type Commanded,
  type Data,
  DAY_MS,
  officerOf,
  person,
  playTo,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

const step = { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } };

let keys = 0;
/** A command, and everything that it leads to. */
async function act(world: CaseWorld, event: string, input: Commanded): Promise<Data> {
  const outcome = await command(world, event, { ...input, idempotencyKey: `k${(keys += 1)}` });
  await world.deliverAll();
  return outcome;
}

interface Handed {
  readonly here: string;
  readonly there: string;
  readonly officer: Actor;
}

/** A case that a window in Guangdong received and Hunan has accepted, or is about to. */
async function handOver(world: CaseWorld, steps = 21): Promise<Handed> {
  const played = await playTo(world, forwarded, steps);
  await world.deliverAll();
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  return { here: caseIn(played, 'GD'), there: caseIn(played, 'HN'), officer };
}

const dueIn = async (world: CaseWorld, id: string): Promise<number> => Date.parse((await see(world, id)).dueAt ?? '');

const legsOf = async (world: CaseWorld, id: string): Promise<Data> =>
  Object.fromEntries((await see(world, id)).legs.map(({ name, state }) => [name, state]));

it('takes an application back wherever it is, and both provinces close it', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { here, there } = await handOver(world);

  const asked = await act(world, 'withdrawCase', { caseId: here, actor: person });

  expect(asked['code']).toBeUndefined();
  expect(await see(world, there)).toMatchObject({ state: 'WITHDRAWN', completion: { code: 'COMPLETED_OTHER' } });
  expect(await legsOf(world, here)).toEqual({ receive: 'CLOSED', handle: 'WITHDRAWN', deliver: 'CANCELLED' });
  expect(await see(world, here)).toMatchObject({ responsible: null });
  expect((await act(world, 'withdrawCase', { caseId: here, actor: person }))['code']).toBe('CASE_CLOSED');
});

it('takes nothing back while a handoff is on its way, and nothing that was decided meanwhile', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const underway = await handOver(world, 7);
  const early = await act(world, 'withdrawCase', { caseId: underway.here, actor: person });

  const { here, there, officer } = await handOver(world);
  await act(world, 'startReview', { caseId: there, actor: officer, step });
  await command(world, 'withdrawCase', { caseId: here, actor: person, idempotencyKey: 'late' });
  await act(world, 'decideCase', { caseId: there, actor: officer, outcome: 'GRANTED' });
  const [letter] = (await world.sent('GD')).filter(({ event }) => event === 'withdrawalRequested');

  expect(early['code']).toBe('HANDOFF_UNDERWAY');
  expect(letter?.state).toBe('REJECTED');
  expect(JSON.parse(letter?.receipt ?? '{}')).toMatchObject({ result: 'REFUSED', code: 'DECISION_STANDS' });
  expect((await see(world, there)).state).toBe('DECIDED');
  expect(await legsOf(world, here)).toMatchObject({ receive: 'HANDED_OVER' });
});

it('holds a case up, goes on and extends it, each known to the window, and moves the due time by what it took', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { here, there, officer } = await handOver(world);
  const onCase = { caseId: there, actor: officer };
  await act(world, 'startReview', { ...onCase, step });
  const dueMs = await dueIn(world, there);
  const procedure = { procedure: 'HEARING', procedureReason: '申请人要求听证', applicantTold: true };

  await act(world, 'suspendCase', { ...onCase, ...procedure });
  const suspended = [await legsOf(world, here), (await see(world, there)).clock];
  const decided = await act(world, 'decideCase', { ...onCase, outcome: 'GRANTED' });
  world.clock.advance(2 * DAY_MS);
  const unended = await act(world, 'resumeCase', onCase);
  await act(world, 'resumeCase', { ...onCase, procedureResult: '听证笔录' });
  const resumed = { legs: await legsOf(world, here), dueMs: await dueIn(world, there) };
  const extension = { approvedBy: '分管负责人', limit: { value: 10, unit: 'WORKING_DAY' } };
  const reasons = { code: 'E1', text: '案情复杂', remedies: '无' };
  const untold = await act(world, 'extendCase', { ...onCase, extension, reasons });
  await act(world, 'extendCase', { ...onCase, extension, reasons, applicantTold: true });
  const twice = await act(world, 'extendCase', { ...onCase, extension, reasons, applicantTold: true });
  const extended = await see(world, there);
  const told = (await see(world, here)).log.filter(({ role }) => role === 'OTHER_PROVINCE');

  expect(suspended).toMatchObject([{ handle: 'SUSPENDED' }, { name: 'HANDLING', state: 'PAUSED' }]);
  expect(decided['code']).toBe('EVENT_NOT_IN_STATE');
  expect(unended['code']).toBe('PROCEDURE_NOT_ENDED');
  expect(resumed.legs).toMatchObject({ handle: 'IN_REVIEW' });
  expect(resumed.dueMs - dueMs).toBeGreaterThanOrEqual(2 * DAY_MS);
  expect([untold['code'], twice['code']]).toEqual(['APPLICANT_NOT_TOLD', 'EXTENDED_BEFORE']);
  expect(Date.parse(extended.dueAt ?? '')).toBeGreaterThan(resumed.dueMs + 10 * DAY_MS);
  expect(told.slice(-3).map(({ event }) => event)).toEqual(['caseSuspended', 'caseResumed', 'caseExtended']);
});

it('goes on with a leg for which nobody supplied information in time, on both sides', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const played = await playTo(world, transport, 16); // Sichuan has asked, and Guangdong knows
  await world.deliverAll();
  const legs = ['GD', 'SC'].map((code) => `${code}:Leg:${played.collaborationNo}.approve-SC`);
  const look = async (id: string) => {
    const query = 'query ($id: ID!) { leg(id: $id) { state clock { name state } log { event role } } }';
    return (await world.ask(query, { id }))['leg'];
  };
  const waiting = await Promise.all(legs.map(look));

  world.clock.advance(8 * DAY_MS);
  const moves = [await world.sweep('SC'), await world.sweep('GD')];
  await world.deliverAll();

  expect(waiting).toMatchObject([{ state: 'WAITING_INFO' }, { state: 'WAITING_INFO' }]);
  expect(moves).toEqual([0, 2]); // the lead watches all limits, and that of Hunan, which goes on, has run out too
  const running = { state: 'WORKING', clock: { name: 'LEG', state: 'RUNNING' } };
  expect(await Promise.all(legs.map(look))).toMatchObject([running, running]);
  const { log } = (await look(legs[1] ?? '')) as { readonly log: readonly Data[] };
  expect(log.at(-1)).toEqual({ event: 'expireInfo', role: 'OTHER_PROVINCE' });
});

it('lets a window receive what only the other province lists, to the end', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  await world.withoutItem('GD', forwarded.itemCode);

  const played = await playJourney(world.stage(), forwarded);
  const query = 'query ($id: ID!) { case(id: $id) { state kind item { id } log { event said } } }';
  const { case: seen } = await world.ask(query, { id: caseIn(played, 'GD') });

  expect(seen).toMatchObject({ state: 'DELIVERED', kind: null, item: null });
  expect(JSON.stringify(seen)).toContain(
    JSON.stringify(JSON.stringify({ nationalListRef: forwarded.itemCode })).slice(1, -1),
  );
});

it('lets nobody else begin what the province does not list', async () => {
  await using world = await CaseWorld.open(['GD']);
  await world.withoutItem('GD', forwarded.itemCode);
  const head = { standardItem: `CN:StandardItem:${forwarded.itemCode}`, materials: [], conditions: [] };
  const draft = (change: Data) =>
    command(world, 'draftCase', {
      ...forwarded.draft,
      ...head,
      actor: person,
      idempotencyKey: 'd',
      ...change,
    });

  expect((await draft({ mode: 'FULLY_ONLINE' }))['code']).toBe('ITEM_NOT_IN_FORCE');
  expect((await draft({ mode: null }))['code']).toBe('ITEM_NOT_IN_FORCE');
  expect((await draft({ handlingProvince: 'GD' }))['code']).toBe('PLACE_MISSING');
});
