import { createHash } from 'node:crypto';
import type { ErrorEntry } from '../errors.js';
import type { OperationRequest } from '../operation/run-operation.js';
import type { Cells } from './column.js';
import type { Format } from './formats.js';
import { createCoverageJoin } from './join-coverage.js';
import type { ExportedError, ExportStop, Manifest } from './manifest.js';
import type { ExportPlan } from './plan-export.js';
import type { Page } from './read-page.js';

/** Keeps count of a file while it is written, for its manifest. */
export interface FileTally {
  readonly rows: number;
  readonly pages: number;
  /** Takes a page whose rows, of which these are the cells, go into the file. */
  addPage(page: Page, cells: readonly Cells[]): void;
  addBytes(bytes: Buffer): void;
  /** The page after the last one cannot be had, or is not wanted. */
  stop(error: ErrorEntry, cursor: string | null): void;
  manifest(endedAt: Date): Manifest;
}

/** What a manifest says that no page changes. */
export interface FileOrigin {
  readonly plan: ExportPlan;
  readonly operation: OperationRequest;
  readonly format: Format;
  readonly schemaSha256: string;
  readonly startedAt: Date;
}

// Enough to see what is wrong; a manifest must not grow with the number of errors.
const MAX_ERRORS = 100;

/** Begins to count a file. */
export function createFileTally(origin: FileOrigin): FileTally {
  const { columns } = origin.plan.list;
  const counters = columns.flatMap(({ countsSuppressed }, index) => (countsSuppressed ? [index] : []));
  const coverage = createCoverageJoin();
  const hash = createHash('sha256');
  const count = { rows: 0, pages: 0, bytes: 0, errors: 0, totalCount: null as number | null };
  const suppressed = { rows: 0, numbers: 0 };
  const errors: ExportedError[] = [];
  const refusals: unknown[] = [];
  let stopped: ExportStop | null = null;
  const addPage = (page: Page, cells: readonly Cells[]): void => {
    count.pages += 1;
    count.rows += cells.length;
    count.totalCount ??= page.totalCount;
    count.errors += page.errors.length;
    coverage.add(count.pages, page.coverages, page.notes);
    refusals.push(...page.refusals.slice(0, MAX_ERRORS - refusals.length));
    errors.push(...page.errors.slice(0, MAX_ERRORS - errors.length).map((error) => describe(error, count.pages)));
    for (const row of cells) {
      const numbers = counters.filter((index) => Number(row[index] ?? 0) > 0).length;
      suppressed.numbers += numbers;
      suppressed.rows += numbers > 0 ? 1 : 0;
    }
  };
  return {
    get rows() {
      return count.rows;
    },
    get pages() {
      return count.pages;
    },
    addPage,
    addBytes(bytes) {
      count.bytes += bytes.length;
      hash.update(bytes);
    },
    stop(error, cursor) {
      const { page, code, message, province } = describe(error, count.pages + 1);
      stopped = { page, afterRows: count.rows, code, message, province, cursor };
    },
    manifest: (endedAt) => ({
      ...{ format: origin.format, complete: stopped === null, stopped },
      ...{ rows: count.rows, totalCount: count.totalCount, pages: count.pages },
      columns: columns.map(({ name, kind }) => ({ name, kind })),
      file: { bytes: count.bytes, sha256: hash.copy().digest('hex') },
      ...describeOrigin(origin),
      endedAt: endedAt.toISOString(),
      coverage: coverage.joined(),
      suppression: counters.length > 0 ? suppressed : null,
      refusals,
      errors: { count: count.errors, first: errors },
    }),
  };
}

function describe({ message, path, extensions: { code, province } }: ErrorEntry, page: number): ExportedError {
  return { page, code, message, province: province ?? null, path: path?.join('.') ?? null };
}

function describeOrigin({
  plan: { document, list },
  operation: { operationName, variables, caller },
  schemaSha256,
  startedAt,
}: FileOrigin): Pick<Manifest, 'query' | 'schemaSha256' | 'startedAt' | 'role'> {
  const sha256 = createHash('sha256').update(document).digest('hex');
  return {
    query: { sha256, document, operationName: operationName ?? null, variables, leftOut: list.leftOut },
    schemaSha256,
    startedAt: startedAt.toISOString(),
    role: caller.identity?.role ?? null,
  };
}
