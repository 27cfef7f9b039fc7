// A case that travelled from Guangdong to Hunan and back, for what happens after it is rated.
import { forwarded } from '../../../scripts/demo/journeys.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import type { Asker, Played } from '../../../scripts/demo/play-journey.js';
import { APPLICANT, playJourney } from '../../../scripts/demo/play-journey.js';
import { type Data, DAY_MS, unitOf } from '../cases/ask-case.js';
import type { CaseWorld } from '../cases/case-world.js';

/** A supervisor of the state under an order, of no unit. */
export const SUPERVISOR: Asker = {
  subject: 'supervisor-1',
  role: 'supervisor',
  purpose: { code: 'SUPERVISION', reference: 'order-1' },
};

/** The window in Guangdong that received the case. */
export const HALL = hallCode(readInstance('GD'));

/** Who works on ratings in these provinces. */
export interface Staff {
  readonly window: Asker;
  readonly officer: Asker;
}

/** The staff of the two units of a forwarded case. */
export async function staffOf(world: CaseWorld): Promise<Staff> {
  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  return {
    window: { subject: 'clerk-GD', role: 'clerk', province: 'GD', unit: HALL },
    officer: { subject: 'officer-HN', role: 'officer', province: 'HN', unit },
  };
}

/** When Hunan decides too late: the review begins, and then more time goes by than the item has. */
const DECISION = forwarded.steps.findIndex((step) => 'do' in step && step.do === 'decideCase' && step.in === 'HN');

/** Plays a forwarded case to its delivery; `lateDays` go by before Hunan decides. */
export async function playForwarded(world: CaseWorld, lateDays = 0): Promise<Played> {
  const stage = world.stage();
  let left = DECISION;
  const late: typeof stage = {
    ...stage,
    tell: () => {
      left -= 1; // the draft is told too, so the step before the decision makes it -1
      if (left === -1) world.clock.advance(lateDays * DAY_MS);
    },
  };
  return playJourney(late, forwarded);
}

export const RATING = `id level state seq: steps { event province { code } unit toState text party at } responsible { province { code } code }
  leg attributedBy heldAs duty dueAt overdue revisit publishedText text pending collaborationNo`;

/** A rating as these tests ask for it. */
export interface SeenRating {
  readonly id: string;
  readonly state: string;
  readonly leg: string | null;
  readonly attributedBy: string | null;
  readonly heldAs: string;
  readonly responsible: { readonly province: { readonly code: string }; readonly code: string };
  readonly duty: string | null;
  readonly dueAt: string | null;
  readonly text: string | null;
  readonly publishedText: string | null;
  readonly revisit: string | null;
  readonly pending: boolean;
  readonly seq: readonly Data[];
}

/** The one rating of a case, as somebody sees it. */
export async function ratingOf(world: CaseWorld, caseId: string, asker?: Asker): Promise<SeenRating | undefined> {
  const { caseRatings } = await world.ask(
    `query ($caseId: ID!) { caseRatings(caseId: $caseId) { ${RATING} } }`,
    { caseId },
    asker,
  );
  return (caseRatings as readonly SeenRating[])[0];
}

/** Rates a case; gives the refusal, or nothing. */
export async function rate(world: CaseWorld, caseId: string, says: Data): Promise<string | undefined> {
  const query = `mutation ($input: RateCaseInput!) { rateCase(input: $input) { ... on CaseRefusal { code } } }`;
  const input = { caseId, idempotencyKey: `${caseId} ${JSON.stringify(says)}`, ...says };
  const { rateCase } = await world.ask(query, { input }, APPLICANT);
  return (rateCase as { readonly code?: string }).code;
}

const inputs: Readonly<Record<string, string>> = {
  decideRatingAppeal: 'RatingAppealInput',
  decideAttribution: 'AttributionInput',
  revisitRating: 'RevisitRatingInput',
  publishRating: 'PublishRatingInput',
};

/** Does something about a rating; gives the state that it led to, or the code of the refusal. */
export async function act(
  world: CaseWorld,
  what: string,
  { asker, ...input }: Data & { readonly asker: Asker; readonly ratingId: string },
): Promise<string> {
  const query = `mutation ($input: ${inputs[what] ?? 'RatingStepInput'}!) { outcome: ${what}(input: $input) {
    ... on Rating { state } ... on RatingRefusal { code } } }`;
  const given = { idempotencyKey: `${what} ${asker.subject} ${input.ratingId}`, ...input };
  const { outcome } = await world.ask(query, { input: given }, asker);
  const { state, code } = outcome as { readonly state?: string; readonly code?: string };
  return state ?? code ?? '';
}
