/** What the order of telling depends on. */
export interface Untold {
  readonly collaboration_no: string;
  readonly ordinal: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * The order in which events are told: by time, and those of one case as they happened even where a clock was set back
 * between them.
 */
export function tellingOrder<Event extends Untold>(events: readonly Event[]): readonly Event[] {
  const inCases = events.toSorted(
    (one, other) => compare(one.collaboration_no, other.collaboration_no) || one.ordinal - other.ordinal,
  );
  const latest = new Map<string, string>();
  const timed = inCases.map((event) => {
    const before = latest.get(event.collaboration_no) ?? '';
    const at = event.at > before ? event.at : before;
    latest.set(event.collaboration_no, at);
    return { at, event };
  });
  // The sort is stable, so what happened at one instant stays as it stands within each case.
  return timed.toSorted((one, other) => compare(one.at, other.at)).map(({ event }) => event);
}

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** A place in the feed as clients get it: where, and a mark of what stands there. */
export interface FeedPlace {
  readonly position: number;
  readonly mark: string;
}

/** Where a feed begins, before its first event. */
export const BEGINNING: FeedPlace = { position: 0, mark: '00000000' };

// Positions of 12 digits, so that ids sort as text; more than a province tells in a thousand years.
const DIGITS = 12;
const PLACE = /^([0-9]{12})\.([0-9a-f]{8})$/;

/** The local part of an event's id. */
export function formatPlace({ position, mark }: FeedPlace): string {
  return `${String(position).padStart(DIGITS, '0')}.${mark}`;
}

/** Takes the local part of an event's id apart; undefined when it is not one. */
export function parsePlace(local: string): FeedPlace | undefined {
  const [, position, mark] = PLACE.exec(local) ?? [];
  return position === undefined || mark === undefined ? undefined : { position: Number(position), mark };
}
