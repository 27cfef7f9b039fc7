import { createHash } from 'node:crypto';
import { getNamedType, isLeafType, isRequiredArgument, type GraphQLNamedType } from 'graphql';
import { LRUCache } from 'lru-cache';
import { fieldDirective } from '../../schema/field-directive.js';
import { GATEWAY } from '../../schema/passport.js';
import type { AccessRules } from '../auth/access-rules.js';
import type { IssuePassport } from '../auth/issue-passport.js';
import { Fault } from '../errors.js';
import { EMPTY_REGISTRY, type ProvinceEntry, type Registry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import type { Probe, ProbeResult } from '../provinces/watch-contract.js';
import { startDeadline, type Deadline } from '../resilience/deadline.js';
import { UpstreamError } from '../upstream/upstream-error.js';
import type { Upstream } from '../upstream/post-graphql.js';
import { contractDifferences } from './compare-contract.js';
import { compileProvincePlan } from './compile.js';
import { contractFields } from './contract-part.js';
import type { Contract } from './contract.js';
import type { Asking } from './fan-out.js';
import { gather } from './gather.js';

export interface ProbeOptions {
  readonly upstream: Upstream;
  /** For each question of the probe. */
  readonly timeoutMs: number;
  readonly issuePassport: IssuePassport;
  /** The gateway has no role: what is guarded would be refused to it, rightly. */
  readonly access: AccessRules;
}

// Enough to see what is wrong; the whole list is what a conformance test is for.
const MAX_SENTENCES = 3;
// SDLs that were found to serve. They seldom change, and provinces that run the same program have the same.
const MAX_SERVING = 100;

/** Prepares the probe of a contract: of a province's SDL, and of its answers to one query over every gathered field. */
export function createContractProbe(contract: Contract, options: ProbeOptions): Probe {
  const query = probeQuery(contract, options.access);
  const operation = createHash('sha256').update(query).digest('hex');
  const plan = compileProvincePlan(query, contract);
  const parts = plan.parts.filter((part) => part.kind === 'gather');
  const serving = new LRUCache<string, true>({ max: MAX_SERVING });
  return async (province) => {
    using deadline = startDeadline(options.timeoutMs * (parts.length + 1));
    try {
      const passport = await options.issuePassport({ identity: GATEWAY, operation, purpose: undefined });
      const asked = { ...options, deadline, passport };
      const sdl = await readSdl(province, asked);
      if (sdl === undefined) return { outcome: 'broken', reason: 'It does not answer { _service { sdl } }.' };
      const digest = createHash('sha256').update(sdl).digest('hex');
      const differences = serving.has(digest) ? [] : contractDifferences(contract, sdl);
      if (differences.length > 0) return { outcome: 'broken', reason: differences.slice(0, MAX_SENTENCES).join(' ') };
      serving.set(digest, true);
      for (const part of parts) {
        const seen = watchOutcome();
        await gather(part, { variables: {}, registry: only(province), asking: askingFor(asked, seen) });
        if (seen.fault?.code === 'CONTRACT_BREACH') return broken(part.selected.key, seen.fault);
        if (seen.fault !== undefined) return { outcome: 'unknown' };
      }
      return { outcome: 'kept' };
    } catch (error) {
      if (error instanceof Fault) return { outcome: 'broken', reason: `It refuses the probe: ${error.code}.` };
      if (!(error instanceof UpstreamError)) throw error;
      if (error.failure === 'breach')
        return { outcome: 'broken', reason: `It breaks GraphQL over HTTP: ${error.message}.` };
      return { outcome: 'unknown' };
    }
  };
}

/** Keeps the fault of the one province that is asked, and knows of no quarantine: the probe is how one ends. */
interface SeenOutcome extends ProvinceStatus {
  fault: Fault | undefined;
}

function watchOutcome(): SeenOutcome {
  return {
    fault: undefined,
    noteAnswered: () => undefined,
    noteFailed(_code, fault) {
      this.fault = fault;
    },
    missingSince: () => new Date(),
    absentSince: () => undefined,
    maintenanceOf: () => undefined,
    quarantineOf: () => undefined,
  };
}

/** What all questions of one probe have in common. */
interface Asked extends ProbeOptions {
  readonly deadline: Deadline;
  readonly passport: string | undefined;
}

function askingFor({ upstream, timeoutMs, deadline, passport }: Asked, status: ProvinceStatus): Asking {
  return {
    upstream,
    deadline,
    status,
    breaker: undefined,
    provinceTimeoutMs: timeoutMs,
    timedOut: new Set(),
    explanation: undefined,
    isRead: true,
    trace: undefined,
    passport,
  };
}

function broken(field: string, { cause }: Fault): ProbeResult {
  const what = cause instanceof Error ? cause.message : String(cause);
  return { outcome: 'broken', reason: `Query.${field} was answered wrongly: ${what}.` };
}

async function readSdl(
  { url }: ProvinceEntry,
  { upstream, timeoutMs: limitMs, deadline, passport }: Asked,
): Promise<string | undefined> {
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const { data } = await upstream.post({ url, body, isRead: true, limitMs, trace: undefined, passport }, deadline);
  const service = data?.['_service'];
  const sdl = typeof service === 'object' && service !== null && 'sdl' in service ? service.sdl : undefined;
  return typeof sdl === 'string' ? sdl : undefined;
}

function only(province: ProvinceEntry): Registry {
  return { ...EMPTY_REGISTRY, provinces: new Map([[province.code, { ...province, notice: undefined }]]) };
}

// Deep enough for the leaves of a row's own objects.
const MAX_DEPTH = 5;

/** One row of every list, one value of every other gathered field, with all that can be had without arguments. */
function probeQuery(contract: Contract, access: AccessRules): string {
  const root = contract.schema.getQueryType();
  const fields = (root ? openFields(root, { contract, access }) : []).filter(
    (field) => fieldDirective(field, 'gather') !== undefined && !field.args.some(isRequiredArgument),
  );
  const asked = fields.map((field) => {
    const first = field.args.some(({ name }) => name === 'first') ? '(first: 1)' : '';
    return `${field.name}${first} ${leavesOf(getNamedType(field.type), { contract, access }, MAX_DEPTH)}`;
  });
  return `{ ${asked.join(' ') || '__typename'} }`;
}

interface Open {
  readonly contract: Contract;
  readonly access: AccessRules;
}

/** The fields of a type that anybody may have. */
function openFields(type: GraphQLNamedType, { contract, access }: Open): ReturnType<typeof contractFields> {
  return contractFields(type, contract).filter(
    (field) => !access.has(`${type.name}.${field.name}`) && !access.has(getNamedType(field.type).name),
  );
}

function leavesOf(type: GraphQLNamedType, open: Open, depth: number): string {
  if (isLeafType(type)) return '';
  const fields = openFields(type, open).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (field.args.some(isRequiredArgument) || fieldDirective(field, 'elsewhere') !== undefined) return [];
    if (field.name === 'nodes') return []; // the same rows as the edges
    return isLeafType(inner) || depth > 1 ? [`${field.name} ${leavesOf(inner, open, depth - 1)}`] : [];
  });
  return `{ __typename ${fields.join(' ')} }`;
}
