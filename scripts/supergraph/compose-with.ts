import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError } from '../../gateway/errors.js';
import { CONTRACT_SUBGRAPH, composeSupergraph, type SubgraphSdl } from '../../schema/compose.js';

const schemaFolder = path.resolve(import.meta.dirname, '../../schema');

/**
 * Composes the contract and the national subgraph, as they are committed, with extensions: `FILE`, which is called as the
 * file is, or `NAME=FILE`. Where an extension runs is for the registry to say. Throws a CompositionError for what does not
 * fit together, and {@link ConfigurationError} for a name or a file that cannot be used.
 */
export function composeWith(extensions: readonly string[]): string {
  const contract = readFileSync(path.join(schemaFolder, 'province.graphql'), 'utf8');
  const national = {
    name: 'national',
    url: '',
    sdl: readFileSync(path.join(schemaFolder, 'national.graphql'), 'utf8'),
  };
  return composeSupergraph(contract, [national, ...readExtensions(extensions)]);
}

function readExtensions(extensions: readonly string[]): readonly SubgraphSdl[] {
  const names = new Set([CONTRACT_SUBGRAPH, 'national']);
  return extensions.map((extension) => {
    const [, given, file = extension] = /^([^=/\\]+)=(.+)$/.exec(extension) ?? [];
    const name = given ?? path.parse(file).name;
    const problem = !/^[a-z][a-z0-9-]{0,40}$/.test(name) ? 'is no name of a subgraph' : 'is the name of another';
    if (problem === 'is no name of a subgraph' || names.has(name))
      throw new ConfigurationError([`${file}: "${name}" ${problem}. Give it one, such as gd-queues=${file}.`]);
    names.add(name);
    return { name, url: '', sdl: readText(file) };
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError([`${file}: cannot be read. Name the file with the SDL of the extension.`]);
  }
}
