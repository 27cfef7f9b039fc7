import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The data directory is in use by another start; the message says what to do. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

/**
 * Claims a data directory for this process until it is disposed, so that two starts never write the same databases.
 * A lock whose process is gone is taken over. Throws {@link DataDirInUseError}.
 */
export function lockDataDir(dataDir: string): Disposable & { readonly dataDir: string } {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'tongban.lock');
  const holder = readHolder(file);
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
    throw new DataDirInUseError(
      `${dataDir} is in use by process ${holder}. Stop it, or give this start its own directory: DATA_DIR=./data-2.`,
    );
  }
  writeFileSync(file, `${process.pid}\n`);
  return { dataDir, [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined; // No lock file: nobody holds it.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
