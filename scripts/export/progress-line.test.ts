import { expect, it } from '@jest/globals';
import { createProgressLine, type ProgressLine } from './progress-line.js';

function show(options: { readonly isTTY?: boolean; readonly total?: number | null; readonly isQuiet?: boolean }) {
  const shown: string[] = [];
  let now = 0;
  const { isTTY = true, total = 2000, isQuiet = false } = options;
  const line: ProgressLine = createProgressLine(
    { isTTY, write: (text) => shown.push(text) },
    { total, isQuiet, nowMs: () => now },
  );
  return { line, shown, pass: (ms: number) => void (now += ms) };
}

it('shows rows of how many, their share, how fast they come and how large the file is, in one line', () => {
  const { line, shown, pass } = show({});

  pass(1000);
  line.update(500, 1_500_000);
  line.update(501, 1_500_001);
  line.finish();

  expect(shown).toEqual([
    `\r\u001b[2K${'█'.repeat(8)}${'░'.repeat(22)} 25 %  500 / 2,000  500 行/s · rows/s  1.5 MB`,
    '\r\u001b[2K',
  ]);
});

it('shows rows alone where nobody knows how many there are', () => {
  const { line, shown, pass } = show({ total: null });

  pass(2000);
  line.update(500, 0);

  expect(shown[0]).toContain('\r\u001b[2K500  250 行/s');
});

it.each([{ isTTY: false }, { isQuiet: true }])('shows nothing where %j', (where) => {
  const { line, shown } = show(where);

  line.update(500, 0);
  line.finish();

  expect(shown).toEqual([]);
});
