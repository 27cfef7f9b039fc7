import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../errors.js';
import type { Log } from '../observability/log.js';
import type { OperationRequest, RunOperation } from '../operation/run-operation.js';
import { startDeadline } from '../resilience/deadline.js';
import { codingFor, compress } from './compress.js';
import { requirePreflight } from './cross-origin.js';
import { chooseType } from './negotiate.js';
import { readRequest, readUrlRequest, type ReadOptions } from './read-request.js';
import { writeAnswer, writeFault, type HttpResponse } from './write-response.js';

const URL_OF_GRAPH = '/graphql';

export interface GraphQLOptions extends ReadOptions {
  /** How long one operation may take. */
  readonly operationTimeoutMs: number;
}

/** Serves the graph: any operation by POST, queries by GET. */
export function registerGraphQL(app: FastifyInstance, options: GraphQLOptions, runOperation: RunOperation): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, graphql: OperationRequest): Promise<unknown> => {
    const type = chooseType(request.headers.accept);
    if (type === undefined) throw new Fault('NOT_ACCEPTABLE');
    const deadline = startDeadline(options.operationTimeoutMs);
    // It comes when the answer was written too, and then stops nothing.
    reply.raw.once('close', () => deadline.cancel());
    return await send(request, reply, writeAnswer(await runOperation(graphql, deadline), type));
  };
  app.removeContentTypeParser('text/plain');
  app.post(URL_OF_GRAPH, async (request, reply) => {
    refuseCharset(request.headers['content-type']);
    refuseCoding(request.headers['content-encoding']);
    return await answer(request, reply, readRequest(request.body, request.headers, options));
  });
  // Without the HEAD that fastify adds: it would run the query and throw the answer away.
  app.get(URL_OF_GRAPH, { exposeHeadRoute: false }, async (request, reply) => {
    requirePreflight(request);
    // Answers change from moment to moment, and belong to the one who asked.
    void reply.header('cache-control', 'no-store');
    return await answer(request, reply, readUrlRequest(request.query, request.headers, options));
  });
  app.route({
    method: ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'],
    url: URL_OF_GRAPH,
    // Before a body is read, of which only the media type would be said to be wrong.
    onRequest: () => Promise.reject(new Fault('METHOD_NOT_ALLOWED')),
    handler: () => undefined,
  });
}

/** Answers every error as a GraphQL response, in the media type that the client takes. */
export function registerFaults(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error: FastifyError | Fault, request, reply) => {
    const fault = error instanceof Fault ? error : readFastifyError(error);
    if (fault.code === 'INTERNAL')
      log.error('request failed', error, { requestId: request.id, route: routeOf(request) });
    const type = chooseType(request.headers.accept) ?? 'application/json';
    return await send(request, reply, writeFault(fault, type, request.id));
  });
}

function readFastifyError(error: FastifyError): Fault {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Fault('BODY_TOO_LARGE');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Fault('UNSUPPORTED_MEDIA_TYPE');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Fault('BAD_REQUEST', 'The body must be JSON, sent with content-type application/json.');
    default:
      return new Fault((error.statusCode ?? 500) < 500 ? 'BAD_REQUEST' : 'INTERNAL', undefined, { cause: error });
  }
}

/** Bodies are read as UTF-8, so one that says otherwise would be misread. */
function refuseCharset(contentType: string | undefined): void {
  if (contentType === undefined || contentType === 'application/json') return;
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType) ?? [];
  if (charset.toLowerCase() !== 'utf-8') throw new Fault('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as UTF-8.');
}

/** Bodies are read as they come; at 256 kB nobody needs to compress one. */
function refuseCoding(contentEncoding: string | undefined): void {
  if (contentEncoding === undefined || contentEncoding === 'identity') return;
  throw new Fault('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent without content-encoding.');
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
}

async function send(request: FastifyRequest, reply: FastifyReply, response: HttpResponse): Promise<FastifyReply> {
  const { status, type, allow, body } = response;
  const vary = reply.getHeader('vary'); // set where pages of other origins may ask
  void reply
    .code(status)
    .header('content-type', `${type}; charset=utf-8`)
    .header('vary', vary === undefined ? 'accept, accept-encoding' : `${String(vary)}, accept, accept-encoding`);
  if (allow !== undefined) void reply.header('allow', allow);
  const coding = codingFor(body, request.headers['accept-encoding']);
  if (coding === 'identity') return reply.send(body);
  const compressed = await compress(body, coding);
  return reply.header('content-encoding', coding).send(compressed);
}
