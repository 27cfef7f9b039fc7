import type { FastifyInstance } from 'fastify';
import { Fault } from '../errors.js';

/**
 * `/livez`: the process runs. `/readyz`: the gateway can answer. The server opens only when the schema is loaded, so
 * it can answer from its first moment until it begins to close; provinces that are down make answers partial, which
 * coverage says, and not the gateway unready. A request that comes in while it closes is refused with NOT_READY.
 */
export function registerHealth(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const isWork = isClosing && request.method === 'POST';
    done(isWork ? new Fault('NOT_READY') : undefined);
  });
  app.get('/livez', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/readyz', (_request, reply) =>
    isClosing ? reply.code(503).send({ status: 'closing' }) : reply.send({ status: 'ready' }),
  );
}
