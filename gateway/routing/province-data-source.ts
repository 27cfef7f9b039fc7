import { LRUCache } from 'lru-cache';
import { errorEntry, Fault, invariant, type ErrorEntry } from '../errors.js';
import type { Registry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import type { Breaker } from '../resilience/breaker.js';
import type { Upstream } from '../upstream/post-graphql.js';
import type { UpstreamAnswer } from '../upstream/read-answer.js';
import { askEntities, followReferences } from './ask-entities.js';
import { askOwner, readOwner } from './ask-owner.js';
import { compileProvincePlan } from './compile.js';
import type { Contract } from './contract.js';
import type { Missing } from './coverage.js';
import { describeFederation } from './describe-federation.js';
import { gather } from './gather.js';
import type { Completeness, OperationScope } from './operation-scope.js';
import type { PartAnswer, PartRequest } from './part-answer.js';
import { findOwnStream, type ProvinceStream } from './find-stream.js';
import { project } from './project.js';
import type { GatewayPart, GatherPart, OwnerPart, Part, ProvincePlan } from './province-plan.js';
import { isKept, type Variables } from './selection.js';

/** One fetch of a query plan, for the logical subgraph that all provinces serve. */
export interface ProvinceFetch {
  readonly query: string;
  /** Fields whose values may come as the text that the client gets: `cases.pageInfo items`, by response keys. */
  readonly passedOn: string;
  readonly variables: Variables;
  readonly scope: OperationScope;
  /** What a province has sent of a subscription: the answer to the fetch, which asks nobody then. */
  readonly streamed?: Streamed | undefined;
  /** Told of every province whose rows are not in a gathered answer. */
  noteMissing(field: string, missing: readonly Missing[]): void;
}

/** One event of a province's stream. */
export interface Streamed {
  /** Letter code. */
  readonly province: string;
  readonly answer: UpstreamAnswer;
}

export interface ProvinceAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly ErrorEntry[];
}

/** The seam under the planner: what is one subgraph to the plan is many provinces here. */
export interface ProvinceDataSource {
  process(fetch: ProvinceFetch): Promise<ProvinceAnswer>;
  /** Where a subscription's events come from. Throws {@link Fault} for a mistake of the caller, or a province that is not asked. */
  findStream(fetch: Pick<ProvinceFetch, 'query' | 'passedOn' | 'variables'>, registry: Registry): ProvinceStream;
  /** Compiles a fetch ahead of its first use. */
  prepare(query: string, passedOn: string): void;
}

export interface ProvinceDataSourceOptions {
  readonly contract: Contract;
  readonly upstream: Upstream;
  readonly provinceTimeoutMs: number;
  readonly status: ProvinceStatus;
  readonly breaker: Breaker;
}

// As many distinct fetches as a busy front end has; each holds a few kB of text and tables.
const MAX_PLANS = 2000;

/** Creates the data source. It compiles each distinct fetch once and asks the provinces that it concerns. */
export function createProvinceDataSource(options: ProvinceDataSourceOptions): ProvinceDataSource {
  const plans = new LRUCache<string, ProvincePlan>({ max: MAX_PLANS });
  const planOf = (query: string, passedOn: string): ProvincePlan => {
    const key = `${passedOn} ${query}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = compileProvincePlan(query, options.contract, passedOn);
    plans.set(key, plan);
    return plan;
  };
  return {
    prepare: (query, passedOn) => void planOf(query, passedOn),
    findStream(fetch, registry) {
      const [part] = planOf(fetch.query, fetch.passedOn).parts;
      invariant(part?.kind === 'owner', 'a subscription has one root field, which has an owner');
      return findOwnStream(part, { ...options, variables: fetch.variables, registry });
    },
    async process(fetch) {
      const plan = planOf(fetch.query, fetch.passedOn);
      const { registry, deadline, timedOut, explanation, completeness, trace, passport } = fetch.scope;
      const isRead = plan.operation !== 'mutation';
      const asking = { ...options, deadline, timedOut, explanation, isRead, trace, passport };
      const request = { variables: fetch.variables, registry, asking, streamed: fetch.streamed };
      const parts = plan.parts.filter(({ selected }) => isKept(selected, fetch.variables));
      // Root fields of a mutation run one after another (GraphQL specification, 6.2.2); those of a query at once.
      const settled =
        plan.operation === 'mutation'
          ? await inSequence(parts, (part) => answerPart(part, request))
          : await Promise.all(parts.map((part) => answerPart(part, request)));
      const answers = settled.map((answer, index) => checkComplete(answer, parts[index], completeness));
      const data = Object.create(null) as Record<string, unknown>;
      for (const [index, part] of parts.entries()) {
        const answer = answers[index];
        data[part.selected.key] = answer?.value ?? null;
        if (answer !== undefined && answer.missing.length > 0) fetch.noteMissing(part.selected.key, answer.missing);
      }
      return { data, errors: answers.flatMap(({ errors }) => errors) };
    },
  };
}

/** For clients that want all or nothing, a partial answer is one error that names who is missing. */
function checkComplete(answer: PartAnswer, part: Part | undefined, completeness: Completeness): PartAnswer {
  if (completeness === 'BEST_EFFORT' || answer.missing.length === 0 || part === undefined) return answer;
  const names = answer.missing.map(({ province, reason }) => `${province} (${reason})`);
  const message = `The answer is not complete. Missing: ${names.join(', ')}.`;
  const fault = new Fault('INCOMPLETE', message, { path: [part.selected.key] });
  return { value: null, errors: [errorEntry(fault)], missing: answer.missing };
}

async function inSequence<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}

/** The answer with its references to other provinces followed. */
async function followed(part: OwnerPart | GatherPart, answer: PartAnswer, request: PartRequest): Promise<PartAnswer> {
  const errors = await followReferences(answer.value, [part.selected.key], { level: part.follow, request });
  return { ...answer, errors: [...answer.errors, ...errors] };
}

interface FetchRequest extends PartRequest {
  readonly streamed: Streamed | undefined;
}

function ownersAnswer(part: OwnerPart, { streamed, ...request }: FetchRequest): Promise<PartAnswer> | PartAnswer {
  if (streamed === undefined) return askOwner(part, request);
  return readOwner(part, { ...streamed, id: undefined }, request.variables);
}

/** No province is asked: the gateway knows. */
function describe({ selected: { field } }: GatewayPart, { registry, asking, variables }: PartRequest): PartAnswer {
  const sets = field.selectionSet === undefined ? [] : [field.selectionSet];
  return { value: project(describeFederation(registry, asking.status), sets, variables), errors: [], missing: [] };
}

async function answerPart(part: Part, request: FetchRequest): Promise<PartAnswer> {
  try {
    switch (part.kind) {
      case 'owner':
        return await followed(part, await ownersAnswer(part, request), request);
      case 'gather':
        return await followed(part, await gather(part, request), request);
      case 'entities':
        return await askEntities(part, request);
      case 'gateway':
        return describe(part, request);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // A mistake in one root field's arguments nulls that field; its neighbours are answered.
    const located = new Fault(error.code, error.message, { province: error.province, path: [part.selected.key] });
    return { value: null, errors: [errorEntry(located)], missing: [] };
  }
}
