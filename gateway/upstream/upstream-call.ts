import type { Dispatcher, Pool } from 'undici';
import type { Deadline, Stoppable } from '../resilience/deadline.js';
import type { Carried, CarriedOptions, OriginPool } from './origin-pool.js';
import { readAnswer, refuseHead, tooLarge, type ReadData, type UpstreamAnswer } from './read-answer.js';
import { readRetryAfter } from './retry-after.js';
import { UpstreamError, type UpstreamFailure } from './upstream-error.js';
import type { CallWatch, Watched } from './watch-calls.js';

/** How long an upstream may take. */
export interface Budgets {
  /** Until the head of the answer is there, waiting for a connection included. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
}

/** All that one call takes. */
export interface CallOptions {
  readonly pool: OriginPool;
  readonly path: string;
  /** For the log. */
  readonly host: string;
  readonly headers: string[];
  readonly body: string;
  /** A read may be sent once more; a write never. */
  readonly isRead: boolean;
  readonly read: ReadData | undefined;
  readonly beganAt: number;
  /** On the clock of `performance.now()`: when the call is given up, whatever has come. */
  readonly endsAt: number;
  readonly budgets: Budgets;
  readonly limitBytes: number;
  readonly deadline: Deadline;
  readonly watch: CallWatch;
  readonly resolve: (answer: UpstreamAnswer) => void;
  readonly reject: (error: UpstreamError) => void;
}

// The connection was lost, which says nothing about the request; parse errors and refusals have other codes.
const LOST = new Set<unknown>(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

// Made once: an abort without a reason makes an exception with a stack each time.
const GIVEN_UP = new Error('the call was given up');

/** One POST to one upstream, from the moment it is sent until it is answered, given up or failed: exactly one of them. */
export class UpstreamCall implements Dispatcher.DispatchHandler, Carried, Stoppable, Watched {
  connection: { hasServed: boolean } | undefined;
  readonly #options: CallOptions;
  #pool: Pool;
  #controller: Dispatcher.DispatchController | undefined;
  #sentAt: number;
  /** When a read is sent once more to an upstream that asked for a pause; undefined while it is under way. */
  #resumesAt: number | undefined;
  #status = 0;
  /** When something of the answer came last; undefined while nothing has. */
  #heardAt: number | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isOver = false;
  #place = 0;
  #isRepeated = false;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#pool = options.pool.current;
    this.#sentAt = options.beganAt;
  }

  /** Sends the request; what becomes of it is told by `resolve` and `reject`. */
  send(): void {
    const { deadline, watch } = this.#options;
    deadline.bind(this);
    this.#place = watch.enter(this);
    this.#dispatch();
  }

  #dispatch(): void {
    const { path, headers, body, pool } = this.#options;
    this.#pool = pool.current;
    const options: CarriedOptions = { path, method: 'POST', headers, body, carried: this };
    this.#pool.dispatch(options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It was given up while it waited for a connection. Throwing keeps the connection; an abort would close it.
    if (this.#isOver) throw GIVEN_UP;
    this.#controller = controller;
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (this.#isOver || status < 200) return;
    const now = performance.now();
    const pauseMs = this.#mayRepeat() ? readRetryAfter(status, headers) : undefined;
    if (pauseMs !== undefined && now + pauseMs < this.#options.endsAt) {
      this.#resumesAt = now + pauseMs;
      this.#controller?.abort(GIVEN_UP);
      return;
    }
    this.#heardAt = now;
    this.#status = status;
    const refusal = refuseHead(status, headers, this.#options.limitBytes);
    if (refusal !== undefined) this.#giveUp(refusal);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#heardAt = performance.now();
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.limitBytes) this.#giveUp(tooLarge(this.#options.limitBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.connection !== undefined) this.connection.hasServed = true;
    if (this.#isOver) return;
    this.#end();
    try {
      this.#options.resolve(readAnswer(this.#chunks, this.#status, this.#options.read));
    } catch (error) {
      this.#options.reject(error instanceof UpstreamError ? error : this.#failure('breach', 'unreadable', error));
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#isOver || this.#resumesAt !== undefined) return;
    const code = 'code' in error ? error.code : undefined;
    if (this.#isLost(code)) {
      // The other connections were idle as long, or led to the same process that has ended.
      this.#options.pool.renew(this.#pool);
      this.#repeat();
      return;
    }
    this.#end();
    const failure = code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'unreachable';
    this.#options.reject(this.#failure(failure, 'no answer', error));
  }

  /**
   * Whether the connection was lost in a way that says nothing about the request: in the middle of an answer, or before
   * its head on a kept connection that had brought answers before, and which the other side had closed meanwhile.
   */
  #isLost(code: unknown): boolean {
    const isKept = this.#heardAt !== undefined || this.connection?.hasServed === true;
    return isKept && this.#mayRepeat() && LOST.has(code);
  }

  /** Only reads are sent again, and once: nobody can know what became of a write. */
  #mayRepeat(): boolean {
    return this.#options.isRead && !this.#isRepeated;
  }

  /** Sends the request once more; nothing counts that came of the first answer. */
  #repeat(): void {
    this.#isRepeated = true;
    this.#controller = undefined;
    this.#resumesAt = undefined;
    this.#heardAt = undefined;
    this.#chunks = [];
    this.#bytes = 0;
    this.#sentAt = performance.now();
    this.#dispatch();
  }

  /** The deadline of the operation was cancelled: nobody waits any more. */
  stop(): void {
    this.#giveUp(this.#failure('cancelled', 'cancelled'));
  }

  check(now: number): void {
    const { endsAt, budgets } = this.#options;
    if (this.#resumesAt !== undefined) {
      if (now >= this.#resumesAt) this.#repeat();
      return;
    }
    const limit = this.#heardAt === undefined ? this.#sentAt + budgets.headersMs : this.#heardAt + budgets.idleMs;
    if (now < limit && now < endsAt) return;
    this.#giveUp(
      this.#failure('timeout', this.#heardAt === undefined ? 'no answer in time' : 'answer not whole in time'),
    );
  }

  #giveUp(error: UpstreamError): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.reject(error);
    this.#controller?.abort(GIVEN_UP);
  }

  #end(): void {
    this.#isOver = true;
    this.#options.deadline.release(this);
    this.#options.watch.leave(this.#place);
  }

  #failure(failure: UpstreamFailure, what: string, cause?: unknown): UpstreamError {
    return new UpstreamError(failure, `${what} from ${this.#options.host}`, cause);
  }
}
