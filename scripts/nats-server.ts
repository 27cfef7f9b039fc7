import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** True when this machine has a nats-server to start. */
export function hasNatsServer(): boolean {
  return spawnSync('nats-server', ['--version']).error === undefined;
}

/** A nats-server with JetStream as a process of its own, which can be killed, and comes back at the same place. */
export class NatsServer implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tongban-nats-'));
  #process: ChildProcess | undefined;
  #port = -1;

  private constructor(readonly configFile: string | undefined) {}

  /** Starts a server on a port of its own; with a file of configuration, by which it may be told who may do what. */
  static async start(configFile?: string): Promise<NatsServer> {
    const server = new NatsServer(configFile);
    await server.revive();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** Starts it again where it was, with what it had stored. */
  async revive(): Promise<void> {
    if (this.#process !== undefined) return;
    const config = this.configFile === undefined ? [] : ['-c', this.configFile];
    const args = ['-a', '127.0.0.1', '-p', String(this.#port), '-js', '-sd', this.#folder, ...config];
    const child = spawn('nats-server', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    const lines: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      lines.push(line);
      const [, port] = /Listening for client connections on [\d.]+:(\d+)/.exec(line) ?? [];
      if (port !== undefined) this.#port = Number(port);
      if (!line.includes('Server is ready')) continue;
      child.stderr.resume();
      return;
    }
    throw new Error(`nats-server did not start:\n${lines.join('\n')}`);
  }

  /** Kills it. What it had stored stays, as far as it had. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Kills it, and whatever it had stored is gone. */
  async lose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lose();
  }
}
