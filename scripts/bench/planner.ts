import { anonymous } from '../../gateway/auth/caller.js';
import { issueNoPassport } from '../../gateway/auth/issue-passport.js';
import { createRunOperation } from '../../gateway/operation/run-operation.js';
import { loadGraph } from '../../gateway/operation/served-graph.js';
import type { Registry } from '../../gateway/provinces/registry.js';
import { createProvinceStatus } from '../../gateway/provinces/status.js';
import { startDeadline } from '../../gateway/resilience/deadline.js';
import type { Upstream } from '../../gateway/upstream/post-graphql.js';

/** The path of an operation from text to answer in this process, over provinces that answer at once. */
export interface Planner {
  /** Runs a document over one province, which answers an empty page; `field` is its response key. Gives the ms. */
  run(query: string, field: string): Promise<number>;
}

const emptyPage = { edges: [], totalCount: 0, __position: [], __page: { hasNextPage: false, hasPreviousPage: false } };

/** Puts a gateway's rooms together without its door and without the network, so that only its own work is timed. */
export async function startPlanner(sdl: string, registry: Registry): Promise<Planner> {
  let field = '';
  const upstream: Upstream = {
    post: () => Promise.resolve({ data: { [field]: emptyPage }, errors: [] }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const status = createProvinceStatus({ now: () => new Date(), log });
  const graph = await loadGraph(sdl, {
    file: 'supergraph.graphql',
    registry,
    // Nobody is ever silent here.
    routing: { upstream, provinceTimeoutMs: 3000, status, breaker: { enter: () => undefined, left: () => undefined } },
    issuePassport: issueNoPassport,
    engine: 'compiled',
    planning: 'inline',
    report: () => undefined,
  });
  const runOperation = createRunOperation({
    upstream,
    currentGraph: () => graph,
    currentRegistry: () => registry,
    newTraceId: (bytes) => '1'.repeat(2 * bytes),
    limitRate: () => Promise.resolve(),
    issuePassport: issueNoPassport,
  });
  const plain = {
    operationName: undefined,
    variables: {},
    completeness: 'BEST_EFFORT',
    purpose: undefined,
    caller: anonymous,
    trace: { traceparent: undefined, tracestate: undefined },
    isExplained: false,
    schemaRefusal: undefined,
    readAddress: () => '127.0.0.1',
  } as const;
  return {
    async run(query, responseKey) {
      field = responseKey;
      const request = { ...plain, query };
      const began = performance.now();
      const answer = await runOperation(request, startDeadline(10_000));
      const took = performance.now() - began;
      const isRight = answer.errors === undefined && answer.extensions === undefined;
      if (!isRight) throw new Error(`wrong answer: ${JSON.stringify(answer).slice(0, 200)}`);
      return took;
    },
  };
}
