/** One working day, as minutes of work are counted. */
const DAY = 480;

/**
 * Upper bounds of the buckets of DURATION, in working minutes: fine below a week, as wide as what is promised above it.
 * The last bucket is open.
 */
export const durationBounds: readonly number[] = [
  ...[DAY / 2, DAY, 2 * DAY, 3 * DAY, 5 * DAY],
  ...[10 * DAY, 15 * DAY, 20 * DAY, 30 * DAY, 60 * DAY],
];

/** What a question may group by and filter on. */
export const visibleDimensions = [
  'ITEM',
  'AUTHORITY',
  'MODE',
  'RECEIVING_PROVINCE',
  'HANDLING_PROVINCE',
  'STATE',
  'YEAR',
  'MONTH',
  'SATISFACTION',
] as const;

/** What a metric divides cases by; nobody groups by it. */
export const internalDimensions = ['PROGRESS', 'DURATION', 'TIMELINESS', 'SATISFIED'] as const;

export type VisibleDimension = (typeof visibleDimensions)[number];
export type InternalDimension = (typeof internalDimensions)[number];
export type Dimension = VisibleDimension | InternalDimension;

/** All dimensions, in the one order in which keys of cells are written. */
export const allDimensions: readonly Dimension[] = [...visibleDimensions, ...internalDimensions];

/** How many dimensions one question may name, in its groups and its filter together. */
export const MAX_NAMED_DIMENSIONS = 3;

/** Whether a case has ended; UNTIMED has ended, and nobody can say after how many working minutes. */
export const progressValues = ['RUNNING', 'ENDED', 'UNTIMED'] as const;

/** Whether a case that has ended kept its limit; OPEN is one that has not ended, or had no limit. */
export const timelinessValues = ['ON_TIME', 'OVERDUE', 'OPEN'] as const;

/** What SATISFACTION comes to. */
export const satisfiedValues = ['SATISFIED', 'DISSATISFIED', 'UNRATED'] as const;

/**
 * What is known of a case by knowing something else: whoever groups by the left has the right as well, so both are
 * protected as one. An authority has items of several modes, but one that has items of a single mode is a part of that
 * mode, as anybody can read in the catalogue. No two dimensions may overlap in such a way unless one of them stands left
 * of the other here. Where stored rows do not keep to a line, cells are finer and no less protected.
 */
export const determines: Readonly<Partial<Record<Dimension, readonly Dimension[]>>> = {
  ITEM: ['AUTHORITY'],
  AUTHORITY: ['MODE'],
  MONTH: ['YEAR'],
  STATE: ['PROGRESS'],
  SATISFACTION: ['SATISFIED'],
  DURATION: ['PROGRESS'],
  TIMELINESS: ['PROGRESS'],
};

/** The dimensions, and all that they determine, in the order of `allDimensions`. */
export function closeDimensions(named: Iterable<Dimension>): readonly Dimension[] {
  const closed = new Set<Dimension>(named);
  for (const dimension of closed) for (const determined of determines[dimension] ?? []) closed.add(determined);
  return allDimensions.filter((dimension) => closed.has(dimension));
}

/** Of named dimensions, those that no other of them determines: as many as a question is said to name. */
export function freeDimensions(named: Iterable<Dimension>): readonly Dimension[] {
  const all = closeDimensions(named);
  const determined = new Set(all.flatMap((dimension) => determines[dimension] ?? []));
  return all.filter((dimension) => !determined.has(dimension));
}

/** The value of DURATION of a case: the number of its bucket. One without minutes has its PROGRESS there instead. */
export function durationValueOf(minutes: number): string {
  const bucket = durationBounds.findIndex((bound) => minutes <= bound);
  return String(bucket === -1 ? durationBounds.length : bucket);
}
