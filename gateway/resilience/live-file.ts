import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../errors.js';
import type { Log } from '../../telemetry/log.js';

/** A value that follows a file. A request takes it once and keeps it to its end. */
export interface LiveFile<T> extends Disposable {
  current(): T;
}

export interface LiveFileOptions<T> {
  /** What the file holds, for the log. */
  readonly what: string;
  readonly file: string;
  /** Content of the file at start; it must be valid. */
  readonly text: string;
  readonly pollMs: number;
  /** Makes the value of a content; `old` is the one that it replaces. Throws {@link ConfigurationError}. */
  load(text: string, old: T | undefined): T | Promise<T>;
  /** Told of a value that no new request will take; those that hold it go on with it. */
  release?(value: T): void;
  /** What else the value is made of: a content that was refused is tried again when this is another. */
  beside?(): unknown;
  /**
   * Other files that the value is made of too, which are followed as well; a content that was refused is tried again at
   * every look, since a file may be what it lacked.
   */
  filesOf?(value: T): readonly string[];
}

/**
 * Keeps a value in step with its file: a valid change is swapped in whole, without a restart; a broken one is refused
 * with line and reason in the log, and the old value stays. Throws {@link ConfigurationError} for a broken start.
 *
 * The file is read again every `pollMs` rather than watched: notifications get lost where a deployment replaces the
 * file or a link to it, and a few kilobytes a second cost nothing.
 */
export async function openLiveFile<T>(options: LiveFileOptions<T>, log: Log): Promise<LiveFile<T>> {
  const { what, file, pollMs } = options;
  let value = await options.load(options.text, undefined);
  const listBeside = (): readonly string[] => options.filesOf?.(value) ?? [];
  const readBeside = async (): Promise<string> => (await Promise.all(listBeside().map(readText))).join('\0');
  let seen = options.text;
  let seenBeside = await readBeside();
  let refused: { readonly beside: unknown; readonly problems: string } | undefined;
  let isBusy = false;
  const look = async (): Promise<void> => {
    const content = await readText(file);
    const beside = options.beside?.();
    const files = await readBeside();
    const isSame = content === seen && files === seenBeside;
    const isTriedAgain = refused !== undefined && (options.filesOf !== undefined || refused.beside !== beside);
    if (isSame && !isTriedAgain) return;
    const told = isSame ? refused?.problems : undefined;
    seen = content;
    seenBeside = files;
    refused = undefined;
    try {
      const old = value;
      const followed = listBeside().join('\0');
      value = await options.load(content, old);
      // What was read before the load: a file that changed meanwhile is seen at the next look.
      if (listBeside().join('\0') !== followed) seenBeside = await readBeside();
      options.release?.(old);
      log.info('file changed, its content is in force', { what });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      refused = { beside, problems: error.message };
      if (error.message === told) return;
      for (const problem of error.problems) log.warn('change refused, the old content stays', { what, problem });
    }
  };
  const timer = setInterval(() => {
    if (isBusy) return; // a load that takes longer than the interval is not overtaken by the next
    isBusy = true;
    look()
      .catch((error: unknown) => log.error('change could not be loaded, the old content stays', error, { what }))
      .finally(() => (isBusy = false));
  }, pollMs);
  timer.unref();
  return {
    current: () => value,
    [Symbol.dispose]() {
      clearInterval(timer);
      options.release?.(value);
    },
  };
}

/** The file's content; a file that cannot be read is as good as an empty one, which is refused like any broken one. */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
