import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A child process of the benchmark that has said that it is ready. */
export interface StartedChild<Ready> extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number | undefined;
  /** What it said. */
  readonly ready: Ready;
}

/**
 * Starts a script of this repository and waits for its first message. Disposing ends it; a child also ends by itself
 * when the channel to its parent closes. Throws when it ends before it is ready.
 */
export async function startChild<Ready>(script: string, argument: readonly string[]): Promise<StartedChild<Ready>> {
  const child = fork(path.resolve(import.meta.dirname, '../..', script), argument, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // the standard output is for the tables
  });
  try {
    return { child, pid: child.pid, ready: await nextMessage<Ready>(child), [Symbol.asyncDispose]: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** The next message of a child; throws when the child ends instead. The caller knows what its own script sends. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const stop = new AbortController();
  try {
    const gone = once(child, 'exit', { signal: stop.signal }).then(() => {
      throw new Error(`${child.spawnargs.join(' ').slice(0, 200)} ended; its message stands above`);
    });
    const [message] = (await Promise.race([once(child, 'message', { signal: stop.signal }), gone])) as [Message];
    return message;
  } finally {
    stop.abort();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
