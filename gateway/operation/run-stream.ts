import { OperationTypeNode } from 'graphql';
import type { Caller } from '../auth/caller.js';
import { errorEntry, Fault } from '../errors.js';
import { continueTrace } from '../observability/trace-context.js';
import { startDeadline, type Deadline } from '../resilience/deadline.js';
import { provinceFault } from '../routing/fan-out.js';
import type { UpstreamEvent, UpstreamStreams } from '../upstream/open-stream.js';
import { UpstreamError } from '../upstream/upstream-error.js';
import { allVariables, requestBody, type ExecutableOperation, type PlannedFetch } from './engine/engine.js';
import type { EnterStream } from './limit-streams.js';
import {
  costOf,
  endpointOf,
  execute,
  type Execution,
  type OperationAnswer,
  type OperationRequest,
  type RunOperation,
  type RunOperationDependencies,
} from './run-operation.js';
import { subgraphFault } from './subgraph-data-source.js';

/** A request that is answered by a stream. */
export interface StreamRequest extends OperationRequest {
  /** Id of the last event that the client has; the stream goes on from there. */
  readonly lastEventId: string | undefined;
  /** Finds out once more who asks. Rejects with {@link Fault} when his token has expired by now. */
  readonly authenticateAgain: () => Promise<Caller>;
  /** Given when nobody reads any more. */
  readonly signal: AbortSignal;
}

/** An answer and its place, or a place alone, from which a client that breaks off may go on. */
export interface StreamedAnswer {
  readonly id?: string | undefined;
  readonly answer?: OperationAnswer;
}

/**
 * Runs an operation as a stream: of a query or mutation the one answer, of a subscription each event, completed as any
 * operation is. What ends a subscription before its time is its last answer: errors without data. Nothing is read ahead.
 */
export type RunStream = (request: StreamRequest) => AsyncGenerator<StreamedAnswer>;

export interface RunStreamDependencies extends RunOperationDependencies {
  readonly streams: UpstreamStreams;
  readonly enterStream: EnterStream;
  /** For one answer. */
  readonly operationTimeoutMs: number;
}

