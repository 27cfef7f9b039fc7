// Letters about ratings that nobody honest writes, who sees what, and what is due.
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { PolicyTables } from '../../../subgraphs/province/policy/policy.entity.js';
import { lateRatings, ratingsDue, type RatingTables } from '../../../subgraphs/province/ratings/index.js';
import { caseIn, DAY_MS } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { alertsIn } from '../../support/supervision/ask-alerts.js';
import {
  act,
  playForwarded,
  rate,
  ratingOf,
  type Staff,
  staffOf,
  SUPERVISOR,
} from '../../support/ratings/rated-world.js';

const BAD = { level: 'VERY_DISSATISFIED', channel: 'MOBILE', text: '等了两个月' };

let world: CaseWorld;
let staff: Staff;
let [caseId, collaborationNo, ratingId] = ['', '', ''];
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
  staff = await staffOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  const played = await playForwarded(world, 20);
  ({ collaborationNo } = played);
  caseId = caseIn(played, 'GD');
  await rate(world, caseId, BAD);
  await world.deliverAll();
  ratingId = (await ratingOf(world, caseId, APPLICANT))?.heldAs ?? '';
});

async function refusalOf(from: string, id: string): Promise<string> {
  const row = (await world.sent(from)).find((sent) => sent.id === id);
  return String((JSON.parse(row?.receipt ?? 'null') as { readonly code?: string } | null)?.code);
}

async function told(from: string, event: string, payload: Json): Promise<string> {
  const id = await world.tell(from, { collaborationNo, to: from === 'GD' ? 'HN' : 'GD', event, payload });
  await world.deliverAll();
  return refusalOf(from, id);
}

const aStep = (step: Readonly<Record<string, Json>>): Json => ({
  ...{ seq: 3, at: '2026-06-01T00:00:00.000Z', event: 'callBack', by: 'UNIT', province: 'GD', unit: 'X' },
  ...{ from: 'ATTRIBUTED', to: 'CALLBACK_DONE', changes: {}, ...step },
});

it('refuses a step of a province that does not have the rating, and one that was never told in form', async () => {
  const rating = ratingId.slice('HN:Rating:'.length);
  const payload = { rating, step: aStep({}), text: null, ratingText: null };

  expect(await told('GD', 'ratingStepped', payload)).toBe('NOT_THE_OWNER');
  expect(await told('GD', 'ratingStepped', { ...payload, step: aStep({ changes: { isOurs: true } }) })).toBe(
    'LETTER_MALFORMED',
  );
  expect(await told('HN', 'ratingStepped', { ...payload, step: aStep({ province: 'HN', seq: 2 }) })).toBe(
    'STEP_OUT_OF_ORDER',
  );
  expect(await told('GD', 'ratingGiven', { rating })).toBe('LETTER_MALFORMED');
  expect(await told('HN', 'ratingAsked', { rating, level: 'SATISFIED', text: null })).toBe('NOT_THE_RATER');
  expect(await told('GD', 'ratingAsked', { rating, level: 'SATISFIED', text: null })).toBe('NOT_IN_THIS_STATE');
  expect((await ratingOf(world, caseId, APPLICANT))?.state).toBe('ATTRIBUTED');
});

it('takes a rating back that the other province does not take, for a supervisor to find the leg', async () => {
  const local = '0197-unknown-case';
  const sent = await world.sent('GD');
  const { payload: text } = sent.find(
    ({ event, collaboration_no: no }) => event === 'ratingGiven' && no === collaborationNo,
  ) ?? { payload: '' };
  const given = JSON.parse(text) as Record<string, Json>;

  // A letter about a collaboration that Hunan has no file of, and the row that it is about here.
  const other = 'KS2026030244000000009999X';
  const db = world.seat('GD').orm.em.fork().getKysely<RatingTables>();
  const row = await db
    .selectFrom('rating')
    .selectAll()
    .where('collaboration_no', '=', collaborationNo)
    .executeTakeFirstOrThrow();
  const [first] = given['steps'] as { changes: { dueMs: number | null } }[];
  const blank = {
    is_taken: 0,
    seq: 1,
    text: null,
    sealing_key_id: null,
    responsible_province: 'GD',
    responsible_unit: row.origin_unit,
  };
  const untaken = {
    ...row,
    ...blank,
    id: `GD:Rating:${local}`,
    collaboration_no: other,
    due_ms: first?.changes.dueMs ?? null,
  };
  await db
    .insertInto('rating')
    .values({ ...untaken, duty: null })
    .execute();
  await world.tell('GD', {
    collaborationNo: other,
    to: 'HN',
    event: 'ratingGiven',
    payload: { ...given, rating: local, text: null },
  });
  await world.deliverAll();

  const after = await db.selectFrom('rating').selectAll().where('id', '=', untaken.id).executeTakeFirstOrThrow();
  expect(after).toMatchObject({ state: 'CONTESTED', owner: 'GD', is_ours: 1, responsible_province: 'GD' });
  await db.deleteFrom('rating').where('id', '=', untaken.id).execute();
  expect(await world.unfinished('HN')).toEqual([]);
});

it('shows a rating that is not public to the rater, the unit and supervisors, and its text under an order only', async () => {
  const seenBy = async (asker?: Parameters<typeof ratingOf>[2]) => {
    const { rating } = await world.ask(
      'query ($id: ID!) { rating(id: $id) { state text steps { event } } }',
      { id: ratingId },
      asker,
    );
    return rating as { readonly text: string | null } | null;
  };
  const withoutOrder = { subject: SUPERVISOR.subject, role: SUPERVISOR.role };

  expect(await seenBy()).toBeNull();
  expect(await seenBy({ subject: 'somebody', role: 'citizen' })).toBeNull();
  expect(await seenBy({ ...staff.officer, unit: staff.window.unit })).toBeNull();
  expect(await seenBy(staff.window)).toBeNull(); // of another province
  expect(await seenBy({ ...SUPERVISOR, province: 'GD' })).toBeNull();
  expect((await seenBy(withoutOrder))?.text).toBeNull();
  expect((await seenBy(SUPERVISOR))?.text).toBe(BAD.text);
  expect((await seenBy(staff.officer))?.text).toBe(BAD.text);
  expect(await ratingOf(world, caseId, staff.window)).toBeUndefined();
});

