import { calendarOf, CalendarGap, workingMinutesBetween } from '../shared/working-calendar.js';

/** Instants from one, inclusive, to another; ISO 8601 in UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A leg with what was done to it, oldest first. */
export interface ScoredLeg {
  readonly collaborationNo: string;
  readonly name: string;
  readonly unitCode: string | null;
  readonly entries: readonly { readonly at: string; readonly event: string; readonly subject: string | null }[];
}

/** A rating as far as it is laid to somebody here. */
export interface ScoredRating {
  readonly collaborationNo: string;
  readonly givenAt: string;
  readonly isBad: boolean;
  /** Of a bad one, the unit of this province and its leg that it is laid to; null for what is laid elsewhere. */
  readonly laidTo: { readonly unit: string; readonly leg: string } | null;
}

/** Whose card it is: a unit, or a person in it. */
export interface Scored {
  readonly unit: string;
  readonly subject: string | null;
}

/** The figures of a card. What a share is of stands beside it, so that nobody takes one of two for half of a hundred. */
export interface Score {
  readonly received: number;
  readonly forwarded: number;
  readonly answered: number;
  readonly firstTimeRight: number;
  readonly returns: number;
  /** Sum over the forwarded cases of which it is known; null while holidays on which it depends are not published. */
  readonly forwardMinutes: number | null;
  readonly ratings: number;
  readonly badRatings: number;
}

/** Everything in a period that figures are computed from. */
export interface ScoreFacts {
  readonly province: string;
  readonly period: Period;
  readonly legs: readonly ScoredLeg[];
  readonly ratings: readonly ScoredRating[];
  /** The own legs of the cases that were rated. */
  readonly ratedLegs: readonly ScoredLeg[];
}

/** The facts of each unit that has any: each row is looked at once, however many cards there are. */
export function factsByUnit({ legs, ratings, ratedLegs, ...rest }: ScoreFacts): ReadonlyMap<string, ScoreFacts> {
  const legsOf = Map.groupBy(legs, ({ unitCode }) => unitCode ?? '');
  const ratedOf = Map.groupBy(ratedLegs, ({ unitCode }) => unitCode ?? '');
  const unitsAt = Map.groupBy(ratedLegs, ({ collaborationNo }) => collaborationNo);
  const ratingsOfUnit = new Map<string, ScoredRating[]>();
  for (const rating of ratings) {
    const workers = (unitsAt.get(rating.collaborationNo) ?? []).flatMap(({ unitCode }) => unitCode ?? []);
    const units = rating.isBad ? [rating.laidTo?.unit ?? ''] : workers;
    for (const unit of new Set(units)) {
      const known = ratingsOfUnit.get(unit);
      if (known === undefined) ratingsOfUnit.set(unit, [rating]);
      else known.push(rating);
    }
  }
  const units = new Set([...legsOf.keys(), ...ratedOf.keys(), ...ratingsOfUnit.keys()]);
  units.delete('');
  const ofUnit = (unit: string): ScoreFacts => ({
    ...{ ...rest, legs: legsOf.get(unit) ?? [], ratings: ratingsOfUnit.get(unit) ?? [] },
    ratedLegs: ratedOf.get(unit) ?? [],
  });
  return new Map([...units].sort().map((unit) => [unit, ofUnit(unit)]));
}

/** The figures of a unit or of a person in it, from the facts of that unit. Pure: the same rows, the same figures. */
export function scoreOf(facts: ScoreFacts, who: Scored): Score {
  const { legs } = facts;
  const forwards = legs.flatMap((leg) => firstForward(leg, facts.period, who) ?? []);
  const answered = forwards.filter(({ answer }) => answer !== undefined);
  return {
    received: sumOf(legs, (leg) =>
      countIn(leg, facts.period, (entry) => entry.event === 'receiveCase' && isBy(who, entry)),
    ),
    forwarded: forwards.length,
    answered: answered.length,
    firstTimeRight: answered.filter(({ answer, isCorrected }) => answer === 'handoffAcknowledged' && !isCorrected)
      .length,
    returns: sumOf(legs, (leg) => returnsOf(leg, facts.period, who)),
    forwardMinutes: minutesOf(facts.province, forwards),
    ...ratingsOf(facts, who),
  };
}

