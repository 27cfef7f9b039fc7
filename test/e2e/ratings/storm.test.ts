// Ratings through a storm: letters are lost, late and repeated, processes killed between any two statements, and people do
// whatever they like. Promise: at every instant one unit answers for a rating and at most one province may move it; in the
// end both provinces hold the same, and the log alone leads to it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { APPLICANT, type Asker } from '../../../scripts/demo/play-journey.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { beginningOf, faceOf, toStep } from '../../../subgraphs/province/ratings/chamber.service.js';
import { answeringOf, replay } from '../../../subgraphs/province/ratings/face.rules.js';
import type { RatingRow, RatingTables } from '../../../subgraphs/province/ratings/rating.entity.js';
import { caseIn } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { type Choices, readChoices } from '../../support/choices.js';
import { CALM } from '../../support/exchange/network.js';
import { randomNumbers } from '../../support/random-numbers.js';
import { act, playForwarded, rate, type Staff, staffOf, SUPERVISOR } from '../../support/ratings/rated-world.js';

// A few here; SEED=… RUNS=… before `npm test -- test/e2e/ratings/storm` repeats one, or runs many.
const FIRST_SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 4);
const STEPS = 90;
const HOUR_MS = 3_600_000;
const provinces = ['GD', 'HN'] as const;
type Code = (typeof provinces)[number];