const lateIn = (code: string, fromMs: number, toMs: number) =>
  inTransaction(world.seat(code).exchange.desk, (transaction) =>
    lateRatings.findHits(transaction, { province: code, fromMs, toMs }),
  );

it('tells supervision what was not done in time, once it was due and though it was done later', async () => {
  const local = ratingId.slice('HN:Rating:'.length);
  const beganMs = world.clock.nowMs();
  const late = async () =>
    (await lateIn('HN', beganMs, world.clock.nowMs())).filter(({ occurrence }) => occurrence.startsWith(local));
  const step = { ratingId, text: '已处理', asker: staff.officer };

  expect(await late()).toEqual([]);
  world.clock.advance(8 * DAY_MS);
  const [open] = await late();
  await act(world, 'callBackRater', step);
  const after = await late();

  expect(open).toMatchObject({ rule: 'R10', province: 'HN', unitCode: staff.officer.unit, parties: ['GD', 'HN'] });
  expect(after).toEqual([open]);
  await act(world, 'fixRating', step);
  await act(world, 'giveFeedback', step);
  world.clock.advance(20 * DAY_MS);
  expect(await late()).toEqual([open]);
  expect(await lateIn('GD', 0, world.clock.nowMs())).toEqual([]);
});

it('has a card of rule R10 in both provinces when nobody has called back', async () => {
  world.clock.advance(8 * DAY_MS);
  await world.supervise('HN');
  await world.deliverAll();

  const cardIn = async (code: string) =>
    (await alertsIn(world, code, collaborationNo)).find(({ rule }) => rule === 'R10');
  const [here, there] = [await cardIn('GD'), await cardIn('HN')];

  expect(there).toMatchObject({ responsible: 'HN', unitCode: staff.officer.unit, level: 'RED' });
  expect(here).toMatchObject({ id: there?.id, responsible: 'HN', level: 'RED', digest: there?.digest });
});

const dueIn = (code: string, untilMs: number) =>
  inTransaction(world.seat(code).exchange.desk, (transaction) => ratingsDue(transaction, untilMs));

it('lists what units have to do until an instant: to call back, then to give feedback, then nothing', async () => {
  const ours = async (days: number) =>
    (await dueIn('HN', world.clock.nowMs() + days * DAY_MS)).filter((due) => due.ratingId === ratingId);
  const text = '已处理';
  const step = { ratingId, text, asker: staff.officer };

  expect(await ours(0)).toEqual([]);
  const [callback] = await ours(6);
  expect(callback).toMatchObject({
    duty: 'CALLBACK',
    province: 'HN',
    unitCode: staff.officer.unit,
    leg: 'handle',
    collaborationNo,
  });
  expect(await dueIn('GD', world.clock.nowMs() + 90 * DAY_MS)).toEqual([]);
  await act(world, 'callBackRater', step);
  expect(await ours(2)).toEqual([]);
  const [feedback] = await ours(12);
  expect(feedback?.duty).toBe('RECTIFY');
  await act(world, 'ledgerRating', step);
  expect(await ours(12)).toEqual([feedback]);
  expect(await act(world, 'giveFeedback', step)).toBe('NOT_IN_THIS_STATE'); // a ledger mends nothing
  expect(await ours(12)).toEqual([feedback]);
  await act(world, 'fixRating', step);
  await act(world, 'giveFeedback', { ...step, idempotencyKey: `${ratingId} mended` });
  expect(await ours(60)).toEqual([]);
});

it('gives as long to mend as the province has set', async () => {
  const nowMs = world.clock.nowMs();
  const change = {
    code: 'RATING_RECTIFY',
    seq: 1,
    id: 'x',
    at: new Date(nowMs).toISOString(),
    from_value: 5,
    to_value: 15,
  } as const;
  const policies = world.seat('HN').orm.em.fork().getKysely<PolicyTables>();
  await policies
    .insertInto('policy_change')
    .values({ ...change, reason: 'r', changed_by: 'o' })
    .execute();

  await act(world, 'callBackRater', { ratingId, text: '已回访', asker: staff.officer });
  await policies.deleteFrom('policy_change').execute();
  const [due] = (await dueIn('HN', nowMs + 60 * DAY_MS)).filter((one) => one.ratingId === ratingId);

  expect((due?.dueMs ?? 0) - nowMs).toBeGreaterThan(19 * DAY_MS);
});

it('has a duty fall due though the holidays of its year are not published yet', async () => {
  const beganMs = world.clock.nowMs();
  world.clock.advance(Date.UTC(2099, 11, 30) - beganMs);
  const nowMs = world.clock.nowMs();

  await act(world, 'callBackRater', { ratingId, text: '已回访', asker: staff.officer });
  const [due] = (await dueIn('HN', nowMs + 60 * DAY_MS)).filter((one) => one.ratingId === ratingId);

  expect(due?.duty).toBe('RECTIFY');
  expect(due?.dueMs).toBe(nowMs + 5 * DAY_MS);
  world.clock.advance((due?.dueMs ?? 0) + 1 - nowMs);
  expect(await lateIn('HN', nowMs, world.clock.nowMs())).toContainEqual(expect.objectContaining({ atMs: due?.dueMs }));
});