/** Creates what runs streams, over what runs operations. */
export function createRunStream(dependencies: RunStreamDependencies, runOperation: RunOperation): RunStream {
  const { operationTimeoutMs } = dependencies;
  return async function* (request) {
    const { signal } = request;
    const prepared = dependencies.currentGraph().preparation.prepare(request);
    const isSubscription = prepared.ok && prepared.operation.operation.operation === OperationTypeNode.SUBSCRIPTION;
    try {
      if (!isSubscription) {
        yield { answer: await withDeadline(operationTimeoutMs, signal, (until) => runOperation(request, until)) };
        return;
      }
      const place = dependencies.enterStream(request);
      try {
        yield* subscribe(request, dependencies);
      } finally {
        place[Symbol.dispose]();
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (signal.aborted) return; // nothing failed: it was broken off
      yield { answer: { errors: [errorEntry(error)] } };
    }
  };
}

/** Runs work that is cancelled when nobody reads any more. */
async function withDeadline<Result>(
  budgetMs: number,
  signal: AbortSignal,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  using deadline = startDeadline(budgetMs);
  const cancel = (): void => deadline.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await work(deadline);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

// A province ends its streams when their passports expire, in half a minute, and all at once when it closes. One that ends
// one after the other is out of order.
const SHORTEST_TURN_MS = 1_000;
const SHORT_TURNS = 3;

/**
 * The events of a subscription, over as many streams of the province as it takes: each is opened for the caller as he is
 * by then, on the graph of the moment, after the event that came last.
 */
async function* subscribe(request: StreamRequest, dependencies: RunStreamDependencies): AsyncGenerator<StreamedAnswer> {
  let { lastEventId, caller } = request;
  let shortTurns = 0;
  for (let isFirst = true; !request.signal.aborted; isFirst = false) {
    if (!isFirst) caller = await request.authenticateAgain();
    const turn = await beginTurn({ ...request, caller, lastEventId }, dependencies);
    if ('errors' in turn) {
      yield { answer: turn };
      return;
    }
    const beganAt = performance.now();
    let hasCome = false;
    for await (const streamed of turn.answers()) {
      hasCome ||= streamed.answer !== undefined;
      lastEventId = streamed.id ?? lastEventId;
      yield streamed;
    }
    if (!turn.isRenewed()) return;
    shortTurns = hasCome || performance.now() - beganAt >= SHORTEST_TURN_MS ? 0 : shortTurns + 1;
    if (shortTurns === SHORT_TURNS && !turn.isOutdated())
      throw new Fault('PROVINCE_FAULT', undefined, { province: turn.province });
  }
}

/** One stream of an upstream. */
interface Turn {
  readonly province: string | undefined;
  answers(): AsyncGenerator<StreamedAnswer>;
  /** Whether another one is to follow: a province's, or one of the graph that has come meanwhile. */
  isRenewed(): boolean;
  isOutdated(): boolean;
}

async function beginTurn(
  request: StreamRequest,
  dependencies: RunStreamDependencies,
): Promise<Turn | Required<Pick<OperationAnswer, 'errors'>>> {
  const { limitRate, operationTimeoutMs } = dependencies;
  const graph = dependencies.currentGraph();
  const prepared = graph.preparation.prepare(request);
  const pay = async (): Promise<void> => await limitRate(request, costOf(prepared));
  await pay();
  if (!prepared.ok) return { errors: prepared.errors };
  const { operation } = prepared;
  const execution = { dependencies, graph, request, registry: dependencies.currentRegistry() };
  const fetch = await withDeadline(operationTimeoutMs, request.signal, (until) => planned(operation, graph, until));
  const opened = await openSource(fetch, { ...execution, operation });
  const isOutdated = (): boolean => dependencies.currentGraph() !== graph;
  let isRefused = false;
  return {
    province: opened.province,
    isOutdated,
    isRenewed: () => !isRefused && (opened.province !== undefined || isOutdated()),
    async *answers() {
      for await (const { id, answer } of opened.events) {
        // What was fetched by the old plan does not fit the new one: this event is fetched again.
        if (isOutdated()) return;
        if (answer === undefined) {
          yield { id };
          continue;
        }
        // No event, but why there are none: opened once more, it would say the same.
        isRefused = id === undefined && answer.data === null && opened.province !== undefined;
        await pay();
        const streamed = { province: opened.province, answer };
        const completed = await withDeadline(operationTimeoutMs, request.signal, (deadline) =>
          execute(operation, { ...execution, deadline, registry: dependencies.currentRegistry(), streamed }),
        );
        yield { id, answer: completed };
      }
    },
  };
}

/** The fetch by which the events of a subscription are asked for. */
async function planned(
  operation: ExecutableOperation,
  { engine }: Execution['graph'],
  deadline: Deadline,
): Promise<PlannedFetch> {
  let found: PlannedFetch | undefined;
  const { errors } = await engine.execute(
    operation,
    (fetch) => {
      if (fetch.text.kind === 'subscription') found = fetch;
      return Promise.resolve({ data: null, errors: [] });
    },
    deadline,
  );
  if (found !== undefined) return found;
  const [first] = errors;
  throw new Fault(
    first?.extensions.code ?? 'OPERATION_RESOLUTION_FAILURE',
    first?.message ?? 'The subscription selects nothing that could be streamed.',
  );
}

interface Source {
  /** Letter code; undefined for an ordinary subgraph. */
  readonly province: string | undefined;
  readonly events: AsyncGenerator<UpstreamEvent>;
}

interface Opening extends Omit<Execution, 'deadline' | 'dependencies' | 'request'> {
  readonly request: StreamRequest;
  readonly dependencies: RunStreamDependencies;
  readonly operation: ExecutableOperation;
}

async function openSource(fetch: PlannedFetch, opening: Opening): Promise<Source> {
  const { graph, registry, request, dependencies, operation } = opening;
  const { provinces } = graph;
  const { identity } = request.caller;
  const { purpose, signal, lastEventId } = request;
  const issued = dependencies.issuePassport({ identity, operation: operation.documentHash, purpose });
  const asked = { trace: continueTrace(request.trace, dependencies.newTraceId), signal, lastEventId };
  const passport = issued && (await issued);
  if (fetch.subgraph === provinces?.subgraph) {
    const variables = allVariables(fetch);
    const { province, url, body } = provinces.source.findStream(
      { query: fetch.text.query, passedOn: fetch.passedOn, variables },
      registry,
    );
    const asFault = (error: UpstreamError): Fault => provinceFault(error, province);
    return { province, events: await open({ ...asked, url, body, passport }, dependencies, asFault) };
  }
  const url = endpointOf(fetch.subgraph, { graph, registry });
  const body = requestBody(fetch);
  return { province: undefined, events: await open({ ...asked, url, body, passport }, dependencies, subgraphFault) };
}

/** Opens a stream whose failures are faults, as clients may see them. */
async function open(
  request: Parameters<UpstreamStreams['open']>[0],
  { streams }: RunStreamDependencies,
  asFault: (error: UpstreamError) => Fault,
): Promise<AsyncGenerator<UpstreamEvent>> {
  const translated = (error: unknown): unknown => (error instanceof UpstreamError ? asFault(error) : error);
  const events = await streams.open(request).catch((error: unknown) => {
    throw translated(error);
  });
  return (async function* () {
    try {
      yield* events;
    } catch (error) {
      throw translated(error);
    }
  })();
}
