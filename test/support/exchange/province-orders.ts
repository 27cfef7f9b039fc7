import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { DatabasePlace } from '../../../subgraphs/server/database.js';
import type { Message } from '../../../subgraphs/province/exchange/send-envelope.js';

/** What a process needs to know to be a province. */
export interface ProcessTask {
  readonly code: string;
  readonly dataDir: string;
  readonly database: DatabasePlace;
  readonly gateway: string;
  /** What carries its letters instead. */
  readonly natsUrl?: string | undefined;
}

/** What a client has done in a province. */
export type Order =
  | { readonly kind: 'begin'; readonly collaborations: readonly string[] }
  | { readonly kind: 'handoff' | 'note'; readonly message: Omit<Message, 'event'> }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'look'; readonly collaborationNo: string }
  | { readonly kind: 'count' };

/** What came of it, committed. */
export interface Result {
  readonly id?: string | undefined;
  readonly views?: readonly { readonly id: string; readonly result: string | null }[];
  readonly waiting?: number;
}

/** What the process says. */
export type Report =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'done'; readonly number: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly number: number; readonly problem: string };

const root = path.resolve(import.meta.dirname, '../../..');

/** Starts a script of this repository as a process that can talk to this one. What it logs goes to `onLog`. */
export function forkScript(script: string, args: readonly string[], onLog: (text: string) => void): ChildProcess {
  const child = fork(path.join(root, script), [...args], {
    cwd: root,
    execArgv: ['--import', path.join(root, 'scripts/typescript.mjs')],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', onLog);
  return child;
}

/** One life of a province's process. */
export class ProvinceLife {
  readonly #waiting = new Map<number, (report: Report | undefined) => void>();
  readonly #ready: Promise<string | undefined>;
  readonly child: ChildProcess;
  #number = 0;

  constructor(task: ProcessTask, onLog: (text: string) => void) {
    this.child = forkScript('test/support/exchange/province-process.ts', [JSON.stringify(task)], onLog);
    this.#ready = new Promise((resolve) => {
      this.child.on('message', (report: Report) => {
        if (report.kind === 'ready') resolve(report.url);
        else this.#settle(report.number, report);
      });
      this.child.once('exit', () => {
        resolve(undefined);
        for (const number of this.#waiting.keys()) this.#settle(number, undefined);
      });
    });
  }

  /** Where it serves GraphQL; undefined when it was killed before it did. */
  get ready(): Promise<string | undefined> {
    return this.#ready;
  }

  /** Has something done. Undefined when the process died first: it may have happened, or not. */
  async order(order: Order): Promise<Result | undefined> {
    if ((await this.#ready) === undefined || !this.child.connected) return undefined;
    this.#number += 1;
    const number = this.#number;
    const report = await new Promise<Report | undefined>((resolve) => {
      this.#waiting.set(number, resolve);
      this.child.send({ number, order }, (error) => {
        if (error !== null) this.#settle(number, undefined);
      });
    });
    if (report?.kind === 'failed') throw new Error(report.problem);
    return report?.kind === 'done' ? report.result : undefined;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends the process, and waits for it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }

  #settle(number: number, report: Report | undefined): void {
    this.#waiting.get(number)?.(report);
    this.#waiting.delete(number);
  }
}
