import { composeServices } from '@apollo/composition';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'graphql';
import { registryText } from '../gateway-process.js';
import { inFederation2 } from './subgraph.js';
import type { StandIns } from './stand-ins-process.js';

/** The files from which gateways learn what a graph is and where its services are. */
export interface GraphFiles {
  readonly directory: string;
  readonly supergraph: string;
  /** Name, address and SDL of each service, as JSON. */
  readonly services: string;
  /** Where provinces are. */
  readonly registry: string;
  /** Settings of Grafbase, which composes for itself. */
  readonly grafbase: string;
}

/** Composes a graph and writes its files into a directory of its own inside `parent`. */
export function writeGraph({ graph, services }: StandIns, parent: string): GraphFiles {
  const directory = path.join(parent, graph);
  mkdirSync(directory);
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(directory, name), text);
    return path.join(directory, name);
  };
  const grafbase = services.map(({ name, url, sdl }) => {
    const schema = file(`${name}.graphql`, inFederation2(sdl));
    return `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${schema}"\n`;
  });
  return {
    directory,
    supergraph: file('supergraph.graphql', graph === 'provinces' ? productSupergraph() : compose(services)),
    services: file('services.json', JSON.stringify(services)),
    registry: file('registry.yaml', registryText(new Map(services.map(({ name, url }) => [name, url])))),
    grafbase: file('grafbase.toml', `[[headers]]\nrule = "forward"\nname = "authorization"\n\n${grafbase.join('\n')}`),
  };
}

function productSupergraph(): string {
  return readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
}

function compose(services: StandIns['services']): string {
  const { supergraphSdl, errors } = composeServices(
    services.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
