import { OperationTypeNode } from 'graphql';
import { formatPurpose } from '../../schema/purpose.js';
import type { Tracing } from '../../telemetry/tracing.js';
import type { IssuePassport } from '../auth/issue-passport.js';
import { errorEntry, Fault, invariant, type ErrorEntry } from '../errors.js';
import { WrittenJson } from '../json/written-json.js';
import { traceOperation } from '../observability/trace-operation.js';
import { continueTrace, type NewTraceId, type TraceHeaders } from '../observability/trace-context.js';
import type { GatewayMeters, OperationOutcome } from '../observability/gateway-metrics.js';
import type { Registry } from '../provinces/registry.js';
import type { Deadline } from '../resilience/deadline.js';
import { createExplanation, type ExplainedStep, type Explanation } from '../routing/explanation.js';
import type { MissingReason } from '../routing/missing-reason.js';
import type { OperationScope } from '../routing/operation-scope.js';
import type { Upstream } from '../upstream/post-graphql.js';
import type { UpstreamAnswer } from '../upstream/read-answer.js';
import {
  allVariables,
  requestBody,
  type ExecutableOperation,
  type FetchAnswer,
  type PlannedFetch,
} from './engine/engine.js';
import type { LimitRate } from './limit-rate.js';
import type { GraphQLRequest, Prepared } from './prepare-operation.js';
import type { ServedGraph } from './served-graph.js';
import { createSharedReads } from './share-reads.js';
import { askSubgraph, readSubgraph } from './subgraph-data-source.js';

/** A province whose rows are not in an answer, for clients that did not ask for coverage. */
export interface MissingNote {
  /** Response key of the gathered field. */
  readonly field: string;
  readonly province: string;
  readonly reason: MissingReason;
}

/** What the HTTP layer writes. `data` is absent when nothing was executed. */
export interface OperationAnswer {
  readonly data?: WrittenJson;
  readonly errors?: readonly ErrorEntry[];
  readonly extensions?: { readonly missing?: readonly MissingNote[]; readonly explain?: readonly ExplainedStep[] };
}

/** A request, how and whence it came, and the trace that it says it belongs to. */
export interface OperationRequest extends GraphQLRequest {
  /** Reads the address of the client. */
  readonly readAddress: () => string;
  readonly trace: TraceHeaders;
  /** True when it came in a way that must not change anything (RFC 9110, 9.2.1: safe methods). */
  readonly isReadOnly?: boolean;
}

/** Runs one request from text to answer. The deadline is cancelled when nobody waits for the answer any more. */
export type RunOperation = (request: OperationRequest, deadline: Deadline) => Promise<OperationAnswer>;

export interface RunOperationDependencies {
  readonly upstream: Upstream;
  /** The graph and the registry as they are at this moment; an operation keeps those that it began with. */
  currentGraph(): ServedGraph;
  currentRegistry(): Registry;
  readonly newTraceId: NewTraceId;
  readonly limitRate: LimitRate;
  readonly issuePassport: IssuePassport;
  /** Undefined where nothing is counted. */
  readonly meters?: GatewayMeters | undefined;
  /** Undefined where no operation is told to a collector. */
  readonly tracing?: Tracing | undefined;
}

// What it takes to say no: without a price, mistakes would be sent without end.
const REFUSAL_COST = 1;

// Enough to see what is wrong; one broken province must not turn an answer into megabytes of errors.
const MAX_ERRORS = 100;

/**
 * Wires the stages: prepare, charge, execute, and for each fetch the provinces or an ordinary subgraph. Identical reads
 * of one caller that come while the first is under way are one execution.
 */
