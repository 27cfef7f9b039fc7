import { execute, OperationTypeNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { errorEntry, Fault, type ErrorEntry } from '../../gateway/errors.js';
import { toByteText } from '../../gateway/json/byte-text.js';
import { WrittenJson } from '../../gateway/json/written-json.js';
import { createPreparation } from '../../gateway/operation/prepare-operation.js';
import type { OperationAnswer, RunOperation } from '../../gateway/operation/run-operation.js';
import type { RunStream } from '../../gateway/operation/run-stream.js';
import { startDeadline } from '../../gateway/resilience/deadline.js';
import { createInventField, type MockContext } from './invent-fields.js';
import type { Federation } from './invented-lists.js';
import type { InventedObject } from './invented-object.js';
import { createSeeded } from './seeded.js';

export interface MockOptions extends Federation {
  readonly seed: string;
}

// Whoever looks at an answer alone sees that nothing in it is true.
const MOCK = { mock: true } as const;

// Not @graphql-tools/mock: it chooses at random and in the order of asking, so that one question has many answers, and
// pages, coverage, owners and refusals, which a front end is built around, would have to be written all the same.

/** Answers operations by invention; what a gateway refuses before it asks anybody is refused here too, alike. */
export function createRunMock(schema: GraphQLSchema, { seed, missing }: MockOptions): RunOperation {
  const preparation = createPreparation(schema);
  const fieldResolver = createInventField(schema, createSeeded(seed), { missing });
  return async (request) => {
    const prepared = preparation.prepare(request);
    if (!prepared.ok) return { errors: prepared.errors };
    const { document, operation, operationName, variables: variableValues } = prepared.operation;
    const refusal = refuseKind(operation.operation, request.isReadOnly === true);
    if (refusal !== undefined) return { errors: [errorEntry(refusal)] };
    const context: MockContext = { missing: [] };
    const rootValue = { __typename: '', key: '', province: 'CN', atMs: 0, asked: [], known: {} } as InventedObject;
    const asked = { schema, document, operationName, variableValues, rootValue, fieldResolver, contextValue: context };
    const { data, errors } = await execute(asked);
    if (request.completeness === 'COMPLETE' && context.missing.length > 0)
      return { errors: [errorEntry(new Fault('INCOMPLETE'))] };
    return answerOf(data, errors, context);
  };
}

// Nothing is waited for.
const TIME_MS = 10_000;

/** Gives an answer as a stream of one, to clients that ask for streams; there is nothing to subscribe to. */
export function createStreamMock(runOperation: RunOperation): RunStream {
  return async function* (request) {
    yield { answer: await runOperation(request, startDeadline(TIME_MS)) };
  };
}

function refuseKind(kind: OperationTypeNode, isReadOnly: boolean): Fault | undefined {
  if (kind === OperationTypeNode.SUBSCRIPTION)
    return new Fault('OPERATION_RESOLUTION_FAILURE', 'The mock has no streams. Start the real thing: npm start.');
  if (kind === OperationTypeNode.QUERY || !isReadOnly) return undefined;
  return new Fault('METHOD_NOT_ALLOWED', 'Only queries may be sent by GET. POST this operation.');
}

function answerOf(data: unknown, errors: readonly GraphQLError[] = [], { missing }: MockContext): OperationAnswer {
  return {
    ...(errors.length > 0 && { errors: errors.map(entryOf) }),
    data: new WrittenJson(toByteText(JSON.stringify(data ?? null))),
    extensions: { ...MOCK, ...(missing.length > 0 && { missing }) },
  };
}

function entryOf({ originalError, path }: GraphQLError): ErrorEntry {
  const fault = originalError instanceof Fault ? originalError : new Fault('INTERNAL');
  return errorEntry(new Fault(fault.code, fault.message, { path, province: fault.province }));
}
