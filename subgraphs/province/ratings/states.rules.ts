import type {
  RatingDutyCode,
  RatingEventCode,
  RatingPartyCode,
  RatingStateCode,
} from '../../../schema/rating-lists.js';
import { linesOf, type StateTable } from '../shared/state-table.js';

/** What a line of the table asks about. */
export type RatingGuard =
  | 'isGood'
  | 'isBad'
  | 'isHere'
  | 'isNotTaken'
  | 'isTaken'
  | 'isFirstContest'
  | 'isOutsideUnit'
  | 'isRevisitOver';

/** The words of the life of a rating. */
export interface RatingWords {
  readonly state: RatingStateCode;
  readonly event: RatingEventCode;
  readonly actor: RatingPartyCode;
  readonly guard: RatingGuard;
  readonly clock: RatingDutyCode;
}

const line = linesOf<RatingWords>();
const outside = ['isOutsideUnit'] as const;
const workable = ['CALLBACK_DONE', 'REINSTATED'] as const;

/**
 * The life of a rating. The unit at fault calls back, mends, explains and appeals; it decides and closes nothing. Who
 * decides stands outside of it.
 */
export const ratingTable: StateTable<RatingWords> = {
  name: 'RATING',
  labelZh: '好差评',
  labelEn: 'A rating',
  initial: 'SUBMITTED',
  lines: [
    ...line('SUBMITTED', ['count', 'SYSTEM'], ['COUNTED', { when: ['isGood'] }]),
    ...line('SUBMITTED', ['attribute', 'SYSTEM'], ['ATTRIBUTED', { when: ['isBad'] }]),
    ...line('ATTRIBUTED', ['take', 'SYSTEM'], ['ATTRIBUTED', { when: ['isHere', 'isNotTaken'], clock: 'CALLBACK' }]),
    ...line('ATTRIBUTED', ['handBack', 'SYSTEM'], ['CONTESTED', { when: ['isNotTaken'] }]),
    ...line('ATTRIBUTED', ['contest', 'UNIT'], ['CONTESTED', { when: ['isTaken', 'isFirstContest'] }]),
    ...line(
      'CONTESTED',
      ['confirmAttribution', 'SUPERVISOR'],
      ['ATTRIBUTED', { when: [...outside, 'isTaken'], clock: 'CALLBACK' }],
    ),
    ...line('CONTESTED', ['moveAttribution', 'SUPERVISOR'], ['ATTRIBUTED', { when: outside }]),
    ...line('ATTRIBUTED', ['callBack', 'UNIT'], ['CALLBACK_DONE', { when: ['isTaken'], clock: 'RECTIFY' }]),
    ...line([...workable, 'LEDGERED'], ['fix', 'UNIT'], ['FIXED_NOW', { clock: 'KEEP' }]),
    ...line(workable, ['ledger', 'UNIT'], ['LEDGERED', { clock: 'KEEP' }]),
    ...line(workable, ['explain', 'UNIT'], ['EXPLAINED', { clock: 'KEEP' }]),
    ...line('CALLBACK_DONE', ['appeal', 'UNIT'], ['APPEALED_AS_MISTAKEN']),
    ...line('APPEALED_AS_MISTAKEN', ['exclude', 'SUPERVISOR'], ['EXCLUDED', { when: outside }]),
    ...line('APPEALED_AS_MISTAKEN', ['reinstate', 'SUPERVISOR'], ['REINSTATED', { when: outside, clock: 'RECTIFY' }]),
    // What is in the ledger is still to be mended: its limit runs until it is.
    ...line(['FIXED_NOW', 'EXPLAINED'], ['giveFeedback', 'UNIT'], ['FEEDBACK_GIVEN', { clock: 'REVISIT' }]),
    ...line('FEEDBACK_GIVEN', ['revisit', 'RATER'], ['REVISITED']),
    ...line('REVISITED', ['publish', 'SUPERVISOR'], ['PUBLISHED', { when: outside }]),
    ...line('FEEDBACK_GIVEN', ['publish', 'SUPERVISOR'], ['PUBLISHED', { when: [...outside, 'isRevisitOver'] }]),
  ],
};

/** States in which everybody sees a rating, without its text. */
export const publicStates: readonly RatingStateCode[] = ['COUNTED', 'PUBLISHED'];

/** The levels that are bad: 4 and 5 of GB/T 39046-2020 A.8. */
export const isBad = (level: string): boolean => level === 'DISSATISFIED' || level === 'VERY_DISSATISFIED';
