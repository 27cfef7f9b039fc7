import type { ErrorCode } from '../../schema/error-codes.js';
import { missingReason, type MissingReason } from './missing-reason.js';

/** One province's share in a step. */
export interface ExplainedAnswer {
  readonly province: string;
  readonly outcome: 'ANSWERED' | MissingReason;
  /** Milliseconds from question to answer; 0 when it was not asked at all. */
  readonly tookMs: number;
  /** Rows, elements or entities that it sent. */
  readonly rows: number;
}

/** One question that was put to provinces at the same time, or to an ordinary subgraph. */
export interface ExplainedStep {
  readonly subgraph: string;
  /** Response key of the root field, or the paths of the references that were followed. */
  readonly field: string | null;
  /** By which rule those were asked who were. */
  readonly why: string;
  readonly operation: string;
  /** Milliseconds since the operation began. */
  readonly beganMs: number;
  readonly tookMs: number;
  readonly asked: readonly ExplainedAnswer[];
  /** What became of the answers. */
  readonly merged: string | null;
}

/** Collects the steps of one operation as they happen. */
export interface Explanation {
  readonly steps: readonly ExplainedStep[];
  /** Notes a step that began at `beganAt` (as `performance.now()` has it) and is over now. */
  note(step: Omit<ExplainedStep, 'beganMs' | 'tookMs'>, beganAt: number): void;
}

/** Starts to collect. */
export function createExplanation(): Explanation {
  const origin = performance.now();
  const steps: ExplainedStep[] = [];
  return {
    steps,
    note(step, beganAt) {
      steps.push({ ...step, beganMs: rounded(beganAt - origin), tookMs: rounded(performance.now() - beganAt) });
    },
  };
}

/** Name of the logical subgraph in a step, whatever a supergraph calls it. */
export const PROVINCES = 'provinces';

type Told<T> = { readonly province: string; readonly tookMs: number } & (
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'failed'; readonly fault: { readonly code: ErrorCode } }
);

/** What each province did in a step, slowest first. `rowsOf` counts what an answer holds. */
export function explainOutcomes<T>(outcomes: readonly Told<T>[], rowsOf: (value: T) => number): ExplainedAnswer[] {
  return outcomes
    .map((outcome): ExplainedAnswer => {
      const { province, tookMs } = outcome;
      const told = outcome.status === 'answered' ? 'ANSWERED' : missingReason(outcome.fault.code);
      const rows = outcome.status === 'answered' ? rowsOf(outcome.value) : 0;
      return { province, outcome: told, tookMs: rounded(tookMs), rows };
    })
    .sort((a, b) => b.tookMs - a.tookMs);
}

/** Milliseconds with two decimals: the third is noise. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
