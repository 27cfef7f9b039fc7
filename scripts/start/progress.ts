import type { WriteStream } from 'node:tty';

/** Shows how far seeding has got: one moving line on a terminal, a line per tenth elsewhere. */
export interface Progress {
  /** Told of the rows of one province: how many are there, of how many. */
  update(name: string, done: number, total: number): void;
  finish(): void;
}

const BAR_WIDTH = 30;

export function createProgress(output: WriteStream | NodeJS.WriteStream, expected: number): Progress {
  const parts = new Map<string, { readonly done: number; readonly total: number }>();
  let shown = -1;
  return {
    update(name, done, total) {
      parts.set(name, { done, total });
      const share = [...parts.values()].reduce((sum, part) => sum + part.done / Math.max(1, part.total), 0) / expected;
      const step = Math.floor(share * (output.isTTY ? 100 : 10));
      if (step === shown) return;
      shown = step;
      const filled = Math.round(share * BAR_WIDTH);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(Math.max(0, BAR_WIDTH - filled))}`;
      const text = `Seeding synthetic data ${bar} ${Math.round(share * 100)} %  ${name}`;
      output.write(output.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    finish() {
      if (shown >= 0 && output.isTTY) output.write('\r\u001b[2K');
    },
  };
}
