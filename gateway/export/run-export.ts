import { createHash } from 'node:crypto';
import type { ErrorEntry } from '../errors.js';
import type { OperationRequest, RunOperation } from '../operation/run-operation.js';
import type { ServedGraph } from '../operation/served-graph.js';
import { createFileTally } from './file-tally.js';
import { formats, type Format } from './formats.js';
import type { Manifest } from './manifest.js';
import { planExport, type ExportPlan } from './plan-export.js';
import { readPage } from './read-page.js';
import { readPieces, tooLarge, type AskPage, type ExportPiece, type ExportWatch } from './read-pieces.js';

/** An operation whose list somebody wants as a file. */
export interface ExportRequest {
  readonly operation: OperationRequest;
  readonly format: Format;
}

/** An export of which the first page was read. */
export interface RunningExport {
  readonly ok: true;
  readonly format: Format;
  /** How many rows there were when the first page was read; null where that is not known. */
  readonly totalCount: number | null;
  /** The file, a piece for each page; a page is asked for when the piece before it was taken. To be read once. */
  readonly pieces: AsyncGenerator<ExportPiece, void, undefined>;
  /** What the file is, after its last piece. */
  manifest(): Manifest;
}

/** Why an export has not begun, for its caller. */
export interface RefusedExport {
  readonly ok: false;
  readonly errors: readonly ErrorEntry[];
}

/** Begins an export by reading its first page. Rejects with {@link Fault} where there is one reason not to. */
export type StartExport = (request: ExportRequest, watch: ExportWatch) => Promise<RunningExport | RefusedExport>;

export interface StartExportDependencies {
  readonly runOperation: RunOperation;
  /** The graph as it is at this moment. */
  currentGraph(): Pick<ServedGraph, 'preparation' | 'engine' | 'schemaSdl'>;
  readonly now: () => Date;
  /** The most rows of one file. */
  readonly rowLimit: number;
}

// What the contract gives a page without asking is for screens; this is half of what it allows at most.
const PAGE_SIZE = 100;

/** Wires exports to the way in which all operations are run: each page is one, with the limits that every other has. */
export function createStartExport(dependencies: StartExportDependencies): StartExport {
  const { runOperation, rowLimit, now } = dependencies;
  return async ({ operation, format }, watch) => {
    const startedAt = now();
    const { preparation, engine, schemaSdl } = dependencies.currentGraph();
    const prepared = preparation.prepare(operation);
    if (!prepared.ok) {
      // As anywhere else, so that it is charged as anywhere else.
      const { errors = prepared.errors } = await runOperation(operation, watch.startPage());
      return { ok: false, errors };
    }
    const { variables } = prepared.operation;
    const plan = planExport(operation, { schema: engine.apiSchema, variables, pageSize: PAGE_SIZE });
    const askPage = createAskPage(plan, operation, { runOperation, watch });
    const first = await askPage(plan.firstCursor, true);
    if (!first.ok) return first;
    const isFromStart = plan.firstCursor === null;
    if (first.rows.length > rowLimit || (isFromStart && (first.totalCount ?? 0) > rowLimit)) throw tooLarge(rowLimit);
    const schemaSha256 = createHash('sha256').update(schemaSdl).digest('hex');
    const tally = createFileTally({ plan, operation, format, schemaSha256, startedAt });
    const writer = formats[format].createWriter(plan.list.columns);
    return {
      ...{ ok: true, format, totalCount: first.totalCount },
      pieces: readPieces({ plan, first, askPage, writer, tally, watch, rowLimit }),
      manifest: () => tally.manifest(now()),
    };
  };
}

interface Asking {
  readonly runOperation: RunOperation;
  readonly watch: ExportWatch;
}

function createAskPage(
  { list, page: { query, after, isFirst } }: ExportPlan,
  operation: OperationRequest,
  { runOperation, watch }: Asking,
): AskPage {
  return async (cursor, counts) => {
    const variables = {
      ...operation.variables,
      ...(after === undefined ? {} : { [after]: cursor }),
      ...(isFirst === undefined ? {} : { [isFirst]: counts }),
    };
    using deadline = watch.startPage();
    return readPage(await runOperation({ ...operation, query, variables }, deadline), list);
  };
}
