import type { GraphAnswer } from '../../shared/ask-graph.js';

/** What one province, or an ordinary subgraph, did in a step. */
export interface PlanShare {
  readonly province: string;
  readonly outcome: string;
  readonly tookMs: number;
  readonly rows: number;
}

/** One question that the gateway put to others. */
export interface PlanStep {
  readonly subgraph: string;
  readonly field: string | undefined;
  readonly why: string;
  readonly operation: string;
  readonly beganMs: number;
  readonly tookMs: number;
  readonly asked: readonly PlanShare[];
  readonly merged: string | undefined;
}

/** The steps in which an answer came about, in the order of their beginning; undefined when it does not say. */
export function readPlan({ extensions }: GraphAnswer): readonly PlanStep[] | undefined {
  const explained = extensions?.['explain'];
  if (!Array.isArray(explained)) return undefined;
  return explained.map(readStep).sort((a, b) => a.beganMs - b.beganMs);
}

function readStep(step: unknown): PlanStep {
  const read = reader(step);
  const asked: unknown = read.of('asked');
  return {
    subgraph: read.text('subgraph') ?? '',
    field: read.text('field'),
    why: read.text('why') ?? '',
    operation: read.text('operation') ?? '',
    beganMs: read.number('beganMs'),
    tookMs: read.number('tookMs'),
    asked: Array.isArray(asked) ? asked.map(readShare) : [],
    merged: read.text('merged'),
  };
}

function readShare(share: unknown): PlanShare {
  const read = reader(share);
  return {
    province: read.text('province') ?? '',
    outcome: read.text('outcome') ?? '',
    tookMs: read.number('tookMs'),
    rows: read.number('rows'),
  };
}

interface Reader {
  readonly of: (key: string) => unknown;
  readonly text: (key: string) => string | undefined;
  readonly number: (key: string) => number;
}

function reader(value: unknown): Reader {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return {
    of: (key) => record[key],
    text(key) {
      const text = record[key];
      return typeof text === 'string' ? text : undefined;
    },
    number(key) {
      const number = record[key];
      return typeof number === 'number' ? number : 0;
    },
  };
}
