import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../auth/authenticate.js';
import { refuseSchema, type IntrospectionRule } from '../auth/refuse-schema.js';

/** Where the schema is served, as SDL. */
export const URL_OF_SCHEMA = '/schema.graphql';

export interface SchemaRoute {
  readonly authenticate: Authenticate;
  /** To whom the schema is shown. */
  readonly introspection: IntrospectionRule;
  /** The schema that clients see at this moment. */
  readonly schemaSdl: () => string;
}

/** Serves the schema to those who may see it, and only to those who do not have it yet (RFC 9110, 13.1.2). */
export function registerSchema(app: FastifyInstance, { authenticate, introspection, schemaSdl }: SchemaRoute): void {
  const tagOf = createTags();
  // Kept and asked about each time: a new schema is in force at once. What only the known may see is kept by nobody between.
  const caching = introspection === 'open' ? 'no-cache' : 'private, no-cache';
  app.get(URL_OF_SCHEMA, async ({ headers }, reply) => {
    const { identity } = await authenticate(headers.authorization);
    const refusal = refuseSchema(introspection, identity);
    if (refusal !== undefined) throw refusal;
    const sdl = schemaSdl();
    const tag = tagOf(sdl);
    void reply.headers({ etag: tag, 'cache-control': caching, vary: 'authorization' });
    if (isNamed(tag, headers['if-none-match'])) return reply.code(304).send();
    return reply.type('text/plain; charset=utf-8').send(sdl);
  });
}

/** Tags of schemas; that of the latest is remembered, since a schema is served until another takes its place. */
function createTags(): (sdl: string) => string {
  let latest = { sdl: '', tag: '""' };
  return (sdl) => {
    if (sdl !== latest.sdl) latest = { sdl, tag: `"${createHash('sha256').update(sdl).digest('base64url')}"` };
    return latest.tag;
  };
}

/** Whether `If-None-Match` names the tag. The comparison is weak: proxies that compress mark a tag with `W/`. */
function isNamed(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((named) => ['*', tag].includes(named.trim().replace(/^W\//, '')));
}
