import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../../gateway/config.js';
import type { GatewayOptions } from '../../gateway/gateway.js';

/** Where the endpoints of a small network are: provinces by letter code, ordinary subgraphs by name. */
export interface Endpoints {
  readonly provinces: ReadonlyMap<string, { readonly url: string }>;
  readonly subgraphs: Readonly<Record<string, string>>;
}

/** A file that the gateway reads again, and what stood in it at first. */
export interface LiveText {
  readonly file: string;
  readonly text: string;
}

/** Options of the gateway of a small network: port 0; registry and supergraph in `directory`, read again all the time. */
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
    contractProbeMs: undefined, // whoever counts requests must not count probes
    ...limits,
    drainMs: 5000,
    explanations: 'everybody',
    introspection: 'open',
    rateLimits: { known: undefined, anonymous: undefined },
    rateLimitStore: undefined,
    persistedQueryStore: undefined,
    trustedProxies: 0,
    corsOrigins: [],
    documents: undefined,
    documentsOnly: false,
    issuer: undefined,
    devTokens: false,
    passportKeyFile: undefined,
    engine: 'compiled',
    // A thread for each of some hundred gateways would be most of the time of the tests.
    planning: 'inline',
    ...settings,
    registry,
  };
}
