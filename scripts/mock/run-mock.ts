import { setTimeout } from 'node:timers/promises';
import { execute, getArgumentValues, Kind, OperationTypeNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { errorEntry, Fault, type ErrorEntry } from '../../gateway/errors.js';
import { toByteText } from '../../gateway/json/byte-text.js';
import { WrittenJson } from '../../gateway/json/written-json.js';
import type { ExecutableOperation } from '../../gateway/operation/engine/engine.js';
import { createPreparation } from '../../gateway/operation/prepare-operation.js';
import { type OperationAnswer, refuseKind, type RunOperation } from '../../gateway/operation/run-operation.js';
import type { RunStream } from '../../gateway/operation/run-stream.js';
import { startDeadline } from '../../gateway/resilience/deadline.js';
import { createInventField, type MockContext } from './invent-fields.js';
import type { Federation } from './invented-lists.js';
import { type InventedObject, MINUTE_MS, NOW_MS, objectOfId } from './invented-object.js';
import { createSeeded } from './seeded.js';

export interface MockOptions extends Federation {
  readonly seed: string;
  /** Between two events of a stream. */
  readonly everyMs: number;
}

// Nothing is waited for.
const TIME_MS = 10_000;

// Whoever looks at an answer alone sees that nothing in it is true.
const MOCK = { mock: true } as const;

// Not @graphql-tools/mock: it chooses at random and in the order of asking, so that one question has many answers, and
// pages, coverage, owners and refusals, which a front end is built around, would have to be written all the same.

/** What stands in the place of provinces: it answers by invention, and refuses alike what a gateway refuses before it asks. */
export interface Mock {
  readonly runOperation: RunOperation;
  /** Gives to a subscription an invented event from time to time, after the last one that a client has. */
  readonly runStream: RunStream;
}

/** Creates a mock of a schema. */
export function createMock(schema: GraphQLSchema, { seed, missing, everyMs }: MockOptions): Mock {
  const preparation = createPreparation(schema);
  const fieldResolver = createInventField(schema, createSeeded(seed), { missing });
  const invent = async (
    { document, operationName, variables }: ExecutableOperation,
    moment: Moment,
  ): Promise<Invented> => {
    const contextValue: MockContext = { missing: [], roots: [] };
    const rootValue = { __typename: '', province: 'CN', asked: [], known: {}, ...moment } as InventedObject;
    const asked = {
      schema,
      document,
      operationName,
      variableValues: variables,
      rootValue,
      fieldResolver,
      contextValue,
    };
    const { data, errors } = await execute(asked);
    return { answer: answerOf(data, errors, contextValue), ...contextValue };
  };
  const runOperation: RunOperation = async (request) => {
    const prepared = preparation.prepare(request);
    if (!prepared.ok) return { errors: prepared.errors };
    const refusal = refuseKind(prepared.operation.operation.operation, request);
    if (refusal !== undefined) return { errors: [errorEntry(refusal)] };
    const { answer, missing: away } = await invent(prepared.operation, { key: '', atMs: 0 });
    const isRefused = request.completeness === 'COMPLETE' && away.length > 0;
    return isRefused ? { errors: [errorEntry(new Fault('INCOMPLETE'))] } : answer;
  };
  return {
    runOperation,
    async *runStream(request) {
      const prepared = preparation.prepare(request);
      if (!prepared.ok || prepared.operation.operation.operation !== OperationTypeNode.SUBSCRIPTION) {
        yield { answer: await runOperation(request, startDeadline(TIME_MS)) };
        return;
      }
      const { operation } = prepared;
      const after = request.lastEventId ?? readAfter(schema, operation);
      let atMs = after === undefined ? NOW_MS : (objectOfId(after)?.atMs ?? NOW_MS) + MINUTE_MS;
      for (let isFirst = after === undefined; !request.signal.aborted; isFirst = false) {
        const { answer, roots } = await invent(operation, { key: String(atMs), atMs });
        const id = roots[0]?.key;
        // Whoever breaks off before the first event goes on from here.
        yield isFirst && id !== undefined ? { id } : { id, answer };
        if (id === undefined) return;
        atMs += MINUTE_MS;
        if (!isFirst) await setTimeout(everyMs, undefined, { signal: request.signal }).catch(() => undefined);
      }
    },
  };
}

/** Which of the events of a stream: what is invented follows from it. */
type Moment = Pick<InventedObject, 'key' | 'atMs'>;

interface Invented extends MockContext {
  readonly answer: OperationAnswer;
}

function readAfter(schema: GraphQLSchema, { operation, variables }: ExecutableOperation): string | undefined {
  const [node] = operation.selectionSet.selections;
  if (node?.kind !== Kind.FIELD) return undefined;
  const field = schema.getSubscriptionType()?.getFields()[node.name.value];
  const after = field && getArgumentValues(field, node, variables)['after'];
  return typeof after === 'string' ? after : undefined;
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
