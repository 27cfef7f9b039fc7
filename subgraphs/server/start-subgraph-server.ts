import type { IncomingHttpHeaders } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../schema/error-codes.js';
import { EVENT_STREAM } from '../../schema/event-stream.js';
import { PASSPORT_HEADER, type Passport } from '../../schema/passport.js';
import type { Tracing } from '../../telemetry/tracing.js';
import { type CheckPassport, letAnybodyIn } from './check-passport.js';
import { asError, StartupError, SubgraphError } from './errors.js';
import type { Executor, GraphqlRequest } from './execute.js';
import { formatError as formatSubgraphError } from './format-error.js';
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
  /** Who serves, for `/livez` and messages: `national`, `GD`. */
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
  /** Finishes requests in flight, but does not wait longer than five seconds for them. */
  readonly close: () => Promise<void>;
}

// A list of representations is long: 1,000 of them with a key of 60 characters take 100 kB.
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

// A request that is not done by then hangs, and would keep the process from ending.
const DRAIN_MS = 5_000;

const JSON_TYPE = 'application/json; charset=utf-8';

/** Serves `POST /graphql`, to those who may ask, and `GET /livez`, to all, until it is closed. */
export async function startSubgraphServer<Context>(options: SubgraphServerOptions<Context>): Promise<SubgraphServer> {
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: 'idle' });
  const answer = createAnswer(options);
  const { checkPassport = letAnybodyIn, subscriber, createContext } = options;
  const closing = new AbortController();
  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  if (options.meters !== undefined) countRequests(app, options.meters);
  const passports = new WeakMap<FastifyRequest, Passport | undefined>();
  // Before the body is read: whoever may not ask shall not make the process read megabytes.
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    try {
      passports.set(request, await checkPassport(request.headers[PASSPORT_HEADER]));
    } catch (error) {
      if (!(error instanceof SubgraphError)) throw error;
      reply.header('www-authenticate', 'Tongban-Passport'); // RFC 9110, 15.5.2
      refuse(reply, 401, error);
    }
  };
  app.get('/livez', () => ({ status: 'live', name: options.name }));
  app.post('/graphql', { onRequest: admit }, async (request, reply) => {
    const body = readBody(request.body);
    if (body === undefined) return refuse(reply, 400, 'BAD_REQUEST');
    const { headers } = request;
    const passport = passports.get(request);
    if (subscriber !== undefined && headers.accept === EVENT_STREAM) {
      // It would end at once, and look like a stream that is over.
      if (closing.signal.aborted) return refuse(reply, 503, 'NOT_READY');
      const open = { subscriber, body, createContext: () => createContext({ headers, passport }) };
      if (serveStream(reply, open, { format: formatOf(options), closing: closing.signal })) return reply;
    }
    return send(reply, 200, await traced(options, headers, () => answer(body, { headers, passport })));
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'BAD_REQUEST'));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if (error.statusCode === 413) return refuse(reply, 413, 'BODY_TOO_LARGE');
    if (error.statusCode !== undefined && error.statusCode < 500) return refuse(reply, 400, 'BAD_REQUEST');
    return send(reply, 500, { errors: [formatSubgraphError(new GraphQLError('', { originalError: error }))] });
  });
  return listen(app, options);
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

interface Address {
  readonly name: string;
  readonly port: number;
  readonly host?: string;
}

async function listen(app: FastifyInstance, { name, port, host = '127.0.0.1' }: Address): Promise<SubgraphServer> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    await app.close();
    throw new StartupError(describeListenError(asError(error), { name, port, host }), { cause: error });
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    const timer = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
    await app.close();
    clearTimeout(timer);
  };
  const authority = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${authority}:${bound}/graphql`, port: bound, close, [Symbol.asyncDispose]: close };
}

function describeListenError(error: Error, { name, port, host }: Required<Address>): string {
  const code = 'code' in error ? error.code : undefined;
  const place = `${name} cannot listen on ${host}:${port}`;
  if (code === 'EADDRINUSE') return `${place}: the port is in use. Stop the process that holds it, or choose another.`;
  if (code === 'EACCES') return `${place}: not permitted. Choose a port above 1023.`;
  return `${place}: ${error.message}.`;
}
