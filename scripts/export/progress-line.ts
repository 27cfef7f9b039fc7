/** Shows how far an export has got. */
export interface ProgressLine {
  /** Told how many rows and bytes there are. */
  update(rows: number, bytes: number): void;
  /** Takes the line away. */
  finish(): void;
}

/** Where the line is shown. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 30;
// More often nobody can read it.
const SHOWN_EVERY_MS = 100;
const CLEAR = '\r\u001b[2K';
const MEGABYTE = 1_000_000;

/** One moving line on a terminal; nothing anywhere else, nor where it is to be quiet. */
export function createProgressLine(
  screen: Screen,
  { total, isQuiet, nowMs }: { readonly total: number | null; readonly isQuiet: boolean; readonly nowMs: () => number },
): ProgressLine {
  if (isQuiet || screen.isTTY !== true) return { update: () => undefined, finish: () => undefined };
  const beganMs = nowMs();
  let shownMs = -Infinity;
  return {
    update(rows, bytes) {
      const atMs = nowMs();
      if (atMs - shownMs < SHOWN_EVERY_MS) return;
      shownMs = atMs;
      const rate = Math.round(rows / Math.max(0.001, (atMs - beganMs) / 1000));
      const speed = `${grouped(rate)} 行/s · rows/s  ${(bytes / MEGABYTE).toFixed(1)} MB`;
      screen.write(`${CLEAR}${total === null ? grouped(rows) : barOf(rows, total)}  ${speed}`);
    },
    finish() {
      if (shownMs > -Infinity) screen.write(CLEAR);
    },
  };
}

function barOf(rows: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, rows / total); // rows are added while others are read
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  return `${bar} ${Math.floor(share * 100)} %  ${grouped(rows)} / ${grouped(total)}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
