import { Satisfaction } from '../../../schema/code-lists.js';
import { isProvinceCode } from '../../../schema/global-id.js';
import {
  AttributionRule,
  RatedService,
  type RatedServiceCode,
  RatingChannel,
  type RatingChannelCode,
  RatingDuty,
  RatingEvent,
  RatingIndicator,
  type RatingIndicatorCode,
  RatingParty,
  RatingState,
} from '../../../schema/rating-lists.js';
import type { Level, RatingChanges, RatingStep } from './face.rules.js';

/** Events of envelopes: a rating is given, takes a step, or its owner is asked for a step by another province. */
export const RATING_GIVEN = 'ratingGiven';
export const RATING_STEPPED = 'ratingStepped';
export const RATING_ASKED = 'ratingAsked';

/** A rating as one province tells another. Texts are sealed to the addressee. */
export interface GivenPayload {
  readonly rating: string;
  readonly origin: string;
  readonly originUnit: string;
  readonly holders: readonly string[];
  readonly level: Level;
  readonly service: RatedServiceCode;
  readonly channel: RatingChannelCode;
  readonly indicators: readonly RatingIndicatorCode[];
  readonly indicatorVersion: number;
  readonly givenAt: string;
  readonly text: string | null;
  readonly steps: readonly RatingStep[];
}

/** A step as one province tells another. */
export interface SteppedPayload {
  readonly rating: string;
  readonly step: RatingStep;
  readonly text: string | null;
  /** The rating in words, for the province to which the step brings it; null for every other. */
  readonly ratingText: string | null;
}

/** What the rater says of what came of his rating, where the rating is not. */
export interface AskedPayload {
  readonly rating: string;
  readonly level: Level;
  readonly text: string | null;
}

type Fields = Readonly<Record<string, unknown>>;
type Is<Value> = (value: unknown) => value is Value;
/** What each field has to be. */
type Form<Whole> = { readonly [Name in keyof Whole]-?: Is<Whole[Name]> };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasForm =
  <Whole>(form: Form<Whole>): Is<Whole> =>
  (value): value is Whole =>
    isFields(value) && Object.entries<Is<unknown>>(form).every(([name, is]) => is(value[name]));
const orNull =
  <Value>(is: Is<Value>): Is<Value | null> =>
  (value): value is Value | null =>
    value === null || is(value);

// Neither database keeps a NUL in a text, and a payload is stored as it is.
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
const isName = (value: unknown): value is string => isText(value) && /^[^\p{Cc}]{1,128}$/u.test(value);
const isLocal = (value: unknown): value is string => isText(value) && /^[\w-]{1,64}$/.test(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isUpTo =
  (most: number): Is<number> =>
  (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const isCount = isUpTo(10_000);
const isInstantMs = isUpTo(Date.UTC(9999, 11, 31));
const isInstant = (value: unknown): value is string =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
const isFewOf =
  <Value>(is: Is<Value>): Is<readonly Value[]> =>
  (value): value is readonly Value[] =>
    Array.isArray(value) && value.length <= 64 && value.every(is);
const isIn =
  <Code extends string>({ entries }: { readonly entries: Readonly<Record<Code, unknown>> }): Is<Code> =>
  (value): value is Code =>
    isText(value) && Object.hasOwn(entries, value);
const isLevel = isIn(Satisfaction);

const changeForms: Form<RatingChanges> = {
  owner: isProvinceCode,
  leg: orNull(isName),
  atFault: orNull(isProvinceCode),
  rule: orNull(isIn(AttributionRule)),
  responsibleProvince: isProvinceCode,
  responsibleUnit: isName,
  isTaken: isBoolean,
  isContested: isBoolean,
  duty: orNull(isIn(RatingDuty)),
  dueMs: orNull(isInstantMs),
  revisit: orNull(isLevel),
  publishedText: orNull(isText),
};

// A step changes some fields and not the others; nothing else stands among them.
function areChanges(value: unknown): value is RatingChanges {
  const forms = new Map<string, Is<unknown>>(Object.entries(changeForms));
  return isFields(value) && Object.entries(value).every(([name, change]) => forms.get(name)?.(change) ?? false);
}

const isStep = hasForm<RatingStep>({
  seq: isCount,
  at: isInstant,
  event: isIn(RatingEvent),
  by: isIn(RatingParty),
  province: isProvinceCode,
  unit: orNull(isName),
  from: isIn(RatingState),
  to: isIn(RatingState),
  changes: areChanges,
});

const isGiven = hasForm<GivenPayload>({
  rating: isLocal,
  origin: isProvinceCode,
  originUnit: isName,
  holders: isFewOf(isProvinceCode),
  level: isLevel,
  service: isIn(RatedService),
  channel: isIn(RatingChannel),
  indicators: isFewOf(isIn(RatingIndicator)),
  indicatorVersion: isCount,
  givenAt: isInstant,
  text: orNull(isText),
  steps: isFewOf(isStep),
});
const isStepped = hasForm<SteppedPayload>({
  rating: isLocal,
  step: isStep,
  text: orNull(isText),
  ratingText: orNull(isText),
});
const isAsked = hasForm<AskedPayload>({ rating: isLocal, level: isLevel, text: orNull(isText) });

/** Reads a rating that is told; undefined when it has not the form that all have. */
export const parseGiven = (payload: unknown): GivenPayload | undefined => (isGiven(payload) ? payload : undefined);

/** Reads a step that is told; undefined when it has not the form that all have. */
export const parseStepped = (payload: unknown): SteppedPayload | undefined =>
  isStepped(payload) ? payload : undefined;

/** Reads what a rater says elsewhere; undefined when it has not the form that all have. */
export const parseAsked = (payload: unknown): AskedPayload | undefined => (isAsked(payload) ? payload : undefined);
