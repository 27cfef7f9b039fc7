import { AccessPurpose, parsePurpose, PURPOSE_HEADER, type Purpose } from '../../schema/purpose.js';
import type { Caller } from '../auth/caller.js';
import { refuseExplanation, type ExplanationRule } from '../auth/refuse-explanation.js';
import { refuseSchema, type IntrospectionRule } from '../auth/refuse-schema.js';
import { Fault } from '../errors.js';
import type { Completeness } from '../routing/operation-scope.js';
import type { OperationRequest } from '../operation/run-operation.js';
import { parseJson } from './parse-json.js';
import type { FindDocument } from './persisted-documents.js';

/** Whether a partial answer will do. */
export const COVERAGE_HEADER = 'x-tongban-coverage';
/** Whether the answer is to say how it came about. */
export const EXPLAIN_HEADER = 'x-tongban-explain';

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Parameters = Readonly<Record<string, unknown>>;

export interface ReadOptions {
  /** To whom this gateway explains its answers. */
  readonly explanations: ExplanationRule;
  /** To whom it shows its schema. */
  readonly introspection: IntrospectionRule;
  readonly findDocument: FindDocument;
}

/** Who sends a request, from where, and its headers. */
export interface Sender {
  readonly headers: Headers;
  readonly caller: Caller;
  readonly readAddress: () => string;
}

/**
 * Reads a GraphQL-over-HTTP request: its parameters, which are a JSON body, and what its headers ask for. Throws
 * {@link Fault}, saying what is wrong.
 */
export async function readRequest(body: unknown, sender: Sender, options: ReadOptions): Promise<OperationRequest> {
  const { headers, caller, readAddress } = sender;
  if (!isRecord(body)) throw new Fault('BAD_REQUEST', 'The body must be a JSON object with a "query".');
  const operationName = readText(body, 'operationName');
  const extensions = readMap(body, 'extensions');
  const found = options.findDocument({
    query: readText(body, 'query'),
    documentId: readText(body, 'documentId'),
    sha256Hash: extensions && readHash(extensions['persistedQuery']),
  });
  return {
    query: typeof found === 'string' ? found : await found,
    operationName: operationName === '' ? undefined : operationName,
    variables: readMap(body, 'variables') ?? {},
    completeness: readCompleteness(headers[COVERAGE_HEADER]),
    caller,
    purpose: readPurpose(headers[PURPOSE_HEADER]),
    readAddress,
    schemaRefusal: refuseSchema(options.introspection, caller.identity),
    isExplained: readExplain(sender, options.explanations),
    trace: { traceparent: headers['traceparent'], tracestate: headers['tracestate'] },
  };
}

/** Reads the parameters of a URL, of which `variables` and `extensions` are JSON. Such a request changes nothing. */
export async function readUrlRequest(
  parameters: unknown,
  sender: Sender,
  options: ReadOptions,
): Promise<OperationRequest> {
  const { variables, extensions, ...rest } = isRecord(parameters) ? parameters : {};
  const body = {
    ...rest,
    variables: readJson(variables, 'variables'),
    extensions: readJson(extensions, 'extensions'),
  };
  return { ...(await readRequest(body, sender, options)), isReadOnly: true };
}

function readText(body: Parameters, name: string): string | undefined {
  const value = body[name];
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') throw new Fault('BAD_REQUEST', `"${name}" must be a string.`);
  return value;
}

function readMap(body: Parameters, name: string): Parameters | undefined {
  const value = body[name];
  if (isAbsent(value)) return undefined;
  if (!isRecord(value)) throw new Fault('BAD_REQUEST', `"${name}" must be an object.`);
  return value;
}

function readJson(text: unknown, name: string): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    if (typeof text === 'string') return parseJson(text);
  } catch {
    // said below
  }
  throw new Fault('BAD_REQUEST', `"${name}" must be one JSON object.`);
}

/** The hash by which a client names a document that it has sent before (automatic persisted queries, version 1). */
function readHash(persistedQuery: unknown): string | undefined {
  if (isAbsent(persistedQuery)) return undefined;
  const { version, sha256Hash } = isRecord(persistedQuery) ? persistedQuery : {};
  if (version === 1 && typeof sha256Hash === 'string') return sha256Hash;
  throw new Fault('BAD_REQUEST', '"extensions.persistedQuery" must have "version": 1 and a "sha256Hash".');
}

function readCompleteness(header: string | string[] | undefined): Completeness {
  switch (header) {
    case undefined:
    case 'best-effort':
      return 'BEST_EFFORT';
    case 'complete':
      return 'COMPLETE';
    default:
      throw new Fault('BAD_REQUEST', `The header ${COVERAGE_HEADER} must be "best-effort" or "complete".`);
  }
}

function readPurpose(header: string | string[] | undefined): Purpose | undefined {
  if (header === undefined) return undefined;
  const purpose = typeof header === 'string' ? parsePurpose(header) : undefined;
  if (purpose !== undefined) return purpose;
  const codes = Object.keys(AccessPurpose.entries).join(', ');
  throw new Fault('BAD_REQUEST', `The header ${PURPOSE_HEADER} must be one of ${codes}, and may name a reference.`);
}

function readExplain({ headers, caller }: Sender, rule: ExplanationRule): boolean {
  const header = headers[EXPLAIN_HEADER];
  if (header === undefined || header === 'off') return false;
  if (header !== 'on') throw new Fault('BAD_REQUEST', `The header ${EXPLAIN_HEADER} must be "on" or "off".`);
  const refusal = refuseExplanation(rule, caller.identity);
  if (refusal !== undefined) throw refusal;
  return true;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
