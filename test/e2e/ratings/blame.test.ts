// What others say of a leg that is not theirs shifts no blame, and no rating goes to where nobody has it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { findMeasuredCase } from '../../../subgraphs/province/cases/index.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { fromJson, toJson } from '../../../subgraphs/province/storage/stored.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import type { RatingTables } from '../../../subgraphs/province/ratings/index.js';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import { caseIn } from '../../support/cases/ask-case.js';
import { act, playForwarded, rate, ratingOf, staffOf, SUPERVISOR } from '../../support/ratings/rated-world.js';

let world: CaseWorld;
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN', 'GX']);
});
afterAll(() => world[Symbol.asyncDispose]());

it('measures a leg by what its own province has said and was taken, and by nothing else', async () => {
  const { collaborationNo } = await playForwarded(world, 20);
  const here = { province: 'GD', nowMs: world.clock.nowMs() };
  const measured = () =>
    inTransaction(world.seat('GD').exchange.desk, (transaction) =>
      findMeasuredCase(transaction, here, collaborationNo),
    );
  const before = (await measured())?.legs;
  const measure: Json = { overdueMinutes: 999_999, usedPercent: 9_999 };
  const says = (from: string) =>
    world.tell(from, { collaborationNo, to: 'GD', event: 'ratingAsked', payload: { leg: 'handle', measure } });

  await says('GX'); // another province
  await says('HN'); // its own, in a letter that is refused
  await world.deliverAll();

  expect(before?.find(({ name }) => name === 'handle')?.overdueMinutes).toBeGreaterThan(0);
  expect((await measured())?.legs).toEqual(before);
});

const ratingsIn = (code: string) => world.seat(code).orm.em.fork().getKysely<RatingTables>();

/** A bad rating that Hunan has and has contested. */
async function contested(): Promise<{ readonly ratingId: string; readonly caseId: string }> {
  const caseId = caseIn(await playForwarded(world, 20), 'GD');
  await rate(world, caseId, { level: 'DISSATISFIED', channel: 'MOBILE' });
  await world.deliverAll();
  const ratingId = (await ratingOf(world, caseId, APPLICANT))?.heldAs ?? '';
  const { officer } = await staffOf(world);
  expect(await act(world, 'contestAttribution', { ratingId, text: '异议', asker: officer })).toBe('CONTESTED');
  await world.deliverAll();
  return { ratingId, caseId };
}

it('finds no leg at fault of a province that does not hold the rating', async () => {
  const { ratingId } = await contested();
  const ratings = ratingsIn('HN')
    .updateTable('rating')
    .set({ holders: toJson(['HN']) });
  await ratings.where('id', '=', ratingId).execute();
  const decided = { ratingId, text: '窗口所致', leg: 'receive', asker: SUPERVISOR };

  expect(await act(world, 'decideAttribution', decided)).toBe('LEG_UNKNOWN');
  expect(await act(world, 'decideAttribution', { ...decided, leg: 'handle', idempotencyKey: '2' })).toBe('ATTRIBUTED');
});

it('takes a moved rating back from a province that does not take it, for a supervisor to decide again', async () => {
  const { ratingId } = await contested();
  // Guangdong stands elsewhere than Hunan, so that it refuses the step that brings the rating there.
  const there = ratingId.replace('HN', 'GD');
  const atGuangdong = ratingsIn('GD').updateTable('rating').where('id', '=', there);
  await atGuangdong.set({ state: 'CALLBACK_DONE' }).execute();
  const decided = { ratingId, text: '窗口所致', asker: SUPERVISOR };

  expect(await act(world, 'decideAttribution', { ...decided, leg: 'receive' })).toBe('ATTRIBUTED');
  await world.deliverAll();

  const row = await ratingsIn('HN')
    .selectFrom('rating')
    .selectAll()
    .where('id', '=', ratingId)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'CONTESTED', owner: 'HN', is_ours: 1 });
  expect(fromJson(row.holders)).toEqual(['HN']);
  expect(await act(world, 'decideAttribution', { ...decided, leg: 'handle', idempotencyKey: '3' })).toBe('ATTRIBUTED');
  expect(await world.unfinished('HN')).toEqual([]);
});
