import type { ProvincesQuery } from '../operations/answers.js';
import { countedFigure, type Figure, findAbsences, NOTHING, sharedFigure } from '../reading/figure.js';
import { provinceTiles } from '../reading/province-tiles.js';

/** How a province is: as the gateway says, or no part of this graph, or not known yet. */
export type ProvinceStanding =
  | ProvincesQuery['federation']['provinces'][number]['state']
  | 'NOT_TAKING_PART'
  | 'NOT_ANSWERED';

/** How late the ended cases of somebody were. */
export interface Lateness {
  readonly overdue: Figure;
  readonly decided: Figure;
  /** Undefined when nothing has ended. */
  readonly share: Figure | undefined;
}

/** How people rated. */
export interface Satisfaction {
  readonly rated: Figure;
  /** Undefined when nobody rated. */
  readonly share: Figure | undefined;
}

/** The numbers of one province, or of all. */
export interface Reading {
  readonly cases: Figure;
  readonly lateness: Lateness;
  readonly satisfaction: Satisfaction;
}

/** What the page knows of a province. */
export interface ProvinceReading extends Reading {
  readonly code: string;
  readonly standing: ProvinceStanding;
  /** What the province has announced. */
  readonly message: string | null;
  /** Since when it has given no usable answer. */
  readonly since: string | null;
}

type Row = ProvincesQuery['total']['rows'][number];

const codes = provinceTiles.map(({ code }) => code);

/** All 32 provinces in the order of the standard, whether they answered, are missing or take no part. */
export function readProvinces(answer: ProvincesQuery | undefined): readonly ProvinceReading[] {
  const states = new Map(answer?.federation.provinces.map((status) => [status.province.code, status]));
  const absences = findAbsences(codes, answer?.caseStatistics);
  const rows = new Map(answer?.caseStatistics.rows.map((row) => [row.handlingProvince?.code, row]));
  return codes.map((code) => {
    const status = states.get(code);
    const why = absences.get(code);
    return {
      code,
      standing: status?.state ?? (answer === undefined ? 'NOT_ANSWERED' : 'NOT_TAKING_PART'),
      message: status?.message ?? null,
      since: status?.since ?? null,
      ...(why === undefined ? readRow(rows.get(code)) : allMissing({ kind: 'missing', why })),
    };
  });
}

/** The numbers over all provinces that answered; missing when none did. */
export function readTotal(answer: ProvincesQuery | undefined): Reading {
  const absences = findAbsences(codes, answer?.total);
  const why = absences.size === codes.length ? firstReason(absences) : undefined;
  return why === undefined ? readRow(answer?.total.rows[0]) : allMissing({ kind: 'missing', why });
}

// Of why nobody answers, a reason of somebody who takes part says more than that others do not.
function firstReason(absences: ReturnType<typeof findAbsences>) {
  return [...absences.values()].find((why) => why !== 'NOT_TAKING_PART') ?? 'NOT_TAKING_PART';
}

function allMissing(missing: Figure): Reading {
  return {
    cases: missing,
    lateness: { overdue: missing, decided: missing, share: missing },
    satisfaction: { rated: missing, share: missing },
  };
}

function readRow(row: Row | undefined): Reading {
  if (row === undefined) {
    return {
      cases: NOTHING,
      lateness: { overdue: NOTHING, decided: NOTHING, share: undefined },
      satisfaction: { rated: NOTHING, share: undefined },
    };
  }
  const { overdue, ratings } = row;
  return {
    cases: countedFigure(row.cases, row.suppressedIn),
    lateness: {
      overdue: overdue.decided === 0 ? countedFigure(0, overdue.suppressedIn) : countedFigure(overdue.overdue, 0),
      decided: countedFigure(overdue.decided, overdue.suppressedIn),
      share: sharedFigure(overdue.share, overdue.suppressedIn),
    },
    satisfaction: {
      rated: countedFigure(ratings.rated, ratings.suppressedIn),
      share: sharedFigure(ratings.share, ratings.suppressedIn),
    },
  };
}

/** Provinces by what is known of their lateness: the greatest share first, then what is not published, then the missing. */
export function rankByLateness(readings: readonly ProvinceReading[]): readonly ProvinceReading[] {
  const rank = ({ lateness: { share } }: ProvinceReading): number =>
    share === undefined ? -1 : share.kind === 'known' ? share.value : share.kind === 'hidden' ? -2 : -3;
  return [...readings].sort((a, b) => rank(b) - rank(a));
}