type Entry = ScoredLeg['entries'][number];

const sumOf = <Item>(items: readonly Item[], amount: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);

const isIn = ({ from, to }: Period, at: string): boolean => at >= from && at < to;
const isBy = ({ subject }: Scored, entry: Entry): boolean => subject === null || entry.subject === subject;

const countIn = ({ entries }: ScoredLeg, period: Period, counts: (entry: Entry) => boolean): number =>
  entries.filter((entry) => isIn(period, entry.at) && counts(entry)).length;

interface Forward {
  readonly receivedAt: string | undefined;
  readonly forwardedAt: string;
  readonly answer: string | undefined;
  readonly isCorrected: boolean;
}

const answers: ReadonlySet<string> = new Set(['handoffAcknowledged', 'handoffRejected']);
const returns: ReadonlySet<string> = new Set(['handoffRejected', 'correctionRequested']);

// A case is forwarded once in this sense; what happens to it after it came back counts as a return.
function firstForward({ entries }: ScoredLeg, period: Period, who: Scored): Forward | undefined {
  const index = entries.findIndex(({ event }) => event === 'forwardCase');
  const forward = entries[index];
  if (forward === undefined || !isIn(period, forward.at) || !isBy(who, forward)) return undefined;
  const after = entries.slice(index + 1);
  return {
    receivedAt: entries.find(({ event }) => event === 'receiveCase')?.at,
    forwardedAt: forward.at,
    answer: after.find(({ event }) => answers.has(event))?.event,
    isCorrected: after.some(({ event }) => event === 'correctionRequested'),
  };
}

// What comes back is laid to whoever forwarded it last.
function returnsOf({ entries }: ScoredLeg, period: Period, who: Scored): number {
  return entries.filter((entry, index) => {
    if (!returns.has(entry.event) || !isIn(period, entry.at)) return false;
    const forward = entries.slice(0, index).findLast(({ event }) => event === 'forwardCase');
    return who.subject === null || forward?.subject === who.subject;
  }).length;
}

function minutesOf(province: string, forwards: readonly Forward[]): number | null {
  try {
    const calendar = calendarOf(province);
    return sumOf(forwards, ({ receivedAt, forwardedAt }) =>
      receivedAt === undefined ? 0 : workingMinutesBetween(calendar, Date.parse(receivedAt), Date.parse(forwardedAt)),
    );
  } catch (error) {
    if (error instanceof CalendarGap) return null;
    throw error;
  }
}

// A good rating is one of everybody who worked on the case, a bad one of the leg at fault alone.
function ratingsOf({ ratings, ratedLegs, period }: ScoreFacts, who: Scored): Pick<Score, 'ratings' | 'badRatings'> {
  const legsOfCase = Map.groupBy(ratedLegs, ({ collaborationNo }) => collaborationNo);
  const workedOn = (collaborationNo: string, leg?: string): boolean =>
    (legsOfCase.get(collaborationNo) ?? []).some(
      ({ name, entries }) =>
        (leg === undefined || name === leg) &&
        (who.subject === null || entries.some(({ subject }) => subject === who.subject)),
    );
  const given = ratings.filter(({ givenAt }) => isIn(period, givenAt));
  const good = given.filter(({ isBad, collaborationNo }) => !isBad && workedOn(collaborationNo));
  const bad = given.filter(
    ({ laidTo, collaborationNo }) =>
      laidTo?.unit === who.unit && (who.subject === null || workedOn(collaborationNo, laidTo.leg)),
  );
  return { ratings: good.length + bad.length, badRatings: bad.length };
}
