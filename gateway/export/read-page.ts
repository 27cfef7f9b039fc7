import type { ErrorEntry } from '../errors.js';
import type { MissingNote, OperationAnswer } from '../operation/run-operation.js';
import type { FoundList } from './find-list.js';
import { asList, asRecord } from './join-coverage.js';

/** One page of an export, as far as it could be had. */
export interface Page {
  readonly ok: true;
  readonly rows: readonly unknown[];
  /** The cursor behind which the next page begins; null when this is the last. */
  readonly next: string | null;
  readonly totalCount: number | null;
  readonly coverages: readonly unknown[];
  readonly notes: readonly MissingNote[];
  readonly refusals: readonly unknown[];
  /** Of values in the rows, which are null. */
  readonly errors: readonly ErrorEntry[];
}

/** Why there is no page. */
export interface NoPage {
  readonly ok: false;
  readonly errors: readonly ErrorEntry[];
}

/** Reads a page out of what the graph answered. */
export function readPage({ data, errors = [], extensions }: OperationAnswer, list: FoundList): Page | NoPage {
  if (data === undefined) return { ok: false, errors };
  const told: Told = { coverages: [], refusals: [] };
  const holder = follow(JSON.parse(data.toString()), list.path, told);
  const isPaged = list.connection !== undefined;
  if (isPaged) readTold(holder, told);
  const entries = isPaged ? list.rows.reduce<unknown>((value, key) => asRecord(value)[key], holder) : holder;
  // There is no such object, and so no list of it: a null that no error explains is an answer.
  if (!Array.isArray(entries) && errors.length > 0) return { ok: false, errors };
  const { pageInfo, totalCount } = asRecord(isPaged ? holder : undefined);
  const { row } = list;
  return {
    ok: true,
    rows: row === undefined ? asList(entries) : asList(entries).map((edge) => asRecord(edge)[row]),
    next: readNext(asRecord(pageInfo)),
    totalCount: typeof totalCount === 'number' ? totalCount : null,
    coverages: told.coverages,
    notes: extensions?.missing ?? [],
    refusals: told.refusals,
    errors,
  };
}

interface Told {
  readonly coverages: unknown[];
  readonly refusals: unknown[];
}

/** Goes the way to the list, and reads on it what objects say of how far they go. */
function follow(data: unknown, path: readonly string[], told: Told): unknown {
  let value: unknown = data;
  for (const key of path) {
    readTold(value, told);
    value = asRecord(value)[key];
  }
  return value;
}

function readTold(value: unknown, told: Told): void {
  const { coverage, refusals } = asRecord(value);
  if (coverage !== undefined) told.coverages.push(coverage);
  told.refusals.push(...asList(refusals));
}

function readNext({ hasNextPage, endCursor }: Readonly<Record<string, unknown>>): string | null {
  return hasNextPage === true && typeof endCursor === 'string' ? endCursor : null;
}
