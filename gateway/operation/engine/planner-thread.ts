import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { BugError, Fault } from '../../errors.js';
import type { Deadline, Stoppable } from '../../resilience/deadline.js';
import type { Planner } from './planner.js';

/** An operation to plan. */
export interface PlannerQuestion {
  readonly id: number;
  readonly document: string;
}

/** What the planning thread says. */
export type PlannerAnswer =
  | { readonly kind: 'ready'; readonly apiSdl: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'planned'; readonly id: number; readonly plan: QueryPlan }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

interface Waiting {
  readonly document: string;
  /** Takes it out of the queue when nobody waits for it any more. */
  readonly demand: Stoppable;
  readonly deadline: Deadline | undefined;
  readonly resolve: (plan: QueryPlan) => void;
  readonly reject: (error: Error) => void;
}

// The largest operations within the limits take a tenth of it; one that takes longer would take for ever.
const PLAN_TIMEOUT_MS = 5000;

// A busy gateway meets a few new documents a second; behind a hundred, nobody would wait for his turn.
const MAX_WAITING = 100;

const TOO_LONG = 'The operation takes too long to plan. Ask for less at once.';

/**
 * Starts a planner in a thread of its own: planning takes milliseconds to seconds and waits for nothing, so in the
 * thread of the requests each new document would stop all others. Its heap is its own too. Rejects when the supergraph
 * is none that the planner knows.
 *
 * Documents are planned one after another. One that takes longer than `timeoutMs` is given up with its thread; those
 * behind it go to a new one. Rejects with OVERLOADED when too many wait.
 */
export async function startPlannerThread(supergraphSdl: string, timeoutMs = PLAN_TIMEOUT_MS): Promise<Planner> {
  const queue = new PlanQueue(supergraphSdl, timeoutMs);
  const apiSdl = await queue.start();
  return {
    apiSdl,
    plan: (document, deadline) => queue.plan(document, deadline),
    [Symbol.dispose]: () => queue.retire(),
  };
}

/** The documents that wait for a plan, in their order, and the thread that works on the first. */
class PlanQueue {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private isRetired = false;
  private worker: Worker | undefined;
  /** Whether the thread has read the supergraph, which takes seconds that are no document's. */
  private isReady = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly supergraphSdl: string,
    private readonly timeoutMs: number,
  ) {}

  /** Opens a thread, which gets what waits when it is ready, and gives the API schema that it has read. */
  async start(): Promise<string> {
    const worker = new Worker(new URL('./planner-worker.ts', import.meta.url), { workerData: this.supergraphSdl });
    this.worker = worker;
    this.isReady = false;
    worker.on('message', (answer: PlannerAnswer) => this.hear(answer));
    worker.on('error', (error) => this.fail(worker, asError(error)));
    const [answer] = (await once(worker, 'message')) as [PlannerAnswer];
    worker.unref(); // a process ends when nothing but its planner is left
    if (answer.kind === 'ready') return answer.apiSdl;
    throw new Error(answer.kind === 'refused' ? answer.message : 'the planner did not start');
  }

  plan(document: string, deadline?: Deadline): Promise<QueryPlan> {
    if (this.waiting.size >= MAX_WAITING) return Promise.reject(new Fault('OVERLOADED'));
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      const demand = { stop: (): void => this.leave(id) };
      deadline?.bind(demand);
      this.waiting.set(id, { document, demand, deadline, resolve, reject });
      if (this.worker === undefined) this.restart();
      else if (this.waiting.size === 1) this.ask();
    });
  }

  /** Ends the thread as soon as nothing waits; what comes all the same has one of its own. */
  retire(): void {
    this.isRetired = true;
    if (this.waiting.size === 0) this.stop();
  }

  private hear(answer: PlannerAnswer): void {
    if (answer.kind === 'ready') {
      this.isReady = true;
      this.ask();
    }
    if (answer.kind === 'planned') this.take(answer.id)?.resolve(answer.plan);
    if (answer.kind === 'failed') this.take(answer.id)?.reject(new BugError(answer.message));
  }

  /** Takes one out that is done, and goes on to the next. */
  private take(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    if (found !== undefined) found.deadline?.release(found.demand);
    clearTimeout(this.timer);
    if (this.waiting.size > 0) this.ask();
    else if (this.isRetired) this.stop();
    return found;
  }

  /** Nobody waits any more. What the thread works on it finishes: to end the thread costs those behind it more. */
  private leave(id: number): void {
    const [first] = this.waiting.keys();
    if (id === first) return;
    this.waiting.get(id)?.reject(new Fault('OVERLOADED'));
    this.waiting.delete(id);
  }

  /** Has the thread plan the first of those who wait. */
  private ask(): void {
    const [first] = this.waiting;
    if (first === undefined || !this.isReady) return;
    const [id, { document }] = first;
    this.worker?.postMessage({ id, document } satisfies PlannerQuestion);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUpFirst(), this.timeoutMs).unref();
  }

  private giveUpFirst(): void {
    this.stop();
    this.rejectFirst(new Fault('OPERATION_TOO_COSTLY', TOO_LONG));
  }

  /** The thread ended at the first of those who wait, and has to be opened anew for the others. */
  private rejectFirst(error: Error): void {
    const [first] = this.waiting.keys();
    if (first !== undefined) this.take(first)?.reject(error);
    if (this.waiting.size > 0) this.restart();
  }

  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.rejectFirst(error);
  }

  private restart(): void {
    this.start().catch(() => undefined); // `fail` tells those who wait
  }

  private stop(): void {
    clearTimeout(this.timer);
    void this.worker?.terminate();
    this.worker = undefined;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
