import { setTimeout } from 'node:timers/promises';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { Deadline } from '../resilience/deadline.js';
import { readCells, type Cells } from './column.js';
import type { FileTally } from './file-tally.js';
import type { NoPage, Page } from './read-page.js';
import type { RowWriter } from './row-writer.js';
import type { ExportPlan } from './plan-export.js';

/** What an export asks of whoever sends the file. */
export interface ExportWatch {
  /** Starts the time that one page has. It is cancelled when the reader leaves. */
  startPage(): Deadline;
  /** Why no further page is to be asked for: the reader has left, or the gateway closes. */
  ended(): 'gone' | 'closing' | undefined;
  /** Told of what only a bug explains. */
  report(cause: unknown): void;
}

/** A piece of a file, and how many rows had been read with it. */
export interface ExportPiece {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** Asks for the page behind a cursor. Rejects with {@link Fault}. */
export type AskPage = (cursor: string | null, isFirst: boolean) => Promise<Page | NoPage>;

export interface Reading {
  readonly plan: ExportPlan;
  readonly first: Page;
  readonly askPage: AskPage;
  readonly writer: RowWriter;
  readonly tally: FileTally;
  readonly watch: ExportWatch;
  /** The most rows of one file. */
  readonly rowLimit: number;
}

/**
 * The pieces of a file, a page each. When a page cannot be had, or has more rows than the file may take, the file ends in
 * order and the tally says why. When the reader has left it just ends.
 */
export async function* readPieces(reading: Reading): AsyncGenerator<ExportPiece, void, undefined> {
  const { plan, writer, tally, watch } = reading;
  let bytes = writer.begin();
  let page: Page | NoPage = reading.first;
  for (let cursor = plan.firstCursor; ; ) {
    const written: Buffer | ErrorEntry = page.ok ? takePage(page, reading) : firstOf(page);
    if (!Buffer.isBuffer(written)) {
      tally.stop(written, cursor);
      break;
    }
    yield { bytes: count(Buffer.concat([bytes, written]), tally), rows: tally.rows };
    bytes = NONE;
    if (!page.ok || page.next === null) break;
    const before = cursor;
    cursor = page.next;
    page = before === cursor ? noPage(new Fault('CONTRACT_BREACH', STANDS_STILL)) : await nextPage(cursor, reading);
    if (watch.ended() === 'gone') return;
  }
  yield { bytes: count(Buffer.concat([bytes, writer.end()]), tally), rows: tally.rows };
}

const NONE = Buffer.alloc(0);
const STANDS_STILL = 'The next page would begin where this one began.';

/** The bytes of a page that is counted from now on; or why it does not go into the file. */
function takePage(page: Page, { plan, writer, tally, rowLimit }: Reading): Buffer | ErrorEntry {
  const cells = page.rows.map((row): Cells => readCells(row, plan.list.columns));
  if (tally.rows + cells.length > rowLimit) return errorEntry(tooLarge(rowLimit));
  try {
    const bytes = writer.write(cells);
    tally.addPage(page, cells);
    return bytes;
  } catch (error) {
    if (error instanceof Fault) return errorEntry(error);
    throw error;
  }
}

/** Why a list has more rows than a file may take. */
export function tooLarge(rowLimit: number): Fault {
  const limit = rowLimit.toLocaleString('en-US');
  const cure = 'Narrow it by its filter or its provinces, and export it in parts.';
  return new Fault('EXPORT_TOO_LARGE', `The list has more than ${limit} rows, the most that an export has. ${cure}`);
}

/** Asks for a page. What a caller may spend is waited for: an export is what can wait. */
async function nextPage(cursor: string, { askPage, watch }: Reading): Promise<Page | NoPage> {
  for (;;) {
    if (watch.ended() !== undefined) return noPage(new Fault('NOT_READY'));
    try {
      return await askPage(cursor, false);
    } catch (error) {
      if (!(error instanceof Fault)) watch.report(error);
      const fault = error instanceof Fault ? error : new Fault('INTERNAL');
      if (fault.code !== 'RATE_LIMITED' || fault.retryAfterMs === undefined) return noPage(fault);
      await pause(fault.retryAfterMs, watch);
    }
  }
}

// How soon it is noticed that nobody waits any more.
const LOOK_MS = 100;

async function pause(ms: number, watch: ExportWatch): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until && watch.ended() === undefined) {
    await setTimeout(Math.min(LOOK_MS, until - performance.now()));
  }
}

function firstOf({ errors }: NoPage): ErrorEntry {
  return errors[0] ?? errorEntry(new Fault('INTERNAL'));
}

function noPage(fault: Fault): NoPage {
  return { ok: false, errors: [errorEntry(fault)] };
}

function count(bytes: Buffer, tally: FileTally): Buffer {
  tally.addBytes(bytes);
  return bytes;
}
