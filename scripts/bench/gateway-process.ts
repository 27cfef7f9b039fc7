import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { startChild, type StartedChild } from './child-process.js';

/** What a gateway under measurement is started with; `directory` receives its registry. */
export interface GatewaySetting {
  readonly directory: string;
  /** Endpoints by letter code. */
  readonly provinces: ReadonlyMap<string, string>;
  /** Path of a supergraph; the product's own when it is not given. */
  readonly supergraph?: string;
  /** More of its flags. */
  readonly flags?: readonly string[];
}

/** Starts the gateway as its users do, in a process of its own, over a registry of these provinces. */
export async function startGatewayProcess({
  directory,
  provinces,
  supergraph,
  flags = [],
}: GatewaySetting): Promise<StartedChild<{ readonly url: string }>> {
  const registry = path.join(directory, `registry-${provinces.size}.yaml`);
  writeFileSync(registry, registryText(provinces));
  const named = supergraph === undefined ? [] : ['--supergraph', supergraph];
  // Stand-ins know what is measured and no more, and a probe must not stand among what is counted.
  const unprobed = ['--probe-interval', '0'];
  return await startChild('gateway/main.ts', ['--port', '0', '--registry', registry, ...unprobed, ...named, ...flags]);
}

/** The text of a registry of these provinces, written as operators write it. */
export function registryText(provinces: ReadonlyMap<string, string>): string {
  return stringify({ provinces: Object.fromEntries([...provinces].map(([code, url]) => [code, { url }])) });
}
