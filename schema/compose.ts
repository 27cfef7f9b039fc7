import { composeServices } from '@apollo/composition';
import { buildASTSchema, GraphQLError, parse, type DocumentNode } from 'graphql';
import { contractBreaches } from './contract-rules.js';

/** One subgraph as it goes into the supergraph. */
export interface SubgraphSdl {
  readonly name: string;
  /** Where an ordinary subgraph is by default; a registry may say otherwise. Empty for the contract. */
  readonly url: string;
  readonly sdl: string;
}

/** Subgraphs that do not fit together, or a contract that breaks its rules: one sentence per problem. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Name of the logical subgraph that every province serves. */
export const CONTRACT_SUBGRAPH = 'province';

/**
 * Composes the contract and ordinary subgraphs into a supergraph. The number of provinces plays no part: they all
 * serve the one contract. Throws {@link CompositionError}.
 */
export function composeSupergraph(contractSdl: string, subgraphs: readonly SubgraphSdl[]): string {
  const breaches = contractBreaches(parseContract(contractSdl));
  if (breaches.length > 0) throw new CompositionError(breaches);
  const services = [{ name: CONTRACT_SUBGRAPH, url: '', sdl: contractSdl }, ...subgraphs].map(({ name, url, sdl }) => ({
    name,
    url,
    typeDefs: parseSubgraph(sdl, name),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new CompositionError(errors.map(({ message }) => message));
  return `${supergraphSdl.trim()}\n`;
}

function parseContract(sdl: string): ReturnType<typeof buildASTSchema> {
  // Federation's own definitions come from its @link, so the document alone is not complete GraphQL.
  return buildASTSchema(parseSubgraph(sdl, CONTRACT_SUBGRAPH), { assumeValid: true, assumeValidSDL: true });
}

function parseSubgraph(sdl: string, name: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new CompositionError([`${name}:${error.locations?.[0]?.line ?? 1}: ${error.message}`]);
  }
}
