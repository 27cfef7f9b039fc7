import type { ConformanceTarget } from './conformance-target.js';
import type { Rule } from './rule.js';

/** One request and its answer, as people read them: both cut, and no passport in them. */
export interface Exchanged {
  readonly sent: string;
  readonly came: string;
}

/** What became of one rule. */
export interface RuleResult {
  readonly rule: Pick<Rule, 'id' | 'title' | 'why' | 'cure' | 'profile'>;
  readonly outcome: 'PASSED' | 'FAILED' | 'SKIPPED';
  /** What was found, or what is needed to play the rule; undefined when it passed. */
  readonly reason: string | undefined;
  /** The request in which it was found; undefined unless it failed by one. */
  readonly exchanged: Exchanged | undefined;
  /** Of a rule that is played for several lists, say: those for which the province has no data. */
  readonly untried: readonly string[];
  readonly tookMs: number;
}

/** What became of all rules that were played, in their order. */
export interface ConformanceReport {
  readonly target: Pick<ConformanceTarget, 'url' | 'province' | 'profile'>;
  readonly results: readonly RuleResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The report of results. */
export function toReport(
  { url, province, profile }: ConformanceTarget,
  results: readonly RuleResult[],
): ConformanceReport {
  const count = (outcome: RuleResult['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const counts = { passed: count('PASSED'), failed: count('FAILED'), skipped: count('SKIPPED') };
  return { target: { url, province, profile }, results, ...counts };
}
