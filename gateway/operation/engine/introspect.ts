import { executeSync, Kind, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import { invariant } from '../../errors.js';
import { toByteText } from '../../json/byte-text.js';
import { responseKey } from './separate-aliases.js';

/** Answers the `__schema` or `__type` fields of one response key from the schema that clients see, as JSON in a byte text. */
export type Introspect = (fields: readonly FieldNode[], variables: Readonly<Record<string, unknown>>) => string;

/** Makes what answers introspection in an operation of this document. */
export function createIntrospection(schema: GraphQLSchema, document: DocumentNode): Introspect {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return (fields, variableValues) => {
    const [field] = fields;
    invariant(operation !== undefined && field !== undefined, 'introspection is part of an operation');
    const asked = { ...operation, selectionSet: { kind: Kind.SELECTION_SET as const, selections: fields } };
    const { data } = executeSync({
      schema,
      document: { kind: Kind.DOCUMENT, definitions: [asked, ...fragments] },
      rootValue: {},
      variableValues,
    });
    return toByteText(JSON.stringify(data?.[responseKey(field)] ?? null));
  };
}
