// A rating over the real thing: a case goes from Guangdong to Hunan, is late there, is rated badly, and worked off.
import { mock } from 'node:test';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import { APPLICANT, type Asker, playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import { DAY_MS } from '../../support/cases/ask-case.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { SUPERVISOR } from '../../support/ratings/rated-world.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;
const TICK_MS = 50;
let network: TestNetwork;
let ticking: NodeJS.Timeout;
beforeAll(async () => {
  // Time is what is tested, and passes by the day; in between it goes on as it does.
  mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-03-02T01:00:00.000Z') });
  ticking = setInterval(() => mock.timers.setTime(Date.now() + TICK_MS), TICK_MS);
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  clearInterval(ticking);
  mock.timers.reset();
});

const stage = networkStage('rated', () => network, PATIENCE_MS);

/** The stage of a play in which two months go by while Hunan reviews. */
const slow: Stage = {
  ...stage,
  tell: async (step) => {
    if (!('do' in step && step.do === 'startReview')) return;
    await until(network.isQuiet);
    mock.timers.setTime(Date.now() + 60 * DAY_MS);
  },
};

interface Seen {
  readonly id: string;
  readonly heldAs: string;
  readonly state: string;
  readonly responsible: {
    readonly province: { readonly code: string; readonly nameZh: string };
    readonly code: string;
  };
}

const RATING =
  'id heldAs state level leg attributedBy revisit text publishedText responsible { province { code nameZh } code }';

async function ratingOf(caseId: string, asker?: Asker): Promise<Seen | undefined> {
  const { caseRatings } = await stage.ask(
    `query ($caseId: ID!) { caseRatings(caseId: $caseId) { ${RATING} } }`,
    { caseId },
    asker,
  );
  return (caseRatings as readonly Seen[])[0];
}

const inputs: Readonly<Record<string, string>> = {
  decideRatingAppeal: 'RatingAppealInput',
  revisitRating: 'RevisitRatingInput',
  publishRating: 'PublishRatingInput',
};

async function act(what: string, input: Readonly<Record<string, unknown>>, asker: Asker): Promise<unknown> {
  const query = `mutation ($input: ${inputs[what] ?? 'RatingStepInput'}!) { outcome: ${what}(input: $input) {
    ... on Rating { state } ... on RatingRefusal { code } } }`;
  const { outcome } = await stage.ask(query, { input: { idempotencyKey: what, ...input } }, asker);
  const { state, code } = outcome as { readonly state?: string; readonly code?: string };
  return state ?? code;
}

it(
  'lays a bad rating of a case that was late in Hunan to Hunan, has it worked off there, and publishes it',
  async () => {
    const { cases } = await playJourney(slow, forwarded);
    const caseId = cases.get('GD') ?? '';
    const rating = {
      level: 'VERY_DISSATISFIED',
      channel: 'MOBILE',
      indicators: ['ONLINE_EFFICIENCY'],
      text: '等了两个月',
    };
    const rate = 'mutation ($input: RateCaseInput!) { rateCase(input: $input) { __typename } }';
    await stage.ask(rate, { input: { caseId, idempotencyKey: 'rate', ...rating } }, APPLICANT);
    await stage.settle(async () => (await ratingOf(caseId, APPLICANT))?.responsible.province.code === 'HN');
    const seen = await ratingOf(caseId, APPLICANT);
    expect(seen).toMatchObject({ leg: 'handle', attributedBy: 'LONGEST_OVERDUE', text: '等了两个月' });
    expect(seen?.responsible.province.nameZh).toBe('湖南省');

    const officer: Asker = { subject: 'o-1', role: 'officer', province: 'HN', unit: seen?.responsible.code };
    const own: Asker = { ...SUPERVISOR, subject: 's-HN', province: 'HN', unit: officer.unit };
    const ratingId = seen?.heldAs ?? '';
    expect(await act('callBackRater', { ratingId, text: '已回访' }, officer)).toBe('CALLBACK_DONE');
    expect(await act('appealRating', { ratingId, text: '系误评' }, officer)).toBe('APPEALED_AS_MISTAKEN');
    const exclude = { ratingId, text: '予以排除', exclude: true };
    await expect(act('decideRatingAppeal', exclude, officer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await act('decideRatingAppeal', exclude, own)).toBe('OWN_UNIT');
    expect(await act('decideRatingAppeal', { ...exclude, exclude: false }, SUPERVISOR)).toBe('REINSTATED');
    expect(await act('fixRating', { ratingId, text: '已增派人员' }, officer)).toBe('FIXED_NOW');
    expect(await act('giveFeedback', { ratingId, text: '已告知' }, officer)).toBe('FEEDBACK_GIVEN');
    await stage.settle(async () => (await ratingOf(caseId, APPLICANT))?.state === 'FEEDBACK_GIVEN');
    await act('revisitRating', { ratingId: seen?.id, level: 'SATISFIED' }, APPLICANT);
    await stage.settle(async () => (await ratingOf(caseId, APPLICANT))?.state === 'REVISITED');
    expect(await act('publishRating', { ratingId, text: '电话13800138000' }, SUPERVISOR)).toBe('TEXT_PERSONAL');
    expect(await act('publishRating', { ratingId, text: '超期，已整改' }, SUPERVISOR)).toBe('PUBLISHED');
    await stage.settle(async () => (await ratingOf(caseId))?.state === 'PUBLISHED');

    const query = `{ ratings(first: 10) { nodes { ${RATING} } totalCount coverage { exact answered { code } } } }`;
    const { ratings } = await stage.ask(query, {});
    expect(ratings).toMatchObject({
      nodes: [{ id: ratingId, state: 'PUBLISHED', revisit: 'SATISFIED', text: null, publishedText: '超期，已整改' }],
      totalCount: 1,
      coverage: { exact: true },
    });
  },
  PATIENCE_MS,
);

it(
  'gives the ratings that there are when a province is down, and says who is missing',
  async () => {
    await network.province('HN').stop();

    const { data, errors } = await network.query(
      '{ ratings(first: 5) { nodes { id } coverage { exact missing { province { code } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      ratings: { nodes: [], coverage: { exact: false, missing: [{ province: { code: 'HN' } }] } },
    });
  },
  PATIENCE_MS,
);
