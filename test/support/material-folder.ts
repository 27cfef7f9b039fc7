import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of materials as it is on disk. */
export interface MaterialFolder extends Disposable {
  readonly root: string;
  /** Files under a digest, by that digest. */
  readonly kept: () => ReadonlyMap<string, Buffer>;
  /** How many parts there are. */
  readonly parts: () => number;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A fresh folder, gone when it is disposed of. */
export function createMaterialFolder(): MaterialFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'tongban-materials-'));
  const filesIn = (): readonly string[] =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const isPart = (file: string): boolean => file.endsWith('.part');
  return {
    root,
    kept: () =>
      new Map(
        filesIn()
          .filter((file) => !isPart(file))
          .map((file) => [path.basename(file), readFileSync(file)]),
      ),
    parts: () => filesIn().filter(isPart).length,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
