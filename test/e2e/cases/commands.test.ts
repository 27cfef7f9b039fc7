// What commands promise whatever the case: once for each key, whole or not at all, one of two at the same time; and
// what time and refused letters bring about.
import { expect, it } from '@jest/globals';
import { forwarded, online, refusedMove } from '../../../scripts/demo/journeys.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import {
  caseIn,
  caseOfLeg,
  command,
  DAY_MS,
  officerOf,
  person,
  playTo,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

it('does once what is asked twice under one key, and refuses another request under it', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  const input = { caseId, actor, idempotencyKey: 'one' };

  const first = await command(world, 'acceptCase', input);
  const second = await command(world, 'acceptCase', input);
  const other = await command(world, 'acceptCase', { ...input, opinion: 'another request' });
  const { log } = await see(world, caseId);

  expect(first['state']).toBe('ACCEPTED');
  expect(second).toEqual(first);
  expect(other['code']).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(log.filter(({ event }) => event === 'acceptCase')).toHaveLength(1);
});

it('does once what is asked several times at once under one key, and answers all alike', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  const input = { caseId, actor, idempotencyKey: 'one' };

  const answers = await Promise.all(Array.from({ length: 4 }, () => command(world, 'acceptCase', input)));

  expect(answers).toEqual(answers.map(() => expect.objectContaining({ state: 'ACCEPTED' })));
  expect((await see(world, caseId)).log.filter(({ event }) => event === 'acceptCase')).toHaveLength(1);
});

it('decides commands of one case one after the other, each on what the one before has left', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  const accept = (idempotencyKey: string) => command(world, 'acceptCase', { caseId, actor, idempotencyKey });

  const outcomes = await Promise.all(['a', 'b', 'c'].map(accept));

  expect(outcomes.filter(({ state }) => state === 'ACCEPTED')).toHaveLength(1);
  expect(outcomes.flatMap(({ code }) => code ?? [])).toEqual(['EVENT_NOT_IN_STATE', 'EVENT_NOT_IN_STATE']);
});

it('lets one of two commands at the same time win, and tells the other why not', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  const { version } = await see(world, caseId);
  const reasons = { code: 'N1', text: '不符合条件', remedies: '复议' };

  const outcomes = await Promise.all([
    command(world, 'acceptCase', { caseId, actor, version, idempotencyKey: 'a' }),
    command(world, 'refuseAcceptance', { caseId, actor, version, reasons, idempotencyKey: 'b' }),
    command(world, 'acceptCase', { caseId, actor, version, idempotencyKey: 'c' }),
  ]);
  const { log } = await see(world, caseId);

  expect(outcomes.filter(({ state }) => state !== undefined)).toHaveLength(1);
  expect(outcomes.flatMap(({ code }) => code ?? [])).toEqual(['CHANGED_MEANWHILE', 'CHANGED_MEANWHILE']);
  expect(log.map(({ event }) => event)).toEqual(['draftCase', 'submitCase', expect.any(String)]);
});

it('refuses a unit that does not hold the case, and leaves nothing behind', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const before = await see(world, caseId);
  const input = { caseId, idempotencyKey: 'x' };
  const hall = hallCode(readInstance('GD'));

  const others = await command(world, 'acceptCase', { ...input, actor: officerOf(hall) });
  const nobody = await command(world, 'acceptCase', { ...input, actor: officerOf('X') });

  expect([others['code'], nobody['code']]).toEqual(['NOT_OF_RESPONSIBLE_UNIT', 'NOT_OF_RESPONSIBLE_UNIT']);
  expect(await see(world, caseId)).toEqual(before);
});

it('accepts by itself, from the day of receipt, what nobody answered in five working days', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');

  world.clock.advance(6 * DAY_MS);
  const early = await world.sweep('GD'); // Sunday: the limit is out on Monday evening
  world.clock.advance(2 * DAY_MS);
  const late = await world.sweep('GD');
  const again = await world.sweep('GD');
  const seen = await see(world, caseId);

  expect([early, late, again]).toEqual([0, 1, 0]);
  expect(seen).toMatchObject({
    state: 'ACCEPTED',
    deemedAccepted: true,
    clock: { name: 'HANDLING', state: 'RUNNING' },
  });
  expect(seen.acceptance?.acceptedAt).toBe('2026-03-02T01:00:00.000Z');
  expect(seen.dueAt).toBe(seen.clock.dueAt);
});

it('says that a time is open when it reaches into a year without published holidays', async () => {
  await using world = await CaseWorld.open(['GD']);
  world.clock.advance(Date.parse('2026-12-31T01:00:00.000Z') - world.clock.nowMs());
  const caseId = caseIn(await playTo(world, online, 2), 'GD');

  const query = 'query ($id: ID!) { case(id: $id) { dueAt clock { name dueAt notBefore overdue } } }';
  const seen = (await world.ask(query, { id: caseId }))['case'];

  expect(seen).toMatchObject({ dueAt: null, clock: { name: 'HANDLING', dueAt: null, overdue: false } });
  expect(seen).toMatchObject({ clock: { notBefore: expect.stringMatching(/^202[67]-/) } });
});

