/** A course of a case in this province, as far as it says whether the case was ever submitted. */
export interface BegunCourse {
  readonly name: string;
  readonly clocks: { readonly NOTICE?: object };
}

/**
 * True while a case has not been submitted, and for ever if it was withdrawn before: then it is its applicant's alone,
 * and of who holds his mandate. What a window receives is not drafted first, and so it has no course of the case itself.
 */
export function isUnsubmitted(courses: readonly BegunCourse[]): boolean {
  // The limit for telling what is missing begins when a case is submitted, and is kept after it has stopped.
  return courses.some(({ name, clocks }) => name === 'case' && clocks.NOTICE === undefined);
}
