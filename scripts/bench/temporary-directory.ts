import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A directory that is gone when it is disposed, and at the latest when this process ends. */
export function createTemporaryDirectory(): Disposable & { readonly path: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-bench-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path: directory,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}