it('keeps the receiving place responsible until its handoff is acknowledged', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const places: (string | undefined)[] = [];
  for (const steps of [6, 7, 9, 13]) {
    await using each = await CaseWorld.open(['GD', 'HN']);
    const played = await playTo(each, forwarded, steps);
    await each.deliverAll();
    places.push((await see(each, caseIn(played, 'GD'))).responsible?.code);
  }

  expect(world.clock.nowMs()).toBeGreaterThan(0);
  expect(places).toEqual(['GD', 'GD', 'GD', 'HN']);
});

it('goes on with the clock to forward where it stood, when a handoff comes back', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 6);
  const waiting = await see(world, caseIn(played, 'GD'));
  await world.deliverAll();
  world.clock.advance(DAY_MS);
  const unitCode = await unitOf(world, 'HN', forwarded.itemCode);
  const caseId = await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`);

  const actor = officerOf(unitCode);
  await command(world, 'rejectHandoff', { caseId, actor, rejection: 'WRONG_JURISDICTION', idempotencyKey: 'r' });
  await world.deliverAll();
  const back = await see(world, caseIn(played, 'GD'));

  expect(waiting.clock).toMatchObject({ name: 'HANDOFF', state: 'RUNNING' });
  expect(back.legs).toContainEqual({ name: 'receive', state: 'RETURNED', told: false });
  // One working day passed while the other place held it: six and a half hours, which the clock does not count.
  expect(back.clock).toMatchObject({ name: 'FORWARD', state: 'RUNNING', pausedMinutes: 390, owner: { code: 'GD' } });
});

it('takes a handoff back that the other province cannot take at all', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  await world.withoutItem('HN', forwarded.itemCode);
  const local = { ...forwarded, listOf: 'GD' };

  const played = await playTo(world, local, 6);
  await world.deliverAll();
  const { legs, log } = await see(world, caseIn(played, 'GD'));

  expect(legs).toContainEqual({ name: 'receive', state: 'RETURNED', told: false });
  expect(log.at(-1)).toMatchObject({ event: 'handoffRejected', role: 'OTHER_PROVINCE' });
});

it('lets the lead ask for no compensation out of order, and dispatch nothing before acceptance', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { collaborationNo } = await playTo(world, refusedMove, 1);
  const actor = officerOf(await unitOf(world, 'GD', refusedMove.itemCode));
  const legId = `GD:Leg:${collaborationNo}.approve`;

  const dispatch = await command(world, 'dispatchLeg', { legId, actor, idempotencyKey: 'd' });
  const order = await command(world, 'orderCompensation', { legId, actor, idempotencyKey: 'o' });

  expect(dispatch['code']).toBe('LEG_NOT_READY');
  expect(order['code']).toBe('EVENT_NOT_IN_STATE');
});

it('lets neither side act in the part of the other', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { collaborationNo } = await playTo(world, refusedMove, 9);
  const gd = await unitOf(world, 'GD', refusedMove.itemCode);
  const hn = await unitOf(world, 'HN', refusedMove.itemCode);
  const [here, there] = [`GD:Leg:${collaborationNo}.release`, `HN:Leg:${collaborationNo}.release`];
  const asked = [
    ['acknowledgeLeg', here, gd],
    ['refuseLeg', here, gd],
    ['recallLeg', there, hn],
  ] as const;

  const codes: unknown[] = [];
  for (const [event, legId, unit] of asked) {
    const outcome = await command(world, event, { legId, actor: officerOf(unit), idempotencyKey: event });
    codes.push(outcome['code']);
  }

  expect(codes).toEqual(['ROLE_MAY_NOT', 'LEAD_DECIDES_NO_OTHER_LEG', 'ROLE_MAY_NOT']);
});

it('expires a leg on the side of the lead only, and blocks the case', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, refusedMove, 9);

  world.clock.advance(20 * DAY_MS);
  const moves = [await world.sweep('HN'), await world.sweep('GD')];
  await world.deliverAll();
  const { state, legs } = await see(world, caseIn(played, 'GD'));
  const there = await world.ask('query ($id: ID!) { leg(id: $id) { state } }', {
    id: `HN:Leg:${played.collaborationNo}.release`,
  });

  expect(moves).toEqual([0, 1]);
  expect(state).toBe('BLOCKED');
  expect(legs).toContainEqual({ name: 'release', state: 'EXPIRED', told: false });
  expect(there).toEqual({ leg: { state: 'EXPIRED' } });
});

it('leaves seeded cases readable, without a course', async () => {
  await using world = await CaseWorld.open(['GD']);
  const { cases } = await world.ask('query ($province: ID!) { cases(provinces: [$province]) { nodes { id } } }', {
    province: 'GD',
  });
  const [{ id } = { id: '' }] = (cases as { readonly nodes: readonly { readonly id: string }[] }).nodes;

  const actor = person;
  const refused = await command(world, 'withdrawCase', { caseId: id, actor, idempotencyKey: 's' });

  expect(await see(world, id)).toMatchObject({ collaborationNo: null, version: null, clock: null, legs: [], log: [] });
  expect(refused['code']).toBe('CASE_UNKNOWN');
});
