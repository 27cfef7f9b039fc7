import { grantLimits } from '../agreements/index.js';
import { lateRatings } from '../ratings/index.js';
import { unmannedWindows } from '../teams/index.js';
import type { CardSource, LimitSource } from './card-source.js';
import { contradictions } from './contradictions.service.js';

/**
 * The sources of hits. R10 comes from ratings, R11 from rosters. A room that has hits exports a {@link CardSource} from
 * its door, and stands here.
 */
export const sources: readonly CardSource[] = [contradictions, lateRatings, unmannedWindows];

/** The sources of limits that no case has. R12 comes from agreements: their texts grant data. */
export const limitSources: readonly LimitSource[] = [grantLimits];
