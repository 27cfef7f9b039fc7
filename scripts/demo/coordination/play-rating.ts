import { APPLICANT, type Asker } from '../play-journey.js';
import { act, type Data, sayTitle, type Telling } from './ask-command.js';
import { STATE_SUPERVISOR } from './people.js';
import type { Decided } from './play-late-case.js';

const YEAR_MS = 365 * 86_400_000;
const LICENCE = '1.2.156.3005.2.11100000SYNMCAZZZO003.11430000SYNMCAZZZO.A1B2C3.001.O';

/** The case ends, is rated badly, the leg at fault works it off, and what was said is published and counted. */
export async function playRating(telling: Telling, decided: Decided): Promise<void> {
  sayTitle(
    telling,
    '五、办结、差评、归责、整改、公开',
    '5. Delivered, rated badly, laid to the leg at fault, worked off',
  );
  await deliver(telling, decided);
  const { caseId } = decided;
  const says = { level: 'VERY_DISSATISFIED', channel: 'MOBILE', indicators: ['ONLINE_EFFICIENCY'], text: '等了两个月' };
  const rate = { about: 'case', asker: APPLICANT, in: 'GD', input: { caseId, ...says } } as const;
  await act(telling, { ...rate, name: 'rateCase' });
  const rating = await awaitRating(telling, decided, ({ responsible }) => responsible.province.code === 'HN');
  telling.say(
    `    差评归责 laid to ${rating.responsible.province.code} ${rating.responsible.code}，${String(rating.leg)}：${String(rating.attributedBy)}`,
  );
  await workOff(telling, decided, rating);
  await tellScorecard(telling, rating);
}

async function deliver(telling: Telling, { caseId, thereId, officer, clerk, collaborationNo }: Decided): Promise<void> {
  const there = { about: 'case', asker: officer, in: 'HN' } as const;
  const here = { about: 'case', asker: clerk, in: 'GD' } as const;
  await act(telling, { ...there, name: 'issueResult', input: { caseId: thereId, licenceIdentifier: LICENCE } });
  await act(telling, { ...there, name: 'returnResult', input: { caseId: thereId } });
  await awaitLeg(telling, `GD:Leg:${collaborationNo}.receive`, 'RESULT_ARRIVED');
  await act(telling, { ...here, name: 'acknowledgeResult', input: { caseId } });
  await act(telling, { ...here, name: 'deliverResult', input: { caseId } });
  const proof = { caseId, deliveryProof: '核对身份后当面交付' };
  await act(telling, { ...here, name: 'confirmDelivery', input: proof, then: 'DELIVERED' });
  await awaitLeg(telling, `HN:Leg:${collaborationNo}.handle`, 'DELIVERED');
}

async function awaitLeg({ stage }: Telling, id: string, state: string): Promise<void> {
  await stage.settle(async () => {
    const leg = (await stage.ask('query ($id: ID!) { leg(id: $id) { state } }', { id }))['leg'] as Data | null;
    return leg?.['state'] === state;
  });
}

interface SeenRating {
  readonly id: string;
  readonly heldAs: string;
  readonly state: string;
  readonly leg: string | null;
  readonly attributedBy: string | null;
  readonly publishedText: string | null;
  readonly responsible: { readonly province: { readonly code: string }; readonly code: string };
}

/** Waits until Guangdong shows the rating of the case so. */
async function awaitRating(
  { stage }: Telling,
  { caseId }: Decided,
  isSo: (rating: SeenRating) => boolean,
): Promise<SeenRating> {
  const query = `query ($caseId: ID!) { caseRatings(caseId: $caseId) {
    id heldAs state leg attributedBy publishedText responsible { province { code } code } } }`;
  let rating: SeenRating | undefined;
  await stage.settle(async () => {
    const { caseRatings } = await stage.ask(query, { caseId }, APPLICANT);
    [rating] = caseRatings as readonly SeenRating[];
    return rating !== undefined && isSo(rating);
  });
  if (rating === undefined) throw new Error('The case has no rating.');
  return rating;
}

async function workOff(telling: Telling, decided: Decided, { id, heldAs: ratingId }: SeenRating): Promise<void> {
  const { officer } = decided;
  const step = { about: 'rating', in: 'HN', asker: officer, inputType: 'RatingStepInput' } as const;
  const said = (text: string) => ({ ratingId, text });
  await act(telling, { ...step, name: 'callBackRater', input: said('已回访致歉'), then: 'CALLBACK_DONE' });
  await act(telling, { ...step, name: 'fixRating', input: said('已增派核查人员'), then: 'FIXED_NOW' });
  await act(telling, { ...step, name: 'giveFeedback', input: said('已告知整改结果'), then: 'FEEDBACK_GIVEN' });
  await awaitRating(telling, decided, ({ state }) => state === 'FEEDBACK_GIVEN');
  const revisit = { ratingId: id, level: 'SATISFIED' };
  await act(telling, { about: 'rating', in: 'GD', asker: APPLICANT, name: 'revisitRating', input: revisit });
  await awaitRating(telling, decided, ({ state }) => state === 'REVISITED');
  const publish = { about: 'rating', in: 'HN', name: 'publishRating', input: said('办理超期，已整改') } as const;
  const ownSupervisor: Asker = {
    ...STATE_SUPERVISOR,
    subject: 'demo-supervisor-HN',
    province: 'HN',
    unit: officer.unit,
  };
  await act(telling, { ...publish, asker: ownSupervisor, then: 'OWN_UNIT' });
  await act(telling, { ...publish, asker: STATE_SUPERVISOR, then: 'PUBLISHED' });
  const { publishedText } = await awaitRating(telling, decided, ({ state }) => state === 'PUBLISHED');
  telling.say(`    公开 published: ${String(publishedText)}`);
}

async function tellScorecard({ stage, say, nowMs }: Telling, { responsible }: SeenRating): Promise<void> {
  const query = `query ($unit: String!, $from: DateTime!, $to: DateTime!) {
    unitScorecards(province: "HN", unit: $unit, from: $from, to: $to) { unit ratings badRatings goodRatingPercent } }`;
  const [from, to] = [nowMs() - YEAR_MS, nowMs() + 1000].map((ms) => new Date(ms).toISOString());
  const { unitScorecards } = await stage.ask(query, { unit: responsible.code, from, to }, STATE_SUPERVISOR);
  const [card] = unitScorecards as readonly Readonly<Record<string, string | number | null>>[];
  if (card?.['badRatings'] !== 1) throw new Error('The rating is not on the scorecard of the unit.');
  say(
    `    绩效卡 scorecard ${String(card['unit'])}：评价 ratings ${String(card['ratings'])}，差评 bad ${card['badRatings']}`,
  );
}
