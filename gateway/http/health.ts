import type { FastifyInstance } from 'fastify';

/**
 * `/livez`: the process runs. `/readyz`: the gateway can answer. The server opens only when the schema is loaded, so
 * it can answer from its first moment until it begins to close; provinces that are down make answers partial, which
 * coverage says, and not the gateway unready.
 */
export function registerHealth(app: FastifyInstance, isClosing: () => boolean): void {
  app.get('/livez', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/readyz', (_request, reply) =>
    isClosing() ? reply.code(503).send({ status: 'closing' }) : reply.send({ status: 'ready' }),
  );
}