export function createRunOperation(dependencies: RunOperationDependencies): RunOperation {
  const { limitRate, meters } = dependencies;
  const reads = createSharedReads<OperationAnswer>(meters?.shared);
  const answer: Answering = async (request, deadline, { graph, prepared }) => {
    const charged = limitRate(request, costOf(prepared));
    if (charged !== undefined) await charged; // each wait is a turn of the loop for every request
    if (!prepared.ok) return { errors: prepared.errors };
    const { operation } = prepared;
    const refusal = refuseKind(operation.operation.operation, request);
    if (refusal !== undefined) return { errors: [errorEntry(refusal)] };
    const registry = dependencies.currentRegistry();
    const run = (until: Deadline): Promise<OperationAnswer> =>
      execute(operation, { dependencies, graph, request, deadline: until, registry });
    if (operation.operation.operation !== OperationTypeNode.QUERY)
      return await run(deadline).finally(() => reads.outdate());
    if (request.isExplained) return await run(deadline);
    try {
      return await reads.join(keyOf(operation, request), deadline, run);
    } catch (error) {
      if (deadline.ended === 'cancelled') return READ_BY_NOBODY;
      throw error;
    }
  };
  const counted = meters === undefined ? answer : countOperations(answer, meters);
  return (request, deadline) => {
    const graph = dependencies.currentGraph();
    return counted(request, deadline, { graph, prepared: graph.preparation.prepare(request) });
  };
}

/** A request that has been read, and the graph that it is answered by. */
interface Read {
  readonly graph: ServedGraph;
  readonly prepared: Prepared;
}

/** Answers a request that has been read. */
type Answering = (request: OperationRequest, deadline: Deadline, read: Read) => Promise<OperationAnswer>;

/** The same, of which `meters` are told: what kind of operation it was, how it ended, and how long it took. */
function countOperations(answer: Answering, meters: GatewayMeters): Answering {
  return async (request, deadline, read) => {
    const began = performance.now();
    const { prepared } = read;
    const kind = prepared.ok ? prepared.operation.operation.operation : 'none';
    const count = (outcome: OperationOutcome): void => meters.operated({ kind, outcome }, performance.now() - began);
    try {
      const given = await answer(request, deadline, read);
      count(outcomeOf(given));
      const [error] = given.data === undefined ? (given.errors ?? []) : [];
      if (error !== undefined) meters.refused({ code: error.extensions.code });
      return given;
    } catch (error) {
      count(error instanceof Fault && error.code !== 'INTERNAL' ? 'refused' : 'failed');
      throw error; // the door counts its code, as it does of all that it refuses
    }
  };
}

function outcomeOf({ data, errors = [], extensions }: OperationAnswer): OperationOutcome {
  if (data === undefined) return 'refused';
  if (errors.some(({ extensions: { code } }) => code === 'INTERNAL')) return 'failed';
  return errors.length > 0 || extensions?.missing !== undefined ? 'partial' : 'answered';
}

/** What is taken from what a caller may spend. */
export function costOf(prepared: Prepared): number {
  return prepared.ok ? Math.max(prepared.cost, REFUSAL_COST) : REFUSAL_COST;
}

/** Why an operation of this kind is not run for this request. */
export function refuseKind(
  kind: OperationTypeNode,
  { isReadOnly }: Pick<OperationRequest, 'isReadOnly'>,
): Fault | undefined {
  if (kind === OperationTypeNode.SUBSCRIPTION) {
    return new Fault('OPERATION_RESOLUTION_FAILURE', 'Subscriptions are answered as text/event-stream: accept that.');
  }
  if (kind === OperationTypeNode.QUERY || isReadOnly !== true) return undefined;
  return new Fault('METHOD_NOT_ALLOWED', 'Only queries may be sent by GET. POST this operation.');
}

const READ_BY_NOBODY: OperationAnswer = { data: new WrittenJson('null') };

/** What makes two reads the same. Of its lines only the last, the caller, could hold an end of line. */
function keyOf(operation: ExecutableOperation, { caller, completeness, purpose }: GraphQLRequest): string {
  const { documentHash, operationName = '', variables } = operation;
  const stated = purpose === undefined ? '' : formatPurpose(purpose);
  return `${documentHash}\n${operationName}\n${completeness}\n${JSON.stringify(variables)}\n${stated}\n${caller.key}`;
}

/** What an execution takes beside its operation. */
export interface Execution {
  readonly dependencies: Pick<
    RunOperationDependencies,
    'upstream' | 'newTraceId' | 'issuePassport' | 'meters' | 'tracing'
  >;
  readonly graph: ServedGraph;
  readonly request: OperationRequest;
  readonly deadline: Deadline;
  readonly registry: Registry;
  /** What has come of a subscription, which its first fetch gives. */
  readonly streamed?: Streamed;
}

