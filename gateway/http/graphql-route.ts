import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Fault } from '../errors.js';
import { isOwnEventSource, requirePreflight } from './cross-origin.js';
import type { GraphDoor } from './graph-door.js';

/** Where the graph is served. */
export const URL_OF_GRAPH = '/graphql';

/** Serves the graph: any operation by POST, queries and subscriptions by GET. `isClosing` refuses what comes late. */
export function registerGraphQL(app: FastifyInstance, door: GraphDoor, isClosing: () => boolean): void {
  app.addHook('onRequest', (_request, _reply, done) => done(isClosing() ? new Fault('NOT_READY') : undefined));
  // Before a body is read, which the door does itself.
  app.post(URL_OF_GRAPH, { onRequest: (_request, reply) => door.post(takeOver(reply)), handler: () => undefined });
  // Without the HEAD that fastify adds: it would run the query and throw the answer away.
  app.get(URL_OF_GRAPH, { exposeHeadRoute: false }, async (request, reply) => {
    if (!isOwnEventSource(request)) requirePreflight(request);
    await door.get(takeOver(reply), request.query);
  });
  app.route({
    method: ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'],
    url: URL_OF_GRAPH,
    // Before a body is read, of which only the media type would be said to be wrong.
    onRequest: () => Promise.reject(new Fault('METHOD_NOT_ALLOWED')),
    handler: () => undefined,
  });
}

/** Answers every error as a GraphQL response. */
export function registerFaults(app: FastifyInstance, door: GraphDoor): void {
  app.setErrorHandler(async (error, _request, reply) => await door.refuse(takeOver(reply), error));
}

/** The response under a reply, with the headers that the reply was given. */
export function takeOver(reply: FastifyReply): ServerResponse {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
  return reply.raw;
}
