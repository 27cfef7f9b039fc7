import type { GraphQLSchema } from 'graphql';

/** An ordinary subgraph of the comparison. */
export interface Subgraph {
  readonly name: string;
  /** In the words of Federation 1, which every gateway of the comparison understands. */
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly rootValue?: Readonly<Record<string, unknown>>;
}

/** The same SDL in the words of Federation 2, for those who compose no other. */
export function inFederation2(sdl: string): string {
  const imports = '["@key", "@external", "@requires", "@provides"]';
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${imports})\n${sdl}`;
}
