import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  validate,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Purpose } from '../../schema/purpose.js';
import type { Caller } from '../auth/caller.js';
import { errorEntry, type Fault } from '../errors.js';
import { refuseAccess } from '../auth/required-access.js';
import type { Completeness } from '../routing/operation-scope.js';
import type { ExecutableOperation } from './engine/engine.js';
import { createKnownDocuments, type AskedDocument, type KnownDocumentsOptions } from './known-documents.js';
import { hideValues } from './hide-values.js';
import { refuseExcess } from './operation-limits.js';
import { MAX_ERRORS, refuseOperation, withoutSuggestions, type Refusal } from './refuse-operation.js';
import { sampleVariables } from './sample-variables.js';

/** What a client sent, after the HTTP layer has checked its outer shape. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly completeness: Completeness;
  readonly caller: Caller;
  /** What the caller says that he asks for. */
  readonly purpose: Purpose | undefined;
  /** Why this caller may not see the schema; undefined when it may. */
  readonly schemaRefusal: Fault | undefined;
  /** True when the answer is to say how it came about. */
  readonly isExplained: boolean;
}

/** Either an operation that can be executed and what it costs, or what the caller has to mend. */
export type Prepared = { readonly ok: true; readonly operation: ExecutableOperation; readonly cost: number } | Refusal;

/** Turns requests into executable operations, for one schema. */
export interface Preparation {
  prepare(request: GraphQLRequest): Prepared;
  /** The valid documents that were asked for last, the latest first. */
  recent(count: number): readonly string[];
  /** The operations of a document, with variables of no meaning; none when it is not valid for this schema. */
  operationsOf(query: string): readonly ExecutableOperation[];
}

/** What preparation takes from its surroundings: the contract's rules, and how a document is validated. */
export type PreparationOptions = Partial<Omit<KnownDocumentsOptions, 'schema'>>;

/**
 * Creates the preparation for one schema: documents that differ only in literals are validated once and become the
 * same operation, with the literals as variables.
 */
export function createPreparation(schema: GraphQLSchema, options: PreparationOptions = {}): Preparation {
  const documents = createKnownDocuments({ schema, rules: new Map(), access: new Map(), check: validate, ...options });
  return {
    prepare(request) {
      const asked = documents.read(request.query);
      const prepared = asked.ok ? chooseOperation(asked, request, schema) : asked;
      if (prepared.ok) return prepared;
      const hidden = hideValues(prepared, request);
      return request.schemaRefusal === undefined ? hidden : withoutSuggestions(hidden);
    },
    recent(count) {
      const queries: string[] = [];
      for (const { source } of documents.recent()) {
        if (queries.length >= count) break;
        queries.push(source);
      }
      return queries;
    },
    operationsOf(query) {
      const asked = documents.read(query);
      return asked.ok ? operationsIn(asked, schema) : [];
    },
  };
}

function operationsIn({ known, values }: AskedDocument, schema: GraphQLSchema): readonly ExecutableOperation[] {
  const { document, hash, operations } = known;
  return [...operations].map(([operation, { liftedNames }]) => ({
    document,
    operation,
    operationName: operation.name?.value,
    variables: withLifted(sampleVariables(schema, operation), liftedNames, values),
    documentHash: hash,
  }));
}

function chooseOperation(asked: AskedDocument, request: GraphQLRequest, schema: GraphQLSchema): Prepared {
  const { document, hash, operations } = asked.known;
  const operation = getOperationAST(document, request.operationName);
  const known = operation && operations.get(operation);
  if (!operation || !known) return refuseChoice(asked);
  if (!schema.getRootType(operation.operation)) {
    return refuseOperation('OPERATION_RESOLUTION_FAILURE', [
      new GraphQLError(`This graph serves no ${operation.operation}.`),
    ]);
  }
  if (asked.known.asksForSchema && request.schemaRefusal !== undefined)
    return { ok: false, errors: [errorEntry(request.schemaRefusal)] };
  const errors = refuseAccess(known.access, request.caller.identity);
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
  const { coerced } = readVariables(known.clientVariables, request, schema);
  if (!coerced) return refuseVariables(request, schema);
  const variables = withLifted(coerced, known.liftedNames, asked.values);
  const cost = known.cost(variables);
  const excess = refuseExcess('cost', cost);
  if (excess !== undefined) return excess;
  return {
    ok: true,
    operation: { document, operation, operationName: request.operationName, variables, documentHash: hash },
    cost,
  };
}

function refuseChoice({ known }: AskedDocument): Refusal {
  const names = known.document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? '(anonymous)'] : [],
  );
  return refuseOperation('OPERATION_RESOLUTION_FAILURE', [
    new GraphQLError(`Name the operation to run in "operationName". The document has: ${names.join(', ') || 'none'}.`),
  ]);
}

function readVariables(
  definitions: NonNullable<OperationDefinitionNode['variableDefinitions']>,
  { variables }: GraphQLRequest,
  schema: GraphQLSchema,
): ReturnType<typeof getVariableValues> {
  return getVariableValues(schema, definitions, variables, { maxErrors: MAX_ERRORS });
}

/** Reads the client's own document once more, for the places of the variables that are wrong. */
function refuseVariables(request: GraphQLRequest, schema: GraphQLSchema): Refusal {
  const operation = getOperationAST(parse(request.query), request.operationName);
  const { errors = [] } = readVariables(operation?.variableDefinitions ?? [], request, schema);
  return refuseOperation('BAD_USER_INPUT', errors);
}

/** Adds to coerced variables, which belong to this request, the literals that the operation was written with. */
function withLifted(
  variables: Record<string, unknown>,
  names: readonly string[],
  values: AskedDocument['values'],
): Record<string, unknown> {
  for (const name of names) variables[name] = values[name];
  return variables;
}
