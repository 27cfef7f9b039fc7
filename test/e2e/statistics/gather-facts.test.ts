// What is counted follows the cases of a province day by day: on each day it is as of the beginning of that day, and a
// case that two provinces know is counted by one of them.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { APPLICANT, type Played } from '../../../scripts/demo/play-journey.js';
import type { RatingTables } from '../../../subgraphs/province/ratings/index.js';
import { caseIn } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { playForwarded, rate, ratingOf } from '../../support/ratings/rated-world.js';
import { factsOf, gatherIn, storedFacts } from '../../support/statistics/facts-of.js';

const DAY_MS = 86_400_000;
let world: CaseWorld;
let played: Played;
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function ask(province: string): Promise<Record<string, unknown>> {
  const query = `query ($province: ID!) { caseStatistics(provinces: [$province]) { asOf lastMonth
    refusals { code } rows { cases suppressedIn } } }`;
  return (await world.ask(query, { province }))['caseStatistics'] as Record<string, unknown>;
}

it('is not ready before anything was gathered, and says so', async () => {
  expect(await ask('HN')).toMatchObject({ asOf: null, rows: [], refusals: [{ code: 'NOT_READY' }] });
});

it('is as of the beginning of the day: what is done on a day is counted from the next one on', async () => {
  played = await playForwarded(world);
  const caseId = caseIn(played, 'HN');
  const today = new Date(world.clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10);
  await gatherIn(world, 'HN');

  expect(await ask('HN')).toMatchObject({ asOf: new Date(`${today}T00:00:00+08:00`).toISOString(), refusals: [] });
  expect((await factsOf(world, 'HN')).has(caseId)).toBe(false);

  world.clock.advance(DAY_MS);
  await gatherIn(world, 'HN');

  expect((await factsOf(world, 'HN')).get(caseId)).toMatchObject({
    ...{ mode: 'RECEIVE_AND_FORWARD', receiving: 'GD', state: 'DELIVERED', satisfaction: 'UNRATED' },
    ...{ progress: 'ENDED', timeliness: 'ON_TIME', month: '2026-03', year: '2026' },
  });
});

it('counts a case where it is handled, and not where it was received', async () => {
  await gatherIn(world, 'GD');
  const [inGuangdong, inHunan] = [await factsOf(world, 'GD'), await factsOf(world, 'HN')];

  expect(inGuangdong.size).toBeGreaterThan(0);
  expect(inGuangdong.has(caseIn(played, 'GD'))).toBe(false);
  expect(inHunan.has(caseIn(played, 'HN'))).toBe(true);
});

it('is the same all day, however often it is gathered, and knows a rating from elsewhere on the next', async () => {
  const caseId = caseIn(played, 'HN');
  const before = await factsOf(world, 'HN');
  expect(await rate(world, caseIn(played, 'GD'), { level: 'SATISFIED', channel: 'MOBILE' })).toBeUndefined();
  await world.deliverAll();
  expect(await ratingOf(world, caseIn(played, 'GD'), APPLICANT)).toMatchObject({ state: 'COUNTED' });
  await gatherIn(world, 'HN');
  expect(await factsOf(world, 'HN')).toEqual(before);

  world.clock.advance(DAY_MS);
  await gatherIn(world, 'HN');
  expect((await factsOf(world, 'HN')).get(caseId)).toMatchObject({ satisfaction: 'SATISFIED', satisfied: 'SATISFIED' });
});

it('counts a rating no more that was excluded, long after the case itself has moved', async () => {
  const days = async (count: number): Promise<void> => {
    for (let day = 0; day < count; day += 1) {
      world.clock.advance(DAY_MS);
      await gatherIn(world, 'HN');
    }
  };
  await days(3);
  const ratings = world.seat('HN').orm.em.fork().getKysely<RatingTables>().updateTable('rating');
  await ratings.set({ state: 'EXCLUDED', updated_at: new Date(world.clock.nowMs()).toISOString() }).execute();
  await days(1);

  expect((await factsOf(world, 'HN')).get(caseIn(played, 'HN'))).toMatchObject({ satisfaction: 'UNRATED' });
});

it('goes on from where it was broken off, and answers as of the day before until it is done', async () => {
  await playForwarded(world);
  const before = await factsOf(world, 'HN');
  world.clock.advance(DAY_MS);
  let killed = 0;
  for (let statements = 1; ; statements += 1) {
    world.killAfter('HN', statements);
    const isDone = await gatherIn(world, 'HN').then(
      () => true,
      () => false,
    );
    world.revive('HN');
    if (isDone) break;
    killed += 1;
    const seen = await factsOf(world, 'HN');
    expect([before.size, before.size + 1]).toContain(seen.size);
  }

  expect(killed).toBeGreaterThan(10);
  expect((await factsOf(world, 'HN')).size).toBe(before.size + 1);
});

it('keeps what held before for one more day, and drops it then', async () => {
  for (let days = 0; days < 3; days += 1) {
    world.clock.advance(DAY_MS);
    await gatherIn(world, 'HN');
  }

  expect(await storedFacts(world, 'HN')).toBe((await factsOf(world, 'HN')).size);
});
