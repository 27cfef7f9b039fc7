import type { IncomingHttpHeaders } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../schema/error-codes.js';
import { EVENT_STREAM } from '../../schema/event-stream.js';
import { PASSPORT_HEADER, type Passport } from '../../schema/passport.js';
import type { Tracing } from '../../telemetry/tracing.js';
import type { TlsFiles } from '../../settings/tls-files.js';
import { type CheckPassport, letAnybodyIn } from './check-passport.js';
import { createDrain, type Drain } from './drain.js';
import { asError, SubgraphError } from './errors.js';
import type { Executor, GraphqlRequest } from './execute.js';
import { formatError as formatSubgraphError } from './format-error.js';
import { type HealthOptions, registerHealth } from './health.js';
import { listen, prepareServer } from './listen.js';
import { serveStream } from './serve-stream.js';
import type { SubgraphMeters } from './subgraph-metrics.js';
import type { Subscriber } from './subscribe.js';

/** What `createContext` may look at. */
export interface SubgraphRequest {
  readonly headers: IncomingHttpHeaders;
  /** What the gateway says of who asks and for what; undefined where it is not asked to say anything. */
  readonly passport: Passport | undefined;
}

export interface SubgraphServerOptions<Context> {
  /** Who serves, for `/livez`, `/readyz` and messages: `national`, `GD`. */
  readonly name: string;
  readonly executor: Executor<Context>;
  /** Opens subscriptions, which are answered as event streams; none are served without it. */
  readonly subscriber?: Subscriber<Context>;
  /** Called once per request and event of a stream, so it must be cheap; what it throws is the answer. */
  readonly createContext: (request: SubgraphRequest) => Context | Promise<Context>;
  /** Whom to answer: whoever shows a passport of a gateway; anybody unless it is given. */
  readonly checkPassport?: CheckPassport | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** Subgraphs are private, hence 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** Serves HTTPS to those who show a certificate that `caFile` vouches for; HTTP unless given. */
  readonly tls?: Required<TlsFiles> | undefined;
  /** The notice that is given instead of answers while there is one. */
  readonly findMaintenance?: (() => string | undefined) | undefined;
  /** Whether it could answer; for `/readyz`. */
  readonly findUnready?: HealthOptions['findUnready'];
  readonly formatError?: (error: GraphQLError) => GraphQLFormattedError;
  /** Undefined where nothing is counted. */
  readonly meters?: SubgraphMeters | undefined;
  /** Undefined where no request is told to a collector. */
  readonly tracing?: Tracing | undefined;
}

export interface SubgraphServer extends AsyncDisposable {
  /** Where GraphQL is served: `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  readonly port: number;
  /**
   * Begins nothing more (503; `/readyz` says so), finishes what is under way, and closes; it does not wait longer than
   * five seconds for that.
   */
  readonly close: () => Promise<void>;
}

// A list of representations is long: 1,000 of them with a key of 60 characters take 100 kB.
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

// A request that is not done by then hangs, and would keep the process from ending.
const DRAIN_MS = 5_000;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Serves `POST /graphql`, to those who may ask, and `GET /livez` and `/readyz`, to all, until it is closed. */
export async function startSubgraphServer<Context>(options: SubgraphServerOptions<Context>): Promise<SubgraphServer> {
  const { name, tls, host = '127.0.0.1', subscriber, createContext, findUnready } = options;
  const server = prepareServer(tls);
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    serverFactory: (handle) => server.factory(handle),
  });
  if (options.meters !== undefined) countRequests(app, options.meters);
  const answer = createAnswer(options);
  const drain = createDrain();
  const passports = new WeakMap<FastifyRequest, Passport | undefined>();
  const admit = createAdmit(options, { drain, passports });
  registerHealth(app, { name, isDraining: drain.isDraining, findUnready });
  app.post('/graphql', { onRequest: admit }, async (request, reply) => {
    const body = readBody(request.body);
    if (body === undefined) return refuse(reply, 400, 'BAD_REQUEST');
    const { headers } = request;
    const passport = passports.get(request);
    if (subscriber !== undefined && headers.accept === EVENT_STREAM) {
      const open = { subscriber, body, createContext: () => createContext({ headers, passport }) };
      if (serveStream(reply, open, { format: formatOf(options), closing: drain.draining })) return reply;
    }
    return send(reply, 200, await traced(options, headers, () => answer(body, { headers, passport })));
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'BAD_REQUEST'));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if (error.statusCode === 413) return refuse(reply, 413, 'BODY_TOO_LARGE');
    if (error.statusCode !== undefined && error.statusCode < 500) return refuse(reply, 400, 'BAD_REQUEST');
    return send(reply, 500, { errors: [formatSubgraphError(new GraphQLError('', { originalError: error }))] });
  });
  const port = await listen(app, { name, host, port: options.port });
  const close = async (): Promise<void> => {
    await drain.finish(DRAIN_MS);
    // What has not ended by then is cut off, and so is a connection that was opened and never used.
    setImmediate(() => app.server.closeAllConnections());
    await app.close();
    server[Symbol.dispose]();
  };
  const authority = host.includes(':') ? `[${host}]` : host;
  const url = `${tls === undefined ? 'http' : 'https'}://${authority}:${port}/graphql`;
  return { url, port, close, [Symbol.asyncDispose]: close };
}

