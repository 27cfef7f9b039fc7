import { createRatingHandlers } from './handlers.service.js';
import { ratingEntities } from './rating.entity.js';
import { RatingCommandResolver } from './rating-command.resolver.js';
import { RatingResolver } from './rating.resolver.js';
import { findRatingById } from './rating-type.resolver.js';
import { sealedRatings } from './seal-texts.service.js';

export { type DueRating, ratingsDue } from './due.service.js';
export { lateRatings } from './late.service.js';
export { createRatingKeeper } from './keep-rating.service.js';
export type { RatingRow, RatingTables } from './rating.entity.js';
export { printRatingStates } from './states-page.rules.js';
export { isBad } from './states.rules.js';

/** What modules.ts needs to know of this module. */
export const ratings = {
  entities: ratingEntities,
  resolvers: [RatingResolver, RatingCommandResolver],
  references: { Rating: findRatingById },
  createHandlers: createRatingHandlers,
  sealed: sealedRatings,
} as const;
