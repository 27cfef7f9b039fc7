import { OperationTypeNode, parse, print, valueFromAST, type GraphQLSchema } from 'graphql';
import { Fault } from '../errors.js';
import { settleConditions } from '../operation/engine/conditions.js';
import type { GraphQLRequest } from '../operation/prepare-operation.js';
import { findList, type FoundList } from './find-list.js';
import { inlineFragments } from './inline-fragments.js';
import { rewriteOperation, type PageOperation } from './rewrite-operation.js';
import { tellSuppression } from './tell-suppression.js';

/** How an operation is exported: what is asked for each page, and what stands in the file. */
export interface ExportPlan {
  readonly list: FoundList;
  readonly page: PageOperation;
  /** The cursor behind which the caller wants to begin. */
  readonly firstCursor: string | null;
  /** The document as it was asked, written in the one way that GraphQL is printed. */
  readonly document: string;
}

interface Surroundings {
  readonly schema: GraphQLSchema;
  /** The caller's variables, coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Rows of a page when the operation does not say. */
  readonly pageSize: number;
}

/**
 * Plans the export of an operation that was found valid. Throws {@link Fault}: only a query with exactly one list is
 * exported, and from its beginning onwards.
 */
export function planExport(
  { query, operationName }: Pick<GraphQLRequest, 'query' | 'operationName'>,
  { schema, variables, pageSize }: Surroundings,
): ExportPlan {
  const document = parse(query, { noLocation: true });
  const settled = tellSuppression(settleConditions(document, variables), schema);
  const operation = inlineFragments(settled, operationName);
  if (operation?.operation !== OperationTypeNode.QUERY) throw new Fault('NOT_EXPORTABLE', 'Only queries are exported.');
  const list = findList(operation, schema);
  const given = readArguments(list, variables);
  if (isGiven(given['last']) || isGiven(given['before']))
    throw new Fault('NOT_EXPORTABLE', 'An export reads forwards. Take "last" and "before" out.');
  const { after } = given;
  return {
    list,
    page: rewriteOperation(operation, list, { schema, pageSize }),
    firstCursor: typeof after === 'string' ? after : null,
    document: print(document),
  };
}

function readArguments(
  { connection }: FoundList,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given = connection?.nodes[0]?.arguments ?? [];
  return Object.fromEntries(
    given.map(({ name, value }) => {
      const argument = connection?.field.args.find((one) => one.name === name.value);
      return [name.value, argument && valueFromAST(value, argument.type, { ...variables })];
    }),
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