interface Admitting {
  readonly drain: Drain;
  readonly passports: WeakMap<FastifyRequest, Passport | undefined>;
}

/** Decides whether a request is taken in, before its body is read: whoever may not ask shall not send megabytes. */
function createAdmit<Context>(options: SubgraphServerOptions<Context>, { drain, passports }: Admitting) {
  const { checkPassport = letAnybodyIn, findMaintenance } = options;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (drain.isDraining()) {
      // Whoever takes this one's place answers there in a moment.
      reply.headers({ 'retry-after': '1', connection: 'close' });
      refuse(reply, 503, 'NOT_READY');
      return;
    }
    drain.enter(reply.raw);
    try {
      passports.set(request, await checkPassport(request.headers[PASSPORT_HEADER]));
    } catch (error) {
      if (!(error instanceof SubgraphError)) throw error;
      reply.header('www-authenticate', 'Tongban-Passport'); // RFC 9110, 15.5.2
      refuse(reply, 401, error);
      return;
    }
    const notice = findMaintenance?.();
    if (notice !== undefined) refuse(reply, 503, new SubgraphError('PROVINCE_MAINTENANCE', notice));
  };
}

type Answer = { data?: unknown; errors?: readonly GraphQLFormattedError[] };

function formatOf({
  formatError,
}: {
  readonly formatError?: ((error: GraphQLError) => GraphQLFormattedError) | undefined;
}) {
  return formatError ?? ((error: GraphQLError) => formatSubgraphError(error));
}

/** Answers within a span of its own, in the trace of the gateway. */
async function traced<Context>(
  { name, tracing }: SubgraphServerOptions<Context>,
  { traceparent }: IncomingHttpHeaders,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (tracing === undefined) return run();
  const parent = typeof traceparent === 'string' ? traceparent : undefined;
  const span = tracing.begin('request', { kind: 'server', parent, attributes: { subgraph: name } });
  const given = await tracing.within(span, run);
  const code = given.errors?.[0]?.extensions?.['code'];
  span.end(given.errors === undefined ? undefined : String(code));
  return given;
}

/** Streams are answered by themselves, and last as long as they are wanted. */
function countRequests(app: FastifyInstance, meters: SubgraphMeters): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (request.method === 'POST' && request.headers.accept !== EVENT_STREAM)
      meters.requested({ status: String(reply.statusCode) }, reply.elapsedTime);
    done();
  });
}

function createAnswer<Context>({ executor, createContext, formatError, meters }: SubgraphServerOptions<Context>) {
  const plain = formatOf({ formatError });
  const format = (error: GraphQLError): GraphQLFormattedError => {
    const formatted = plain(error);
    meters?.failed({ code: String(formatted.extensions?.['code']) });
    return formatted;
  };
  return async (body: GraphqlRequest, request: SubgraphRequest): Promise<Answer> => {
    try {
      const { data, errors } = await executor(body, await createContext(request));
      return errors === undefined ? { data } : { data, errors: errors.map((error) => format(error)) };
    } catch (error) {
      const originalError = asError(error);
      return { errors: [format(new GraphQLError(originalError.message, { originalError }))] };
    }
  };
}

function readBody(body: unknown): GraphqlRequest | undefined {
  if (!isRecord(body)) return undefined;
  const { query, variables, operationName } = body;
  if (typeof query !== 'string') return undefined;
  if (!isAbsent(variables) && !isRecord(variables)) return undefined;
  if (!isAbsent(operationName) && typeof operationName !== 'string') return undefined;
  return { query, variables: variables ?? undefined, operationName: operationName ?? undefined };
}

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function send(reply: FastifyReply, status: number, answer: Answer): FastifyReply {
  return reply.code(status).type(JSON_TYPE).send(JSON.stringify(answer));
}

function refuse(reply: FastifyReply, status: number, problem: ErrorCode | SubgraphError): FastifyReply {
  const { code, message } = typeof problem === 'string' ? new SubgraphError(problem) : problem;
  return send(reply, status, { errors: [{ message, extensions: { code } }] });
}