let world: CaseWorld;
let staff: Staff;
const reached = new Set<string>();
beforeAll(async () => {
  world = await CaseWorld.open(provinces);
  staff = await staffOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const tablesIn = (code: Code) => world.seat(code).orm.em.fork().getKysely<RatingTables & ExchangeTables>();

const rowsIn = (code: Code, collaborationNo: string): Promise<readonly RatingRow[]> =>
  tablesIn(code)
    .selectFrom('rating')
    .selectAll()
    .where('collaboration_no', '=', collaborationNo)
    .orderBy('id')
    .execute();

const local = ({ id }: RatingRow): string => id.slice(3);

interface Trial {
  readonly collaborationNo: string;
  readonly choices: Choices;
  readonly ids: readonly string[];
  keys: number;
}

const next: Readonly<Record<string, readonly string[]>> = {
  ATTRIBUTED: ['callBackRater', 'callBackRater', 'contestAttribution'],
  CONTESTED: ['decideAttribution'],
  CALLBACK_DONE: ['fixRating', 'ledgerRating', 'explainRating', 'appealRating'],
  REINSTATED: ['fixRating', 'explainRating'],
  LEDGERED: ['fixRating'],
  FIXED_NOW: ['giveFeedback'],
  EXPLAINED: ['giveFeedback'],
  APPEALED_AS_MISTAKEN: ['decideRatingAppeal'],
  FEEDBACK_GIVEN: ['revisitRating', 'publishRating'],
  REVISITED: ['publishRating'],
};
const everything = [...new Set(Object.values(next).flat())];
const supervised = new Set(['decideAttribution', 'decideRatingAppeal', 'publishRating']);

function whoFor(what: string, code: Code, choices: Choices): Asker {
  if (choices.once(6)) return choices.of([staff.window, staff.officer, SUPERVISOR, APPLICANT]);
  if (what === 'revisitRating') return APPLICANT;
  if (supervised.has(what)) return SUPERVISOR;
  return code === 'GD' ? staff.window : staff.officer;
}

async function somebodyActs(trial: Trial): Promise<void> {
  const { choices, ids } = trial;
  const code = choices.of(provinces);
  const ratingId = `${code}${choices.of(ids)}`;
  const row = await tablesIn(code).selectFrom('rating').selectAll().where('id', '=', ratingId).executeTakeFirst();
  const what = choices.of(choices.once(5) ? everything : (next[row?.state ?? ''] ?? everything));
  const said: Record<string, unknown> = what === 'revisitRating' ? { level: 'SATISFIED' } : { text: '情况说明' };
  if (what === 'decideRatingAppeal') said['exclude'] = choices.once(3);
  if (what === 'decideAttribution') said['leg'] = choices.of(['receive', 'handle', 'handle', 'deliver']);
  trial.keys += 1;
  const asked = {
    ratingId,
    asker: whoFor(what, code, choices),
    idempotencyKey: `${trial.collaborationNo} ${trial.keys}`,
    ...said,
  };
  await act(world, what, asked).catch(() => ''); // killed, or not allowed at all
}

async function somethingHappens(trial: Trial): Promise<void> {
  const { choices } = trial;
  const code = choices.of(provinces);
  const isKilled = choices.once(5);
  if (isKilled) world.killAfter(code, choices.below(30));
  switch (choices.of(['act', 'act', 'act', 'relay', 'relay', 'late', 'time'] as const)) {
    case 'act':
      await somebodyActs(trial).catch(() => undefined);
      break;
    case 'relay':
      await world
        .seat(code)
        .relay.runOnce()
        .catch(() => undefined);
      break;
    case 'late':
      await world.network.deliverLate(2);
      break;
    case 'time':
      world.clock.advance(choices.below(5) * HOUR_MS);
      break;
  }
  world.revive(code);
}

/** What is wrong at this instant. */
async function faultsNow({ collaborationNo }: Trial): Promise<readonly string[]> {
  const rows = (await Promise.all(provinces.map((code) => rowsIn(code, collaborationNo)))).flat();
  const sent = await Promise.all(provinces.map((code) => unreceived(code, collaborationNo)));
  const underway = sent.flat().join();
  return [...Map.groupBy(rows, local)].flatMap(([id, held]) => {
    const owners = held.filter(({ is_ours: isOurs }) => isOurs === 1);
    const [latest] = [...held].sort((one, other) => other.seq - one.seq);
    return [
      ...(owners.length > 1 ? [`${id} has two owners`] : []),
      ...(owners.length === 0 && !underway.includes(id.slice(id.indexOf(':') + 1)) ? [`${id} has no owner`] : []),
      ...(latest?.responsible_unit ? [] : [`nobody answers for ${id}`]),
    ];
  });
}

async function unreceived(code: Code, collaborationNo: string): Promise<readonly string[]> {
  const outbox = tablesIn(code)
    .selectFrom('exchange_outbox')
    .select('payload')
    .where('collaboration_no', '=', collaborationNo);
  return (await outbox.where('state', '=', 'PENDING').execute()).map(({ payload }) => payload);
}

async function calm(): Promise<void> {
  world.network.weather = CALM;
  while (world.network.lateCount > 0) await world.network.deliverLate(10);
  for (let rounds = 0; rounds < 12; rounds += 1) {
    await world.deliverAll();
    world.clock.advance(HOUR_MS / 2);
  }
}

async function endingIn(code: Code, collaborationNo: string) {
  const rows = await rowsIn(code, collaborationNo);
  const steps = await tablesIn(code)
    .selectFrom('rating_step')
    .selectAll()
    .orderBy('rating_id')
    .orderBy('seq')
    .execute();
  return rows.map((row) => {
    const log = steps.filter(({ rating_id: id }) => id === row.id).map(toStep);
    return { id: local(row), row, face: faceOf(row), log, answering: answeringOf(beginningOf(row), log) };
  });
}

// What both provinces hold; the rows have ids and cases of their own.
const shared = ({ id, face, log, answering }: Awaited<ReturnType<typeof endingIn>>[number]) => ({
  id,
  face,
  log,
  answering,
});

const seeds = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

it.each(seeds)(
  'keeps one answering unit and one history of each rating through the storm %d',
  async (seed) => {
    const choices = readChoices(randomNumbers(seed, 40_000));
    const played = await playForwarded(world, seed % 2 === 0 ? 0 : 60);
    const { collaborationNo } = played;
    const caseId = caseIn(played, 'GD');
    world.network.weather = { isStormy: true, cut: new Set() };
    for (const channel of ['PC', 'QR_CODE', 'HALL_TERMINAL'])
      await rate(world, caseId, { level: 'VERY_DISSATISFIED', channel, text: `${seed}：态度差` });
    await rate(world, caseId, { level: 'SATISFIED', channel: 'QR_CODE' });
    const ids = (await rowsIn('GD', collaborationNo)).map(({ id }) => id.slice(2));
    const trial: Trial = { collaborationNo, choices, ids, keys: 0 };
    const faults: string[] = [];

    for (let step = 0; step < STEPS; step += 1) {
      await somethingHappens(trial);
      faults.push(...(await faultsNow(trial)));
    }
    await calm();
    const [here, there] = [await endingIn('GD', collaborationNo), await endingIn('HN', collaborationNo)];

    expect(faults).toEqual([]);
    expect(here.map(shared)).toEqual(there.map(shared));
    for (const { row, face, log, answering } of [...here, ...there]) {
      expect(replay(beginningOf(row), log)).toEqual(face);
      // What is bad has come to where the fault is, and the unit there answers for it.
      const { owner, atFault, isTaken, responsibleProvince } = face;
      if (atFault !== null)
        expect({ owner, isTaken, responsibleProvince }).toEqual({
          owner: atFault,
          isTaken: true,
          responsibleProvince: atFault,
        });
      expect(answering[0]?.from).toBe(row.given_at);
      expect(answering.slice(1).map(({ from }) => from)).toEqual(answering.slice(0, -1).map(({ to }) => to));
      for (const { event } of log) reached.add(event);
    }
    expect([...(await world.unfinished('GD')), ...(await world.unfinished('HN'))]).toEqual([]);
  },
  180_000,
);

it('has met most of what can happen to a rating', () => {
  // Otherwise the storms prove little; what is left out is for the tests of each refusal.
  expect([...reached].sort()).toEqual(
    expect.arrayContaining(['callBack', 'contest', 'giveFeedback', 'moveAttribution', 'take']),
  );
});
