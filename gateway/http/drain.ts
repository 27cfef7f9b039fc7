import type { FastifyInstance } from 'fastify';
import { Fault } from '../errors.js';

/**
 * Makes `close` orderly and bounded: requests in flight finish, work that comes in after is refused with NOT_READY, and
 * connections end as soon as nothing is in flight, `graceMs` later at the latest. Node alone would wait for a
 * connection that was opened and never used, which browsers do.
 */
export function registerDrain(app: FastifyInstance, graceMs: number): { readonly isClosing: () => boolean } {
  let isClosing = false;
  let inFlight = 0;
  const idle = Promise.withResolvers<undefined>();
  app.addHook('onRequest', (request, reply, done) => {
    inFlight += 1;
    // `close` comes for every response, also for one that its client did not wait for.
    reply.raw.once('close', () => {
      inFlight -= 1;
      if (isClosing && inFlight === 0) idle.resolve(undefined);
    });
    done(isClosing && request.routeOptions.url === '/graphql' ? new Fault('NOT_READY') : undefined);
  });
  app.addHook('onSend', (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
    return Promise.resolve();
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    // Before the server closes, which would cut an answer that a slow reader has not taken in yet.
    const force = setTimeout(() => idle.resolve(undefined), graceMs);
    if (inFlight === 0) idle.resolve(undefined);
    await idle.promise;
    clearTimeout(force);
    // After this turn: the server must have stopped listening before its last connections are ended.
    setImmediate(() => app.server.closeAllConnections());
  });
  return { isClosing: () => isClosing };
}
