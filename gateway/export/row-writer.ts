import type { Cells } from './column.js';

/** Turns rows into the bytes of a file, piece by piece. */
export interface RowWriter {
  /** The bytes that come before all rows. */
  begin(): Buffer;
  /** The bytes that these rows bring; none while rows are gathered for a larger block. */
  write(rows: readonly Cells[]): Buffer;
  /** The bytes behind all rows. */
  end(): Buffer;
}