/** What an upstream has sent of a subscription: an ordinary subgraph, or a province, which has a code. */
export interface Streamed {
  readonly province: string | undefined;
  readonly answer: UpstreamAnswer;
}

/** Executes a prepared operation, or one event of it. */
export async function execute(
  operation: ExecutableOperation,
  { dependencies, graph, request, deadline, registry, streamed }: Execution,
): Promise<OperationAnswer> {
  const { newTraceId, issuePassport, meters, tracing } = dependencies;
  const { completeness, isExplained, purpose } = request;
  const missing: MissingNote[] = [];
  const explanation = isExplained ? createExplanation() : undefined;
  const timedOut = new Set<string>();
  const { documentHash } = operation;
  const kind = operation.operation.operation;
  const traced = tracing && traceOperation(tracing, request.trace, { kind, documentHash });
  const trace = traced ?? continueTrace(request.trace, newTraceId);
  const { identity } = request.caller;
  const issued = issuePassport({ identity, operation: documentHash, purpose });
  const passport = issued && (await issued);
  const called = { deadline, registry, completeness, timedOut, explanation, trace, passport };
  const scope = { ...called, graph, missing, streamed };
  const { data, errors } = await graph.engine.execute(
    operation,
    (fetch) => {
      traced?.planned();
      return runFetch(fetch, scope, dependencies);
    },
    deadline,
  );
  traced?.end(errors[0]?.extensions.code);
  for (const { province, reason } of missing) meters?.missed({ province, reason });
  if (missing.length === 0 && errors.length === 0 && explanation === undefined) return { data };
  const extensions = {
    ...(missing.length > 0 ? { missing } : {}),
    ...(explanation === undefined ? {} : { explain: explanation.steps }),
  };
  return {
    ...(errors.length > 0 ? { errors: errors.slice(0, MAX_ERRORS) } : {}),
    data,
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
}

interface Scope extends OperationScope {
  readonly graph: ServedGraph;
  readonly missing: MissingNote[];
  readonly streamed: Streamed | undefined;
}

function runFetch(
  fetch: PlannedFetch,
  scope: Scope,
  { upstream, meters }: Execution['dependencies'],
): Promise<FetchAnswer> {
  const { provinces } = scope.graph;
  const { subgraph, text, clientKey } = fetch;
  const { deadline, registry, trace, passport, explanation } = scope;
  const streamed = text.kind === 'subscription' ? scope.streamed : undefined;
  if (subgraph === provinces?.subgraph) {
    return provinces.source.process({
      query: text.query,
      passedOn: fetch.passedOn,
      variables: allVariables(fetch),
      scope,
      streamed: streamed?.province === undefined ? undefined : { ...streamed, province: streamed.province },
      noteMissing: (key, missing) =>
        scope.missing.push(...missing.map(({ province, reason }) => ({ field: clientKey(key), province, reason }))),
    });
  }
  if (text.kind === 'subscription') {
    invariant(streamed, 'a subscription is executed event by event');
    return Promise.resolve(readSubgraph(streamed.answer));
  }
  const url = endpointOf(subgraph, { graph: scope.graph, registry });
  const { read } = fetch;
  const question = { kind: text.kind, body: requestBody(fetch), deadline, trace, passport, read };
  const answer = askSubgraph({ name: subgraph, url, meters }, upstream, question);
  return explanation === undefined ? answer : explained(answer, fetch, explanation);
}

/** Where an ordinary subgraph is. */
export function endpointOf(subgraph: string, { graph, registry }: Pick<Execution, 'graph' | 'registry'>): URL {
  const url = registry.subgraphs.get(subgraph) ?? graph.subgraphs.get(subgraph);
  invariant(url, `the supergraph gives ${subgraph} an endpoint`);
  return url;
}

async function explained(
  answer: Promise<FetchAnswer>,
  { subgraph, text }: PlannedFetch,
  explanation: Explanation,
): Promise<FetchAnswer> {
  const began = performance.now();
  await answer;
  const why = 'by the query plan';
  explanation.note({ subgraph, field: null, why, operation: text.query, asked: [], merged: null }, began);
  return answer;
}
