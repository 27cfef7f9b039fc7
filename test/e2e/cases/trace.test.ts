// What one province answers of a case that is under way, by its courses and its chain. The clock stands on a Monday.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { forwarded, type Journey, journeys, refusedMove, transport } from '../../../scripts/demo/journeys.js';
import { playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { CaseWorld } from '../../support/cases/case-world.js';

const TRACE = `query ($no: ID!) { traceCase(collaborationNo: $no) {
  legs { province { code } name state stage isCritical since dueAt asOf stale } entries { at } } }`;

interface Leg {
  readonly name: string;
  readonly state: string | null;
  readonly isCritical: boolean | null;
  readonly since: string | null;
  readonly dueAt: string | null;
  readonly asOf: string;
  readonly stale: boolean;
}

interface Trace {
  readonly legs: readonly Leg[];
  readonly entries: readonly { readonly at: string }[];
}

const DAY_MS = 24 * 3_600_000;

let world: CaseWorld;
beforeEach(async () => {
  world = await CaseWorld.open(['GD', 'HN', 'SC']);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

interface End {
  readonly act: string;
  readonly leg?: string;
}

/** Plays a story up to and including the first step that does this on this leg. */
async function playUntil(journey: Journey, { act, leg }: End, tell?: Stage['tell']): Promise<string> {
  const end = journey.steps.findIndex((step) => 'do' in step && step.do === act && step.leg === leg);
  const { collaborationNo } = await playJourney(world.stage(tell), {
    ...journey,
    steps: journey.steps.slice(0, end + 1),
  });
  return collaborationNo;
}

async function traceIn(province: string, no: string): Promise<Trace> {
  const { traceCase } = await world.ask(TRACE, { no, province });
  return traceCase as Trace;
}

async function legIn(province: string, no: string, name: string): Promise<Leg | undefined> {
  return (await traceIn(province, no)).legs.find((leg) => leg.name === name);
}

it('says when a leg is due alike where it is done and, once that was co-signed, elsewhere', async () => {
  const no = await playUntil(forwarded, { act: 'acceptCase' });
  await world.deliverAll();
  const handled = await playUntil(forwarded, { act: 'startReview' });
  await world.deliverAll();

  const [own, copy] = [await legIn('HN', handled, 'handle'), await legIn('GD', handled, 'handle')];

  expect([own?.state, own?.stale, copy?.state, copy?.stale]).toEqual(['IN_REVIEW', false, 'ACCEPTED', true]);
  expect(own?.dueAt).toMatch(/^2026-0\d-\d\dT\d\d:\d\d:00\.000Z$/);
  expect(copy?.dueAt).toBe(own?.dueAt);
  expect((own?.asOf ?? '') > (copy?.asOf ?? '~')).toBe(true);
  // Three working days to forward, from Monday on: Thursday, when offices close.
  expect((await legIn('GD', no, 'receive'))?.dueAt).toMatch(/^2026-03-05T/);
});

it('puts into every envelope when its leg is due, as one instant, or that nothing runs', async () => {
  for (const journey of journeys) await playJourney(world.stage(), journey);

  const dues: (string | null | undefined)[] = [];
  for (const code of ['GD', 'HN', 'SC']) {
    const outbox = world.seat(code).orm.em.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select('payload');
    for (const { payload } of await outbox.execute())
      dues.push((JSON.parse(payload) as { dueAt?: string | null }).dueAt);
  }

  expect(dues.filter((due) => due !== null && !/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/.test(due ?? ''))).toEqual([]);
  expect([dues.filter((due) => due === null).length > 0, dues.filter((due) => due !== null).length > 5]).toEqual([
    true,
    true,
  ]);
});

it('says since when a leg is in its state, and that nothing is due of what has ended', async () => {
  let doneAtMs = 0;
  const pass: Stage['tell'] = () => {
    doneAtMs = world.clock.nowMs();
    world.clock.advance(60_000);
  };
  const since = async (no: string) => (await legIn('HN', no, 'handle'))?.since;

  const reviewed = await playUntil(forwarded, { act: 'startReview' }, pass);
  expect(await since(reviewed)).toBe(new Date(doneAtMs).toISOString());

  const { collaborationNo } = await playJourney(world.stage(pass), forwarded);
  const legs = [...(await traceIn('GD', collaborationNo)).legs, ...(await traceIn('HN', collaborationNo)).legs];
  const own = legs.filter(({ stale }) => !stale);
  expect(own.map(({ dueAt }) => dueAt)).toEqual([null, null, null]);
});

it('tells of a leg elsewhere by its own file until the dispatch has been acknowledged', async () => {
  const ready = await playUntil(refusedMove, { act: 'completeLeg', leg: 'approve' });
  expect(await legIn('GD', ready, 'release')).toMatchObject({ state: 'READY', stale: false, dueAt: null });

  const steps = refusedMove.steps.filter((step) => !('do' in step && step.then === 'LEG_NOT_READY'));
  const sent = await playUntil({ ...refusedMove, steps }, { act: 'dispatchLeg', leg: 'release' });

  expect(await legIn('GD', sent, 'release')).toMatchObject({ state: 'DISPATCHED', stale: true });
  expect((await traceIn('HN', sent)).legs).toEqual([]);
  await world.deliverAll();
  const [own, copy] = [await legIn('HN', sent, 'release'), await legIn('GD', sent, 'release')];
  expect([own?.stale, copy?.stale]).toEqual([false, true]);
  expect((own?.asOf ?? '') > (copy?.asOf ?? '~')).toBe(true);
});

it('lets the leg that has most left determine the end, and none once the lead has to decide', async () => {
  // Hunan is two days ahead of Sichuan, whose leg has the same limit.
  const wait: Stage['tell'] = (step) => {
    if ('do' in step && step.do === 'dispatchLeg' && step.leg === 'approve-HN') world.clock.advance(2 * DAY_MS);
  };
  const critical = async (province: string, no: string) =>
    Object.fromEntries((await traceIn(province, no)).legs.map(({ name, isCritical }) => [name, isCritical]));

  const no = await playUntil(transport, { act: 'dispatchLeg', leg: 'approve-SC' }, wait);
  await world.deliverAll();
  expect(await critical('GD', no)).toEqual({
    ...{ case: null, accept: false, 'approve-HN': false, 'approve-SC': true, issue: true },
  });
  expect(await critical('SC', no)).toEqual({ 'approve-SC': null });

  const blocked = await playUntil(refusedMove, { act: 'decideAfterRefusal' });
  expect(await critical('GD', blocked)).toMatchObject({ approve: false, release: false, settle: false });
});

it('knows its own legs up to a moment behind every entry that it holds', async () => {
  const { collaborationNo } = await playJourney(world.stage(), transport);

  for (const province of ['GD', 'HN', 'SC']) {
    const { legs, entries } = await traceIn(province, collaborationNo);
    const latest =
      entries
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? '~';
    expect(legs.filter(({ stale, asOf }) => !stale && asOf <= latest)).toEqual([]);
  }
});
