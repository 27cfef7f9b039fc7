import type { FastifyInstance } from 'fastify';
import { reportFault } from './report-fault.js';

/** Why a subgraph cannot answer at present. */
export type Unready = 'draining' | 'database' | 'migrations';

export interface HealthOptions {
  /** Who serves: `national`, `GD`. */
  readonly name: string;
  readonly isDraining: () => boolean;
  /** Finds out whether it could answer; undefined when it could. */
  readonly findUnready?: (() => Promise<Unready | undefined>) | undefined;
}

// Those who ask wait about a second; a database that takes longer is of no use to a reader either.
const LIMIT_MS = 1_000;

/**
 * `GET /livez`: the process runs. `GET /readyz`: it can answer, since its database does and is of its version, and it is
 * not about to end; otherwise 503 with the reason. Neither says anything else, so both are for everybody who gets here.
 */
export function registerHealth(app: FastifyInstance, { name, isDraining, findUnready }: HealthOptions): void {
  app.get('/livez', () => ({ status: 'live', name }));
  app.get('/readyz', async (_request, reply) => {
    const reason = isDraining() ? 'draining' : await find(findUnready, name);
    return reason === undefined
      ? { status: 'ready', name }
      : reply.code(503).send({ status: reason === 'draining' ? 'draining' : 'not ready', reason, name });
  });
}

async function find(findUnready: HealthOptions['findUnready'], name: string): Promise<Unready | undefined> {
  if (findUnready === undefined) return undefined;
  const late = Promise.withResolvers<Unready>();
  const limit = setTimeout(() => late.resolve('database'), LIMIT_MS);
  try {
    return await Promise.race([findUnready(), late.promise]);
  } catch (error) {
    reportFault('not ready', error, { name });
    return 'database';
  } finally {
    clearTimeout(limit);
  }
}
