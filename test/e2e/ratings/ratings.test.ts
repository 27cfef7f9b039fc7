// Ratings of a case that travelled: whose fault it was, who works it off, and who sees what.
import { expect, it } from '@jest/globals';
import { online } from '../../../scripts/demo/journeys.js';
import { APPLICANT } from '../../../scripts/demo/play-journey.js';
import { caseIn, caseOfLeg, playTo } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { act, HALL, playForwarded, rate, ratingOf, staffOf, SUPERVISOR } from '../../support/ratings/rated-world.js';

const BAD = { level: 'DISSATISFIED', channel: 'MOBILE', indicators: ['ONLINE_EFFICIENCY'], text: '拖了一个多月' };

it('works a bad rating off where the leg at fault is, and both provinces hold the same afterwards', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { officer } = await staffOf(world);
  const played = await playForwarded(world, 60);
  const here = caseIn(played, 'GD');

  expect(await rate(world, here, BAD)).toBeUndefined();
  const given = await ratingOf(world, here, APPLICANT);
  expect(given).toMatchObject({ state: 'ATTRIBUTED', leg: 'handle', attributedBy: 'LONGEST_OVERDUE' });
  expect(given?.responsible).toEqual({ province: { code: 'GD' }, code: HALL });
  await world.deliverAll();
  const ratingId = (await ratingOf(world, here, APPLICANT))?.heldAs ?? '';
  expect(ratingId).toMatch(/^HN:Rating:/);
  expect((await ratingOf(world, here, APPLICANT))?.responsible).toEqual({
    province: { code: 'HN' },
    code: officer.unit,
  });

  const step = { ratingId, asker: officer };
  expect(await act(world, 'callBackRater', { ...step, text: '已致电道歉' })).toBe('CALLBACK_DONE');
  expect(await act(world, 'ledgerRating', { ...step, text: '列入台账' })).toBe('LEDGERED');
  expect(await act(world, 'fixRating', { ...step, text: '已增派人员' })).toBe('FIXED_NOW');
  expect(await act(world, 'giveFeedback', { ...step, text: '已告知申请人' })).toBe('FEEDBACK_GIVEN');
  await world.deliverAll();
  const mine = given?.id ?? '';
  expect(await act(world, 'revisitRating', { ratingId: mine, level: 'SATISFIED', asker: APPLICANT })).toBe(
    'FEEDBACK_GIVEN',
  );
  await world.deliverAll();
  expect(await act(world, 'publishRating', { ratingId, text: '办理超时，已整改', asker: SUPERVISOR })).toBe(
    'PUBLISHED',
  );
  await world.deliverAll();

  const there = await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`);
  const [one, other] = [await ratingOf(world, here, APPLICANT), await ratingOf(world, there ?? '', officer)];
  expect({ ...one, id: '' }).toEqual({ ...other, id: '' });
  expect(one).toMatchObject({
    state: 'PUBLISHED',
    revisit: 'SATISFIED',
    publishedText: '办理超时，已整改',
    text: BAD.text,
  });
  expect(one?.seq.map(({ event }) => event)).toEqual([
    ...['attribute', 'take', 'callBack', 'ledger', 'fix', 'giveFeedback', 'revisit', 'publish'],
  ]);
  expect(await ratingOf(world, here)).toMatchObject({ state: 'PUBLISHED', text: null, collaborationNo: null, seq: [] });
  expect([...(await world.unfinished('GD')), ...(await world.unfinished('HN'))]).toEqual([]);
});

it('counts a good rating once for the case, and once for each visit at a counter', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const here = caseIn(await playForwarded(world), 'GD');
  const counter = { level: 'SATISFIED', channel: 'HALL_TERMINAL', indicators: ['ATTITUDE'] };
  const answers: (string | undefined)[] = [];

  for (const key of ['a', 'b', 'c', 'd']) answers.push(await rate(world, here, { ...counter, idempotencyKey: key }));
  answers.push(await rate(world, here, { level: 'SATISFIED', channel: 'SMS', idempotencyKey: 'e' }));
  answers.push(await rate(world, here, { level: 'SATISFIED', channel: 'PC', idempotencyKey: 'f' }));

  // Received, corrected and delivered at the window: three visits; and one rating for the whole.
  expect(answers).toEqual([undefined, undefined, undefined, 'ALREADY_RATED', undefined, 'ALREADY_RATED']);
});

it('refuses a rating without level or channel, by indicators of another service, and of a counter nobody was at', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 7), 'GD');

  expect(await rate(world, caseId, { channel: 'PC' })).toBe('RATING_INCOMPLETE');
  expect(await rate(world, caseId, { level: 'SATISFIED' })).toBe('RATING_INCOMPLETE');
  expect(await rate(world, caseId, { level: 'SATISFIED', channel: 'PC', indicators: ['ATTITUDE'] })).toBe(
    'RATING_INCOMPLETE',
  );
  expect(await rate(world, caseId, { level: 'SATISFIED', channel: 'QR_CODE' })).toBe('NOT_SERVED_THERE');
  expect(await rate(world, caseId, { level: 'SATISFIED', channel: 'PC' })).toBeUndefined();
  expect(await ratingOf(world, caseId)).toMatchObject({ state: 'COUNTED', leg: null });
});

it('lets no unit decide on its own rating, and nobody else do what is for the unit', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { officer, window } = await staffOf(world);
  const here = caseIn(await playForwarded(world, 60), 'GD');
  await rate(world, here, BAD);
  await world.deliverAll();
  const ratingId = (await ratingOf(world, here, APPLICANT))?.heldAs ?? '';
  const own = { ...SUPERVISOR, province: 'HN', unit: officer.unit };
  const text = '误评';

  expect(await act(world, 'callBackRater', { ratingId, text, asker: { ...officer, unit: 'OTHER' } })).toBe(
    'RATING_UNKNOWN',
  );
  expect(await act(world, 'callBackRater', { ratingId: ratingId.replace('HN', 'GD'), text, asker: window })).toBe(
    'RATING_UNKNOWN',
  );
  expect(await act(world, 'callBackRater', { ratingId, text: ' ', asker: officer })).toBe('TEXT_MISSING');
  expect(await act(world, 'callBackRater', { ratingId, text, asker: officer })).toBe('CALLBACK_DONE');
  expect(await act(world, 'appealRating', { ratingId, text, asker: officer })).toBe('APPEALED_AS_MISTAKEN');
  const decision = { ratingId, text, exclude: true };
  await expect(act(world, 'decideRatingAppeal', { ...decision, asker: officer })).rejects.toThrow();
  expect(await act(world, 'decideRatingAppeal', { ...decision, asker: own })).toBe('OWN_UNIT');
  const himself = { ...SUPERVISOR, subject: officer.subject };
  expect(await act(world, 'decideRatingAppeal', { ...decision, asker: himself })).toBe('OWN_UNIT');
  expect(await act(world, 'decideRatingAppeal', { ...decision, asker: SUPERVISOR, exclude: false })).toBe('REINSTATED');
  expect(await act(world, 'appealRating', { ratingId, text, asker: officer, idempotencyKey: '2' })).toBe(
    'NOT_IN_THIS_STATE',
  );
  expect(await act(world, 'publishRating', { ratingId, asker: own })).toBe('NOT_IN_THIS_STATE');
  await world.deliverAll();
  expect((await ratingOf(world, here, APPLICANT))?.state).toBe('REINSTATED');
});

it('moves a contested rating to the other province when a supervisor says so, once', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { officer, window } = await staffOf(world);
  const here = caseIn(await playForwarded(world, 60), 'GD');
  await rate(world, here, BAD);
  await world.deliverAll();
  const ratingId = (await ratingOf(world, here, APPLICANT))?.heldAs ?? '';
  const text = '超时系收件窗口所致';

  expect(await act(world, 'contestAttribution', { ratingId, text, asker: officer })).toBe('CONTESTED');
  expect(await act(world, 'decideAttribution', { ratingId, text, leg: 'none', asker: SUPERVISOR })).toBe('LEG_UNKNOWN');
  const decided = { ratingId, text, leg: 'receive', asker: SUPERVISOR, idempotencyKey: '2' };
  expect(await act(world, 'decideAttribution', decided)).toBe('ATTRIBUTED');
  expect(await act(world, 'callBackRater', { ratingId, text, asker: officer })).toBe('HELD_ELSEWHERE');
  await world.deliverAll();
  const now = await ratingOf(world, here, window);

  expect(now).toMatchObject({ leg: 'receive', attributedBy: 'BY_SUPERVISOR', responsible: { code: HALL } });
  expect(now?.heldAs).toBe(now?.id);
  expect(await act(world, 'contestAttribution', { ratingId: now?.id ?? '', text, asker: window })).toBe(
    'CONTESTED_BEFORE',
  );
  expect(await act(world, 'callBackRater', { ratingId: now?.id ?? '', text, asker: window })).toBe('CALLBACK_DONE');
});
