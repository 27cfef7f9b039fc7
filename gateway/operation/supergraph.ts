import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import { ConfigurationError } from '../errors.js';
import { readContract, type Contract } from '../routing/contract.js';

/** What a supergraph file says beside its types. */
export interface Supergraph {
  /** Every subgraph by name, with its endpoint where `join__graph` has a usable one. */
  readonly subgraphs: ReadonlyMap<string, URL | undefined>;
  /** Present when the supergraph routes root fields to provinces. */
  readonly contract: Contract | undefined;
}

/** Reads any Federation 2 supergraph. Throws {@link ConfigurationError} naming file, line and cure. */
export function readSupergraph({ file, sdl }: { readonly file: string; readonly sdl: string }): Supergraph {
  const document = parseSupergraph(sdl, file);
  const graphs = document.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) {
    throw new ConfigurationError([
      `${file}:1: not a Federation 2 supergraph (it has no join__Graph). Compose your subgraphs first.`,
    ]);
  }
  const subgraphs = new Map<string, URL | undefined>();
  for (const value of graphs.values ?? []) {
    const join = value.directives?.find(({ name }) => name.value === 'join__graph');
    const argument = (name: string): string => {
      const found = join?.arguments?.find((candidate) => candidate.name.value === name)?.value;
      return found?.kind === Kind.STRING ? found.value : '';
    };
    const url = URL.parse(argument('url'));
    subgraphs.set(argument('name'), url !== null && url.protocol.startsWith('http') ? url : undefined);
  }
  return { subgraphs, contract: readContract(sdl) };
}

function parseSupergraph(sdl: string, file: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line ?? 1;
    throw new ConfigurationError([`${file}:${line}: ${error.message} Compose your subgraphs again.`]);
  }
}
