// The feed of a province from its stored rows: nothing twice, nothing left out, whoever breaks off and whatever is killed.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forwarded, online } from '../../../scripts/demo/journeys.js';
import { playJourney } from '../../../scripts/demo/play-journey.js';
import { startFeed } from '../../../subgraphs/province/cases/index.js';
import type { FeedTables } from '../../../subgraphs/province/cases/feed/feed.entity.js';
import { BEGINNING, formatPlace, tellingOrder } from '../../../subgraphs/province/cases/feed/feed.rules.js';
import type { CaseFeed, FeedNotice } from '../../../subgraphs/province/cases/feed/follow-feed.service.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { DAY_MS } from '../../support/cases/ask-case.js';
import { randomNumbers } from '../../support/random-numbers.js';

const FROM_BEGINNING = `GD:CaseEvent:${formatPlace(BEGINNING)}`;
const RUNS = Number(process.env['RUNS'] ?? 2);
const SEED = Number(process.env['SEED'] ?? 1);

let world: CaseWorld;
let faults: unknown[];
beforeEach(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
  faults = [];
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

const start = (): CaseFeed =>
  startFeed(world.seat('GD').exchange.desk, { onFault: (fault) => void faults.push(fault) });

/** Reads so many events after a place, and leaves; fewer when `isOver` says so at a pause. */
async function read(feed: CaseFeed, after: string | undefined, count: number): Promise<readonly FeedNotice[]> {
  const leave = new AbortController();
  const seen: FeedNotice[] = [];
  for await (const { value } of feed.follow({ after, caseId: undefined, signal: leave.signal })) {
    if (value !== undefined) seen.push(value);
    if (seen.length >= count) leave.abort();
  }
  return seen;
}

/** What is stored, in the order in which it is told. */
async function stored(): Promise<readonly { readonly collaboration_no: string; readonly ordinal: number }[]> {
  const rows = world.seat('GD').orm.em.fork().getKysely<FeedTables>().selectFrom('case_feed').selectAll();
  return (await rows.orderBy('position').execute()).map(({ collaboration_no, ordinal }) => ({
    collaboration_no,
    ordinal,
  }));
}

const told = (seen: readonly FeedNotice[]) =>
  seen.map(({ row }) => row && { collaboration_no: row.collaboration_no, ordinal: row.ordinal });

// What three plays of that story leave: eight moves each.
const MOVES = 8;

it.each(Array.from({ length: RUNS }, (_, index) => SEED + index))(
  'tells everything once to watchers who break off while cases move side by side, and over restarts (seed %i)',
  async (seed) => {
    const numbers = randomNumbers(seed, 400);
    const all = 3 * MOVES;
    let feed = start();
    const plays = [1, 2, 3].map(() => playJourney(world.stage(), online).finally(() => feed.wake()));
    const bell = setInterval(() => feed.wake(), 5);

    const seen: FeedNotice[] = [];
    for (let turn = 0; seen.length < all; turn += 1) {
      const some = 1 + ((numbers[turn] ?? 0) % 5);
      seen.push(...(await read(feed, seen.at(-1)?.id ?? FROM_BEGINNING, Math.min(some, all - seen.length))));
      if ((numbers[turn + 200] ?? 0) % 3 > 0) continue;
      await feed[Symbol.asyncDispose]();
      feed = start();
    }
    clearInterval(bell);
    await Promise.all(plays);
    await feed[Symbol.asyncDispose]();

    expect(told(seen)).toEqual(await stored());
    expect(faults).toEqual([]);
    for (const of of Map.groupBy(seen, ({ row }) => row?.collaboration_no).values())
      expect(of.map(({ row }) => row?.event)).toEqual([
        'draftCase',
        'submitCase',
        'acceptCase',
        'startReview',
        'decideCase',
        'issueResult',
        'confirmDelivery',
        'rateCase',
      ]);
  },
);

it('tells everything once although its process is killed between any two statements of numbering', async () => {
  await playJourney(world.stage(), online);
  const seen: FeedNotice[] = [];

  for (let life = 1; seen.length < MOVES; life += 1) {
    world.killAfter('GD', life);
    const feed = start();
    const leave = new AbortController();
    const after = seen.at(-1)?.id ?? FROM_BEGINNING;
    try {
      for await (const { value } of feed.follow({ after, caseId: undefined, signal: leave.signal })) {
        if (value !== undefined) seen.push(value);
        if (seen.length >= MOVES) leave.abort();
      }
    } catch {
      // killed; the next life begins where this one has got to
    }
    await feed[Symbol.asyncDispose]();
    world.revive('GD');
  }

  expect(told(seen)).toEqual(await stored());
});

it('tells what another province said of its leg, and of a case the state that follows from both', async () => {
  await playJourney(world.stage(), forwarded);
  await using feed = start();
  const count = (await stored()).length;

  const seen = await read(feed, FROM_BEGINNING, count);

  const legs = seen.filter(({ row }) => row?.event === null).map(({ row }) => [row?.leg, row?.province]);
  expect(legs.length).toBeGreaterThan(0);
  expect(new Set(legs.map(String))).toEqual(new Set(['handle,HN']));
  const face = await world.ask('query ($id: ID!) { case(id: $id) { state } }', { id: seen[0]?.row?.case_id });
  expect(seen.at(-1)?.row?.case_state).toBe((face['case'] as { readonly state: string }).state);
});

describe('of what it has told', () => {
  it('forgets what is too old, says so to whoever comes back for it, and counts on', async () => {
    await playJourney(world.stage(), online);
    let feed = start();
    const before = await read(feed, FROM_BEGINNING, MOVES);
    await feed[Symbol.asyncDispose]();
    world.clock.advance(11 * DAY_MS);

    feed = start();
    await playJourney(world.stage(), { ...online, steps: online.steps.slice(0, 2) });
    const [last] = await read(feed, before.at(-1)?.id, 1);
    const [gap, next] = await read(feed, before[1]?.id, 1).then((seen) => [...seen, undefined]);
    const late = await read(feed, FROM_BEGINNING, 1);
    await feed[Symbol.asyncDispose]();

    expect(last?.row?.position).toBe(MOVES + 1);
    expect([gap?.row, next]).toEqual([undefined, undefined]);
    expect(late[0]?.row).toBeUndefined();
    expect(late[0]?.id).toBe(gap?.id);
  });

  it('takes no place of a database that was set back, and none that is not one', async () => {
    await playJourney(world.stage(), online);
    await using feed = start();
    const seen = await read(feed, FROM_BEGINNING, 3);
    const other = seen[1]?.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const beyond = 'GD:CaseEvent:000000000999.00000000';

    expect((await read(feed, other, 1))[0]?.row).toBeUndefined();
    expect((await read(feed, beyond, 1))[0]?.row).toBeUndefined();
    await expect(read(feed, 'HN:CaseEvent:000000000001.00000000', 1)).rejects.toMatchObject({ code: 'BAD_ID' });
    await expect(read(feed, 'GD:CaseEvent:1', 1)).rejects.toMatchObject({ code: 'BAD_ID' });
  });

  it('gives to a watcher of one case that case alone', async () => {
    await playJourney(world.stage(), { ...online, steps: online.steps.slice(0, 1) });
    const later = await playJourney(world.stage(), { ...online, steps: online.steps.slice(0, 1) });
    const caseId = later.cases.get('GD');

    // What the first life of the feed has in memory, the second reads.
    for (let life = 1; life <= 2; life += 1) {
      await using feed = start();
      const leave = new AbortController();
      const seen: FeedNotice[] = [];
      for await (const { value } of feed.follow({ after: FROM_BEGINNING, caseId, signal: leave.signal })) {
        if (value !== undefined) seen.push(value);
        if (seen.length === 2) leave.abort();
      }

      expect(seen.map(({ row }) => [row?.case_id, row?.event])).toEqual([
        [caseId, 'draftCase'],
        [caseId, 'submitCase'],
      ]);
    }
    expect(await stored()).toHaveLength(4);
  });
});

it('orders by time, and what happened in one case as it happened there even when the clock was set back', () => {
  const event = (collaboration_no: string, ordinal: number, at: string) => ({ collaboration_no, ordinal, at });
  const events = [
    event('A', 1, '09'),
    event('A', 3, '08'),
    event('B', 5, '085'),
    event('A', 2, '10'),
    event('B', 4, '07'),
  ];

  expect(tellingOrder(events).map(({ collaboration_no, ordinal }) => `${collaboration_no}${ordinal}`)).toEqual([
    ...['B4', 'B5', 'A1', 'A2', 'A3'],
  ]);
});
