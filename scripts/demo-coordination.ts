// npm run demo:coordination: two provinces align a list, sign an agreement, certify a clerk, supervise a late case and
// work off a bad rating. Lateness needs time to pass, so it starts a small network of its own, with a clock that it moves.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provinceFile } from '../subgraphs/province/storage/orm.js';
import { playCoordination } from './demo/coordination/play-coordination.js';

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-coordination-'));
  const placeOf = (code: string) => {
    const file = provinceFile(dataDir, code);
    mkdirSync(path.dirname(file), { recursive: true });
    return { file };
  };
  try {
    await playCoordination({
      dataDir,
      placeOf,
      say: (line) => void process.stdout.write(`     ${line}`.trimEnd() + '\n'),
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
