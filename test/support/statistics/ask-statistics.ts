// Questions for numbers, and what a client reads of their answers.
import type { Asker } from '../../../scripts/demo/play-journey.js';
import type { TestNetwork } from '../start-network.js';
import { until } from '../until.js';

/** Who asks freely. */
export const ANALYST: Asker = { subject: 'analyst-1', role: 'analyst' };

const METRICS = `workingMinutes { cases sum mean suppressedIn least { bounds counts quantile(q: 0.5) } greatest { bounds counts quantile(q: 0.5) } }
  overdue { decided overdue share suppressedIn } ratings { rated satisfied share suppressedIn }`;

/** The question with every dimension, and with the metrics or without. */
export const questionOf = (metrics: boolean): string => `query Numbers($groupBy: [StatisticsDimension!]!,
  $filter: CaseStatisticsFilter, $period: StatisticsPeriod, $provinces: [ID!]) {
  caseStatistics(groupBy: $groupBy, filter: $filter, period: $period, provinces: $provinces) {
    asOf lastMonth smallestCell
    refusals { province { code } code messageZh messageEn rule curedBy { role } }
    rows { item { id } authority mode receivingProvince { code } handlingProvince { code } state year month satisfaction
      cases suppressedIn ${metrics ? METRICS : ''} }
    coverage { exact answered { code } missing { province { code } reason } } } }`;

/** What is asked. */
export interface Asked {
  readonly groupBy?: readonly string[];
  readonly filter?: object;
  readonly period?: { readonly from: string; readonly to: string };
  readonly provinces?: readonly string[];
}

interface Histogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly quantile: number | null;
}

/** A row as clients read it; the metrics are there when they were asked for. */
export interface SeenRow {
  readonly item: { readonly id: string } | null;
  readonly authority: string | null;
  readonly mode: string | null;
  readonly receivingProvince: { readonly code: string } | null;
  readonly handlingProvince: { readonly code: string } | null;
  readonly state: string | null;
  readonly year: number | null;
  readonly month: string | null;
  readonly satisfaction: string | null;
  readonly cases: number;
  readonly suppressedIn: number;
  readonly workingMinutes: {
    readonly cases: number;
    readonly sum: number;
    readonly mean: number | null;
    readonly suppressedIn: number;
    readonly least: Histogram;
    readonly greatest: Histogram;
  };
  readonly overdue: {
    readonly decided: number;
    readonly overdue: number;
    readonly share: number | null;
    readonly suppressedIn: number;
  };
  readonly ratings: {
    readonly rated: number;
    readonly satisfied: number;
    readonly share: number | null;
    readonly suppressedIn: number;
  };
}

/** An answer as clients read it. */
export interface SeenStatistics {
  readonly asOf: string | null;
  readonly lastMonth: string | null;
  readonly smallestCell: number | null;
  readonly refusals: readonly {
    readonly province: { readonly code: string };
    readonly code: string;
    readonly messageZh: string;
    readonly rule: string;
    readonly curedBy: { readonly role: string };
  }[];
  readonly rows: readonly SeenRow[];
  readonly coverage: {
    readonly exact: boolean;
    readonly answered: readonly { readonly code: string }[];
    readonly missing: readonly { readonly province: { readonly code: string }; readonly reason: string }[];
  };
}

/** Asks the gateway of a network, as an analyst unless it is said. */
export async function askStatistics(
  network: Pick<TestNetwork, 'query'>,
  { groupBy = [], ...asked }: Asked,
  { asker = ANALYST, metrics = false }: { readonly asker?: Asker | 'nobody'; readonly metrics?: boolean } = {},
): Promise<SeenStatistics> {
  const answer = await network.query(
    questionOf(metrics),
    { groupBy, ...asked },
    asker === 'nobody' ? undefined : asker,
  );
  const seen: unknown = answer.data?.['caseStatistics'];
  if (seen === null || seen === undefined) throw new Error(JSON.stringify(answer));
  return seen as SeenStatistics;
}

/** Waits until every province has gathered its facts. */
export async function untilGathered(network: Pick<TestNetwork, 'query'>): Promise<void> {
  // Gathering that failed once, on a server that was busy, begins again after a minute.
  await until(async () => (await askStatistics(network, {})).refusals.length === 0, 150_000);
}
