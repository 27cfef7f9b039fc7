import { Kind, type GraphQLSchema } from 'graphql';
import { invariant } from '../../errors.js';
import type { EngineAnswer } from './engine.js';
import { createIntrospection } from './introspect.js';
import type { Position } from './position.js';
import type { Run } from './run.js';
import type { SeparatedDocument } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';
import { compileObject } from './write-data.js';

/** Writes the answer of a finished run. */
export type WriteAnswer = (run: Run) => EngineAnswer;

/**
 * Compiles how an operation's answer is written: the client's keys in the client's order, as these conditions make
 * them, and nothing else of what the fetches gave.
 */
export function compileWriter(
  { apiSchema: schema, types }: { readonly apiSchema: GraphQLSchema; readonly types: TypeMap },
  { document, clientKey }: SeparatedDocument,
  conditions: Readonly<Record<string, boolean>>,
): WriteAnswer {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  invariant(operation, 'the document has an operation');
  const type = schema.getRootType(operation.operation);
  invariant(type, `the schema serves a ${operation.operation}`);
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const introspect = createIntrospection(schema, document);
  const context = { schema, fragments, interfaceObjects: types.interfaceObjects, conditions, clientKey, introspect };
  const write = compileObject(type, [operation.selectionSet], { depth: 0, context });
  return ({ data, variables, errors }) => {
    const at: Position = { path: [], errors: [], clientKey, variables };
    return { data: write(data, at) ?? 'null', errors: [...at.errors, ...errors] };
  };
}
