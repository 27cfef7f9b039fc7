import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { postJson } from '../post-json.js';

/** How a gateway is started. */
export interface GatewayCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it writes what it has to say. */
  readonly logFile: string;
  readonly port: number;
  readonly path: string;
}

/** A gateway that answers. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** A port that is free at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const START_LIMIT_MS = 60_000;
const LOOK_MS = 100;

/** Starts a gateway and waits until it answers. Throws with the end of its log when it ends or never answers. */
export async function startGatewayChild(setting: GatewayCommand): Promise<RunningGateway> {
  const { command, cwd, environment, logFile, port } = setting;
  const [program = '', ...argument] = command;
  // A group of its own, so that what it starts ends with it.
  const child = spawn(program, argument, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} cannot be started`);
  const kill = (): void => endGroup(pid, 'SIGKILL');
  process.once('exit', kill);
  const end = async (): Promise<void> => {
    process.off('exit', kill);
    await endChild(child, pid);
  };
  const url = `http://127.0.0.1:${port}${setting.path}`;
  if (await answers(url, child)) return { url, pid, [Symbol.asyncDispose]: end };
  await end();
  throw new Error(readFileSync(logFile, 'utf8').slice(-600).trim() || 'it ended without a word');
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const endsAt = performance.now() + START_LIMIT_MS;
  while (performance.now() < endsAt && child.exitCode === null && child.signalCode === null) {
    const answer = await postJson(url, '{"query":"{ __typename }"}').catch(() => '');
    if (answer.includes('"Query"')) return true;
    await setTimeout(LOOK_MS);
  }
  return false;
}

async function endChild(child: ChildProcess, pid: number): Promise<void> {
  const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  endGroup(pid, 'SIGKILL'); // nothing in it is worth a drain
  await exited;
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
