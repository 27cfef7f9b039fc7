import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Fault } from '../errors.js';
import { EVENT_STREAM, LAST_EVENT_ID } from '../../schema/event-stream.js';
import { PURPOSE_HEADER } from '../../schema/purpose.js';
import { COVERAGE_HEADER, EXPLAIN_HEADER } from './read-request.js';

/** Either shows that a page of another origin was allowed to ask: browsers send neither without a preflight. */
const PREFLIGHT_HEADERS = ['graphql-require-preflight', 'apollo-require-preflight'] as const;

const ALLOWED_HEADERS = [
  'content-type',
  'authorization',
  'traceparent',
  'tracestate',
  LAST_EVENT_ID,
  COVERAGE_HEADER,
  PURPOSE_HEADER,
  EXPLAIN_HEADER,
  ...PREFLIGHT_HEADERS,
];

// What browsers cap at anyway, so that one preflight does for a visit.
const MAX_AGE_SECONDS = 7200;

/**
 * Lets pages of the origins in the list ask the routes of `app`, and those of no other. No cookie is ever asked for,
 * and what a preflight asks for is never echoed.
 */
export async function registerCrossOrigin(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  // Before the plugin, which calls every OPTIONS a preflight.
  app.addHook('onRequest', ({ method, headers }, _reply, done) => {
    const isPreflight = headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
    done(method === 'OPTIONS' && !isPreflight ? new Fault('METHOD_NOT_ALLOWED') : undefined);
  });
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: ['retry-after'],
    credentials: false,
    maxAge: MAX_AGE_SECONDS,
  });
}

/**
 * Whether a page of this very origin has opened an event source, which can set no header. Browsers say so themselves
 * (Fetch Metadata), and no page can say it in their place.
 */
export function isOwnEventSource({ headers }: FastifyRequest): boolean {
  return headers.accept === EVENT_STREAM && headers['sec-fetch-site'] === 'same-origin';
}

/** Throws {@link Fault} for a request that any page may have made without being asked (cross-site request forgery). */
export function requirePreflight({ headers }: FastifyRequest): void {
  if (PREFLIGHT_HEADERS.some((name) => headers[name] !== undefined)) return;
  throw new Fault(
    'PREFLIGHT_REQUIRED',
    `A request by GET needs the header ${PREFLIGHT_HEADERS[0]} with any value. Or POST it as JSON.`,
  );
}
