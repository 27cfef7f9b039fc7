import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GatewayOptions } from '../../gateway/gateway.js';

/** Where a test's endpoints are: provinces by letter code, ordinary subgraphs by name. */
export interface Endpoints {
  readonly provinces: ReadonlyMap<string, { readonly url: string }>;
  readonly subgraphs: Readonly<Record<string, string>>;
}

/** A file that the gateway reads again, and what stood in it at first. */
export interface LiveText {
  readonly file: string;
  readonly text: string;
}

/** Options of a gateway under test: port 0; registry and supergraph in `directory`, read again all the time. */
export function gatewayOptions(
  supergraphSdl: string,
  endpoints: Endpoints,
  { directory, settings }: { readonly directory: string; readonly settings: Partial<GatewayOptions> },
): GatewayOptions & { readonly registry: LiveText } {
  const provinces = [...endpoints.provinces].map(([code, { url }]) => `  ${code}: { url: "${url}" }\n`);
  const subgraphs = Object.entries(endpoints.subgraphs).map(([name, url]) => `  ${name}: { url: "${url}" }\n`);
  const registry = {
    file: path.join(directory, 'registry.yaml'),
    text: `provinces:\n${provinces.join('')}subgraphs:\n${subgraphs.join('')}`,
  };
  writeFileSync(registry.file, registry.text);
  const supergraph = { file: path.join(directory, 'supergraph.graphql'), sdl: supergraphSdl };
  writeFileSync(supergraph.file, supergraph.sdl);
  return {
    host: '127.0.0.1',
    port: 0,
    supergraph,
    pollMs: 20,
    contractProbeMs: undefined, // tests that count requests must not count probes
    bodyLimitBytes: 256 * 1024,
    requestTimeoutMs: 10_000,
    drainMs: 5000,
    explanations: 'everybody',
    introspection: 'open',
    rateLimits: { known: undefined, anonymous: undefined },
    rateLimitStore: undefined,
    trustedProxies: 0,
    corsOrigins: [],
    documents: undefined,
    documentsOnly: false,
    issuer: undefined,
    passportKeyFile: undefined,
    engine: 'compiled',
    // A thread for each of some hundred gateways would be most of the time of the tests.
    planning: 'inline',
    operationTimeoutMs: 10_000,
    provinceTimeoutMs: 3000,
    connectTimeoutMs: 1000,
    headersTimeoutMs: 3000,
    idleTimeoutMs: 2000,
    callTimeoutMs: 5000,
    answerLimitBytes: 8 * 1024 * 1024,
    ...settings,
    registry,
  };
}
