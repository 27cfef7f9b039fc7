// What another province tells of a rating is judged by the table that decides at home: nothing is believed as written.
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { caseIn } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { act, playForwarded, rate, ratingOf, type Staff, staffOf } from '../../support/ratings/rated-world.js';

type Fields = Readonly<Record<string, Json>>;

let world: CaseWorld;
let staff: Staff;
let [caseId, collaborationNo, local] = ['', '', ''];
let given: Fields = {};
let attributed: Fields = {};
let copies = 0;
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN', 'GX']);
  staff = await staffOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  const played = await playForwarded(world, 20);
  ({ collaborationNo } = played);
  caseId = caseIn(played, 'GD');
  await rate(world, caseId, { level: 'DISSATISFIED', channel: 'MOBILE' });
  await world.deliverAll();
  local = (await ratingOf(world, caseId, APPLICANT))?.heldAs.slice('HN:Rating:'.length) ?? '';
  const letters = (await world.sent('GD')).filter(({ collaboration_no: no }) => no === collaborationNo);
  given = JSON.parse(letters.find(({ event }) => event === 'ratingGiven')?.payload ?? '{}') as Fields;
  [attributed = {}] = given['steps'] as Fields[];
});

/** The code of the refusal; null for a letter that was applied. */
async function answerTo(from: string, event: string, payload: Fields): Promise<string | null | undefined> {
  const id = await world.tell(from, { collaborationNo, to: from === 'HN' ? 'GD' : 'HN', event, payload });
  await world.deliverAll();
  const receipt = (await world.sent(from)).find((sent) => sent.id === id)?.receipt;
  return (JSON.parse(receipt ?? '{}') as { readonly code?: string | null }).code;
}

const stuckIn = async (code: string): Promise<readonly object[]> =>
  (await world.unfinished(code)).filter((waiting) => JSON.stringify(waiting).includes(collaborationNo));

const gives = (changed: Fields, from = 'GD') => {
  copies += 1;
  return answerTo(from, 'ratingGiven', { ...given, rating: `copy-${copies}`, text: null, ...changed });
};

const withChanges = (changes: Fields): Fields => ({
  steps: [{ ...attributed, changes: { ...(attributed['changes'] as Fields), ...changes } }],
});

it('keeps a rating with the one step of its own system, as a province of the case tells it', async () => {
  const callBack = { ...attributed, seq: 2, event: 'callBack', by: 'UNIT', from: 'ATTRIBUTED', to: 'CALLBACK_DONE' };
  const counted = { ...attributed, event: 'count', to: 'COUNTED', changes: { duty: null, dueMs: null } };

  expect(await gives({})).toBeNull();
  expect(await gives({ level: 'SATISFIED', steps: [counted] })).toBeNull();
  expect(await gives({ steps: [counted] })).toBe('STEP_NOT_ALLOWED'); // a bad one
  expect(await gives({ steps: [] })).toBe('LETTER_MALFORMED');
  expect(await gives({ steps: [attributed, callBack] })).toBe('LETTER_MALFORMED');
  expect(await gives({ steps: [{ ...attributed, to: 'PUBLISHED' }] })).toBe('STEP_NOT_ALLOWED');
  expect(await gives(withChanges({ publishedText: 'Zhang San' }))).toBe('STEP_NOT_ALLOWED');
  expect(await gives(withChanges({ leg: 'receive' }))).toBe('STEP_NOT_ALLOWED'); // a leg of Guangdong
  expect(await gives(withChanges({ owner: 'GD' }))).toBe('STEP_NOT_ALLOWED');
  expect(await gives(withChanges({ atFault: 'GX', owner: 'GX', leg: 'other' }))).toBe('STEP_NOT_ALLOWED');
  const outside = { origin: 'GX', holders: ['GX', 'HN'], steps: [{ ...attributed, province: 'GX' }] };
  expect(await gives(outside, 'GX')).toBe('NOT_A_PARTY');
  expect(await stuckIn('HN')).toEqual([]);
});

it('refuses what is no instant or no number that a database keeps, and does not stumble over it', async () => {
  expect(await gives({ givenAt: 'yesterday' })).toBe('LETTER_MALFORMED');
  expect(await gives({ givenAt: '9999-01-01T00:00:00.000Z' })).toBe('LETTER_MALFORMED');
  expect(await gives({ indicatorVersion: 1e15 })).toBe('LETTER_MALFORMED');
  expect(await gives({ originUnit: 'a\0b' })).toBe('LETTER_MALFORMED');
  expect(await gives(withChanges({ dueMs: 1e300 }))).toBe('LETTER_MALFORMED');
  expect(await gives(withChanges({ duty: 'CALLBACK', dueMs: 1 }))).toBe('STEP_NOT_ALLOWED');
  expect(await stuckIn('HN')).toEqual([]);
});

const steps = (step: Fields, from = 'HN') => {
  const at = new Date(world.clock.nowMs()).toISOString();
  const told = { ...{ at, province: from, unit: null, by: 'SUPERVISOR' }, ...step };
  return answerTo(from, 'ratingStepped', { rating: local, step: told, text: null, ratingText: null });
};

it('enters a step of the owner that is a line of the table, with the changes of such a step', async () => {
  const { unit = '' } = staff.officer;
  const changes = { duty: 'RECTIFY', dueMs: world.clock.nowMs() };
  const callBack = { seq: 3, event: 'callBack', by: 'UNIT', from: 'ATTRIBUTED', to: 'CALLBACK_DONE', unit, changes };
  const publish = { seq: 3, event: 'publish', from: 'ATTRIBUTED', to: 'PUBLISHED', changes: { publishedText: 'x' } };

  expect(await steps(publish)).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, by: 'SYSTEM' })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, unit: 'OTHER' })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, to: 'REVISITED' })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, changes: { ...changes, owner: 'GD' } })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, changes: { duty: null, dueMs: null } })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, at: '2020-01-01T00:00:00.000Z' })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...callBack, at: '9999-01-01T00:00:00.000Z' })).toBe('STEP_NOT_ALLOWED');
  const back = { seq: 3, event: 'handBack', by: 'SYSTEM', from: 'ATTRIBUTED', to: 'CONTESTED' };
  const taken = { owner: 'GD', isContested: true, duty: null, dueMs: null };
  expect(await steps({ ...back, changes: taken }, 'GD')).toBe('NOT_THE_OWNER'); // it was taken
  expect(await steps(callBack)).toBeNull();
  expect((await ratingOf(world, caseId, APPLICANT))?.state).toBe('CALLBACK_DONE');
  expect(await stuckIn('GD')).toEqual([]);
});

it('publishes no text of another province in which a number of a person stands', async () => {
  const step = { ratingId: `HN:Rating:${local}`, text: '已处理', asker: staff.officer };
  for (const what of ['callBackRater', 'fixRating', 'giveFeedback']) await act(world, what, step);
  await world.deliverAll();
  const mine = (await ratingOf(world, caseId, APPLICANT))?.id ?? '';
  await act(world, 'revisitRating', { ratingId: mine, level: 'SATISFIED', asker: APPLICANT });
  await world.deliverAll();
  const publish = { seq: 7, event: 'publish', from: 'REVISITED', to: 'PUBLISHED' };
  const changes = (publishedText: string) => ({ duty: null, dueMs: null, publishedText });

  expect(await steps({ ...publish, changes: changes('张三 13800138000') })).toBe('STEP_NOT_ALLOWED');
  expect(await steps({ ...publish, changes: changes('已整改') })).toBeNull();
  expect(await ratingOf(world, caseId)).toMatchObject({ state: 'PUBLISHED', publishedText: '已整改' });
});
