import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How the cores of the machine are divided. */
export interface Pinning {
  /** What the command line of a gateway begins with. */
  readonly gatewayPrefix: readonly string[];
  /** For the reader of the table. */
  readonly description: string;
}

/** Gives gateways the first core, and this process with the stand-ins that it starts later all others. */
export function pinCores(): Pinning {
  const cores = availableParallelism();
  const unpinned = (why: string): Pinning => ({ gatewayPrefix: [], description: `cores not separated (${why})` });
  if (cores < 2) return unpinned('there is one');
  try {
    execFileSync('taskset', ['-a', '-p', '-c', `1-${cores - 1}`, String(process.pid)], { stdio: 'ignore' });
  } catch {
    return unpinned('no taskset');
  }
  return {
    gatewayPrefix: ['taskset', '-c', '0'],
    description: `gateways on core 0, load and subgraphs on core${cores > 2 ? 's' : ''} 1${cores > 2 ? ` to ${cores - 1}` : ''}`,
  };
}
