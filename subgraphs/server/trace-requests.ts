import { type GraphQLFieldResolver, type GraphQLSchema, defaultFieldResolver } from 'graphql';
import type { Tracing } from '../../telemetry/tracing.js';

/** Tells of every root field that is resolved within the span of a request. To be called before anything is compiled. */
export function traceRootFields(schema: GraphQLSchema, tracing: Tracing): void {
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      field.resolve = traced(`${root?.name ?? ''}.${field.name}`, field.resolve ?? defaultFieldResolver, tracing);
    }
  }
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

function traced(name: string, resolve: Resolve, tracing: Tracing): Resolve {
  return (...asked: Parameters<Resolve>) => {
    const request = tracing.current();
    if (request === undefined) return resolve(...asked);
    const span = tracing.begin(name, { kind: 'internal', parent: request });
    const run = async (): Promise<unknown> => {
      try {
        const value: unknown = await resolve(...asked);
        span.end();
        return value;
      } catch (error) {
        span.end(codeOf(error));
        throw error;
      }
    };
    return tracing.within(span, run);
  };
}

/** The code of what was thrown; nothing of its text. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? code : 'INTERNAL';
}
