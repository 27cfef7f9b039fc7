import { PASSPORT_HEADER } from '../../schema/passport.js';
import type { TlsTexts } from '../../settings/tls-files.js';
import type { TraceContext } from '../observability/trace-context.js';
import type { Deadline } from '../resilience/deadline.js';
import { createOriginPool, type OriginPool } from './origin-pool.js';
import type { ReadData, UpstreamAnswer } from './read-answer.js';
import { UpstreamCall } from './upstream-call.js';
import { UpstreamError } from './upstream-error.js';
import { createCallWatch } from './watch-calls.js';

/** One question to one upstream. */
export interface UpstreamRequest {
  readonly url: URL;
  /** GraphQL request as JSON text. */
  readonly body: string;
  /** True when nothing changes by it, so that it may be sent again. */
  readonly isRead: boolean;
  /** A tighter bound than the upstream's own for the whole call. */
  readonly limitMs?: number;
  /** The client's trace, which the call continues. */
  readonly trace: TraceContext | undefined;
  /** Who asks, signed for this operation (`schema/passport.ts`); undefined when subgraphs are not told. */
  readonly passport: string | undefined;
  /** Reads the data of an answer that is written as expected; see {@link readAnswer}. */
  readonly read?: ReadData | undefined;
}

/** The one HTTP client for every subgraph, national, provincial or other. */
export interface Upstream extends AsyncDisposable {
  /** Gives the answer, or throws {@link UpstreamError}. Cancelling the deadline closes the connection. */
  post(request: UpstreamRequest, deadline: Deadline): Promise<UpstreamAnswer>;
}

export interface UpstreamOptions {
  readonly connectTimeoutMs: number;
  /** Until the head of the answer is there, waiting for a connection included. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the answer. */
  readonly idleTimeoutMs: number;
  /** For the whole call. */
  readonly callTimeoutMs: number;
  /** An answer with more bytes is cut off and refused, so that one upstream cannot fill the gateway's memory. */
  readonly answerLimitBytes: number;
  readonly connectionsPerOrigin: number;
  /** What connections to an origin are made with, at this moment. */
  readonly credentialsOf?: CredentialsOf | undefined;
}

/** Certificates by origin; undefined for Node's own trust. */
export type CredentialsOf = (origin: string) => TlsTexts | undefined;

interface Target {
  readonly pool: OriginPool;
  readonly path: string;
  readonly host: string;
}

/** Opens the client; close it by disposing. Redirects are never followed (server-side request forgery). */
export function createUpstream(options: UpstreamOptions): Upstream {
  const budgets = { headersMs: options.headersTimeoutMs, idleMs: options.idleTimeoutMs };
  const { answerLimitBytes: limitBytes, callTimeoutMs } = options;
  const watch = createCallWatch();
  const pools = new Map<string, OriginPool>();
  const targets = new WeakMap<URL, Target>(); // taking a URL apart costs more than finding it here
  const findTarget = (url: URL): Target => {
    const known = targets.get(url);
    if (known !== undefined) return known;
    const { origin, pathname, search, host } = url;
    const credentials = options.credentialsOf?.(origin);
    const pool = pools.get(origin) ?? createOriginPool(origin, options, credentials);
    pools.set(origin, pool);
    pool.use(credentials); // a URL that is not known comes of another registry, which may have others
    const target = { pool, path: pathname + search, host };
    targets.set(url, target);
    return target;
  };
  return {
    post(request, deadline) {
      const target = findTarget(request.url);
      const { ended } = deadline;
      if (ended !== undefined) return Promise.reject(notAsked(ended, target.host));
      const { body, isRead, limitMs = callTimeoutMs, read } = request;
      const beganAt = performance.now();
      const remainingMs = Math.min(deadline.endsAt - beganAt, limitMs, callTimeoutMs);
      const endsAt = beganAt + remainingMs;
      const headers = headersFor(remainingMs, request);
      const bounds = { beganAt, endsAt, budgets, limitBytes };
      return new Promise((resolve, reject) => {
        const { pool, path, host } = target;
        const call = { pool, path, host, headers, body, isRead, read, ...bounds, deadline, watch, resolve, reject };
        new UpstreamCall(call).send();
      });
    },
    async [Symbol.asyncDispose]() {
      watch[Symbol.dispose]();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

function notAsked(ended: 'time-up' | 'cancelled', host: string): UpstreamError {
  return ended === 'time-up'
    ? new UpstreamError('timeout', `no time left to ask ${host}`)
    : new UpstreamError('cancelled', `call to ${host} cancelled`);
}

/** Names and values in turn. Of what the client sent, only its trace goes on; of its token, what the passport says. */
function headersFor(remainingMs: number, { trace, passport }: UpstreamRequest): string[] {
  const headers = [
    'content-type',
    'application/json',
    'accept',
    'application/json',
    'accept-encoding',
    'identity', // silence would mean that anything is welcome (RFC 9110, 12.5.3)
    'x-tongban-deadline-ms',
    String(Math.floor(remainingMs)),
  ];
  if (passport !== undefined) headers.push(PASSPORT_HEADER, passport);
  if (trace === undefined) return headers;
  headers.push('traceparent', trace.nextParent());
  if (trace.state !== undefined) headers.push('tracestate', trace.state);
  return headers;
}
