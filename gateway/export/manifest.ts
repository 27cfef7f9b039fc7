import type { Role } from '../../schema/roles.js';
import type { ColumnKind } from './column.js';
import type { Format } from './formats.js';
import type { JoinedCoverage } from './join-coverage.js';

/** Why a file ends before its list does. */
export interface ExportStop {
  /** The page that is not in the file; pages count from 1. */
  readonly page: number;
  /** How many rows stand before it. */
  readonly afterRows: number;
  readonly code: string;
  readonly message: string;
  readonly province: string | null;
  /** Behind which cursor that page begins, so that somebody may go on there. */
  readonly cursor: string | null;
}

/** An error of a page whose rows are in the file: some value of them is null because of it. */
export interface ExportedError {
  readonly page: number;
  readonly code: string;
  readonly message: string;
  readonly province: string | null;
  /** Where in the answer of that page. */
  readonly path: string | null;
}

/** What a file is, and what it is not: it stands beside the file, which holds data alone. */
export interface Manifest {
  readonly format: Format;
  /** Whether the file has the list to its end. */
  readonly complete: boolean;
  readonly stopped: ExportStop | null;
  readonly rows: number;
  /** How many there were when the first page was read; null where that is not known. */
  readonly totalCount: number | null;
  readonly pages: number;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  readonly file: { readonly bytes: number; readonly sha256: string };
  readonly query: {
    /** SHA-256 of the document below. */
    readonly sha256: string;
    readonly document: string;
    readonly operationName: string | null;
    readonly variables: Readonly<Record<string, unknown>>;
    /** What was selected beside the list, and is not in the file. */
    readonly leftOut: readonly string[];
  };
  /** SHA-256 of the schema that clients saw when it began. */
  readonly schemaSha256: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** In what role it was asked for, and nothing else of who did. */
  readonly role: Role | null;
  readonly coverage: JoinedCoverage;
  /** Of lists that say so: how many rows, and numbers in them, are lower bounds because provinces keep small cells back. */
  readonly suppression: { readonly rows: number; readonly numbers: number } | null;
  /** What provinces refused to answer, as they said it. */
  readonly refusals: readonly unknown[];
  readonly errors: { readonly count: number; readonly first: readonly ExportedError[] };
}

/** True when the file has everything that was asked for. */
export function isWhole({ complete, coverage, errors, refusals }: Manifest): boolean {
  return complete && coverage.exact && errors.count === 0 && refusals.length === 0;
}
