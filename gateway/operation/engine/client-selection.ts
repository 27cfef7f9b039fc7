import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { invariant } from '../../errors.js';
import type { SelectionContext } from './collect-fields.js';
import type { SeparatedDocument } from './separate-aliases.js';

/** What the client selected, for one set of conditions. */
export interface ClientSelection extends SelectionContext {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The type of the operation's root. */
  readonly type: GraphQLObjectType;
  readonly clientKey: (key: string) => string;
}

/** Takes apart a document with one operation. */
export function selectionOf(
  { document, clientKey }: SeparatedDocument,
  schema: GraphQLSchema,
  conditions: Readonly<Record<string, boolean>>,
): ClientSelection {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  invariant(operation, 'the document has an operation');
  const type = schema.getRootType(operation.operation);
  invariant(type, `the schema serves a ${operation.operation}`);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { document, operation, type, schema, fragments, conditions, clientKey };
}
