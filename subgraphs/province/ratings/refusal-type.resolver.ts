import { RatingRefusalCodes, ratingRefusals } from '../../../schema/rating-refusals.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';

/** Why nothing was done. */
export const RatingRefusal = refusalOf({
  name: 'RatingRefusal',
  description: '评价未获办理及其原因。 · Why nothing was done about a rating.',
  codes: RatingRefusalCodes,
  refusals: ratingRefusals,
});

export type RatingRefusal = InstanceType<typeof RatingRefusal>;
