import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../errors.js';
import type { Log } from '../observability/log.js';
import { parseRegistry, type Registry } from './registry.js';

/** The registry as it is at this moment. A request takes the snapshot once and keeps it to its end. */
export interface LiveRegistry extends Disposable {
  current(): Registry;
}

export interface LiveRegistryOptions {
  readonly file: string;
  /** Content of the file at start; it must be valid. */
  readonly text: string;
  readonly pollMs: number;
}

/**
 * Keeps a registry in step with its file: a valid change is swapped in whole, without a restart; a broken one is
 * refused with line and reason in the log, and the old one stays. Throws {@link ConfigurationError} for a broken start.
 *
 * The file is read again every `pollMs` rather than watched: notifications get lost where a deployment replaces the
 * file or a link to it, and a kilobyte a second costs nothing.
 */
export function openLiveRegistry({ file, text, pollMs }: LiveRegistryOptions, log: Log): LiveRegistry {
  let registry = parseRegistry(text, file);
  let seen = text;
  const refuse = (problem: string): void => log.warn('registry refused, the old one stays', { problem });
  const look = async (): Promise<void> => {
    const content = await readText(file);
    if (content === seen) return;
    seen = content;
    try {
      registry = parseRegistry(content, file);
      log.info('registry changed', { provinces: registry.provinces.size });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const problem of error.problems) refuse(problem);
    }
  };
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  return { current: () => registry, [Symbol.dispose]: () => clearInterval(timer) };
}

/** The file's content; a file that cannot be read is as good as an empty one, which is refused like any broken one. */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
