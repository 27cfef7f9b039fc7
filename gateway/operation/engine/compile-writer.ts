import { Kind, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { errorEntry, Fault, invariant } from '../../errors.js';
import { conditionVariables } from './conditions.js';
import type { EngineAnswer } from './engine.js';
import { createIntrospection } from './introspect.js';
import type { Position } from './position.js';
import type { Run } from './run.js';
import type { SeparatedDocument } from './separate-aliases.js';
import { compileObject, type Write } from './write-data.js';

/** Writes the answer of a finished run. */
export type WriteAnswer = (run: Run) => EngineAnswer;

// Combinations of conditions that one operation is asked with; each holds a writer. Beyond it the oldest is dropped.
const MAX_VARIANTS = 32;

/**
 * Compiles how an operation's answer is written: the client's keys in the client's order, and nothing else of what the
 * fetches gave. `@skip` and `@include` are settled when it is compiled, once for each combination of their variables.
 */
export function compileWriter(
  schema: GraphQLSchema,
  { document, clientKey }: SeparatedDocument,
  operation: OperationDefinitionNode,
): WriteAnswer {
  const names = conditionVariables(document);
  const variants = new Map<string, Write>();
  const type = schema.getRootType(operation.operation);
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const introspect = createIntrospection(schema, document);
  invariant(type, `the schema serves a ${operation.operation}`);
  return (run) => {
    const { variables } = run;
    const unset = names.find((name) => typeof variables[name] !== 'boolean');
    if (unset !== undefined) return refuseCondition(unset);
    const key = names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let write = variants.get(key);
    if (write === undefined) {
      const context = {
        schema,
        fragments,
        conditions: variables,
        clientKey,
        introspect,
      };
      write = compileObject(type, [operation.selectionSet], { depth: 0, context });
      if (variants.size >= MAX_VARIANTS) variants.delete([...variants.keys()][0] ?? '');
      variants.set(key, write);
    }
    const at: Position = { path: [], errors: [], clientKey, variables };
    const data = write(run.data, at) ?? 'null';
    return { data, errors: [...at.errors, ...run.errors] };
  };
}

/** A nullable variable with a default may be null all the same (GraphQL specification, 5.8.5). */
function refuseCondition(name: string): EngineAnswer {
  const message = `Give "$${name}" true or false: a selection depends on it.`;
  return { data: 'null', errors: [errorEntry(new Fault('BAD_USER_INPUT', message))] };
}
