import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMaterialFiles, isDigest } from '../../subgraphs/province/storage/material-files.js';
import type { Sealing } from '../../subgraphs/province/storage/sealing.js';
import { createVault } from './vault.js';

const ALL = 32 * 1024 * 1024;

/** A folder of materials as it is on disk. */
export interface MaterialFolder extends Disposable {
  readonly root: string;
  /** The keys that its files are under. */
  readonly sealing: Sealing;
  /** What files under a digest hold, by that digest. */
  readonly kept: () => Promise<ReadonlyMap<string, Buffer>>;
  /** Paths of all files, kept or not. */
  readonly files: () => readonly string[];
  /** How many parts there are. */
  readonly parts: () => number;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A fresh folder, gone when it is disposed of. */
export function createMaterialFolder(sealing: Sealing = createVault().sealing): MaterialFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'tongban-materials-'));
  const filesIn = (): readonly string[] =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const isPart = (file: string): boolean => file.endsWith('.part');
  return {
    root,
    sealing,
    files: filesIn,
    kept: async () => {
      const files = createMaterialFiles(root, sealing);
      const digests = filesIn()
        .map((file) => path.basename(file))
        .filter(isDigest);
      const read = async (digest: string) => [digest, Buffer.from(await files.readKept(digest, 0, ALL))] as const;
      return new Map(await Promise.all(digests.map(read)));
    },
    parts: () => filesIn().filter(isPart).length,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
