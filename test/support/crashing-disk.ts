import { truncateSync, statSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileSystem, OpenFile } from '../../subgraphs/province/storage/file-system.js';

/** The plug was pulled: this step was not done, and none after it. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** A disk on which the power fails at a step of one's choice. */
export interface CrashingDisk {
  readonly disk: FileSystem;
  /** What a power failure does: half of what was written and not flushed is gone, wherever it has been moved since. */
  readonly loseUnflushed: () => void;
}

/** The real file system, until `steps` steps have been done. A write that the power fails in leaves half of its bytes. */
export function createCrashingDisk(steps: number): CrashingDisk {
  const unflushed = new Set<string>();
  let left = steps;
  const step = (): void => {
    if (left <= 0) throw new PowerCut();
    left -= 1;
  };
  const openFile = async (file: string, flags: string): Promise<OpenFile> => {
    step();
    const handle = await open(file, flags);
    return {
      read: ({ buffer, offset, length, position }) => {
        step();
        return handle.read(buffer, offset, length, position);
      },
      write: async (bytes, { position }) => {
        unflushed.add(file);
        if (left <= 0) await handle.write(bytes.subarray(0, bytes.length >> 1), 0, undefined, position);
        step();
        return handle.write(bytes, 0, undefined, position);
      },
      truncate: async (size) => {
        step();
        await handle.truncate(size);
      },
      stat: () => {
        step();
        return handle.stat();
      },
      sync: async () => {
        step();
        await handle.sync();
        unflushed.delete(file);
      },
      close: async () => {
        await handle.close();
        step();
      },
    };
  };
  const disk: FileSystem = {
    mkdir: (folder, options) => {
      step();
      return mkdir(folder, options);
    },
    open: openFile,
    readdir: (folder) => {
      step();
      return readdir(folder);
    },
    rename: async (from, to) => {
      step();
      await rename(from, to);
      if (unflushed.delete(from)) unflushed.add(to);
    },
    rm: (file, options) => {
      step();
      return rm(file, options);
    },
    stat: (file) => {
      step();
      return stat(file);
    },
  };
  const loseUnflushed = (): void => {
    for (const file of unflushed) {
      const there = statSync(file, { throwIfNoEntry: false });
      if (there !== undefined) truncateSync(file, there.size >> 1);
    }
  };
  return { disk, loseUnflushed };
}
