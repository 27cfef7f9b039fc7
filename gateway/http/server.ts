import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ConfigurationError, Fault } from '../errors.js';
import type { Log } from '../observability/log.js';
import type { RunOperation } from '../operation/run-operation.js';
import { registerDrain } from './drain.js';
import { registerHealth } from './health.js';
import { readRequest } from './read-request.js';
import { writeAnswer, writeFault, type HttpResponse } from './write-response.js';

export interface HttpServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly bodyLimitBytes: number;
  /** How long requests in flight may take to finish when the server closes. */
  readonly drainMs: number;
  /** True when answers may say how they came about: which provinces were asked, and how long each took. */
  readonly mayExplain: boolean;
}

export interface HttpServerDependencies {
  readonly runOperation: RunOperation;
  /** The schema that clients see at this moment, as SDL. */
  schemaSdl(): string;
  readonly log: Log;
  /** Adds the pages to the server; the server itself knows none of them. */
  registerPages(app: FastifyInstance): void;
}

/** The open front door. Disposing it finishes the requests in flight and refuses new ones. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

/** Opens the front door. Throws {@link ConfigurationError} when the port is taken. */
export async function startHttpServer(
  options: HttpServerOptions,
  dependencies: HttpServerDependencies,
): Promise<HttpServer> {
  const app = fastify({
    bodyLimit: options.bodyLimitBytes,
    return503OnClosing: false, // it would answer without an error code
    routerOptions: { ignoreTrailingSlash: true },
  });
  const { isClosing } = registerDrain(app, options.drainMs);
  registerGraphQL(app, options, dependencies);
  registerHealth(app, isClosing);
  app.get('/schema.graphql', (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(dependencies.schemaSdl()),
  );
  dependencies.registerPages(app);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ message: 'Nothing is served here. POST GraphQL requests to /graphql.' }),
  );
  const url = await listen(app, options);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
    },
  };
}

function registerGraphQL(
  app: FastifyInstance,
  { mayExplain }: HttpServerOptions,
  { runOperation, log }: HttpServerDependencies,
): void {
  app.post('/graphql', async (request, reply) => {
    const graphql = readRequest(request.body, request.headers, mayExplain);
    const answer = await runOperation(graphql, goneSignal(reply));
    return send(reply, writeAnswer(answer, request.headers.accept));
  });
  app.route({
    method: ['GET', 'PUT', 'DELETE', 'PATCH'],
    url: '/graphql',
    handler: (_request, reply) =>
      reply.code(405).header('allow', 'POST').send({ message: 'GraphQL requests are posted to /graphql as JSON.' }),
  });
  app.setErrorHandler((error: FastifyError | Fault, request, reply) => {
    const fault = error instanceof Fault ? error : readFastifyError(error);
    if (fault.code === 'INTERNAL')
      log.error('request failed', error, { requestId: request.id, route: routeOf(request) });
    return send(reply, writeFault(fault, request.id));
  });
}

function readFastifyError(error: FastifyError): Fault {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Fault('BODY_TOO_LARGE');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Fault('BAD_REQUEST', 'The body must be JSON, sent with content-type application/json.');
    default:
      return new Fault((error.statusCode ?? 500) < 500 ? 'BAD_REQUEST' : 'INTERNAL', undefined, { cause: error });
  }
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
}

/** Aborts when the client has closed the connection before its answer was written. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function send(reply: FastifyReply, { status, contentType, body }: HttpResponse): FastifyReply {
  return reply.code(status).header('content-type', contentType).header('x-content-type-options', 'nosniff').send(body);
}

async function listen(app: FastifyInstance, { host, port }: HttpServerOptions): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new ConfigurationError([
        `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1}.`,
      ]);
    }
    throw error;
  }
}
