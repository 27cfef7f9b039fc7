import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { readQueue } from './queue-machine.ts';

/** The province whose rows this subgraph knows something of. */
const OWN = 'GD:ServiceWindow:';

/** A reference to a window, as the gateway hands it over: of any province. */
interface Reference {
  readonly id: string;
}

/** The subgraph of `schema.graphql`. What belongs to another province is not known here, and null. */
export function buildSchema(now: () => Date): GraphQLSchema {
  const sdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
  const resolvers = {
    ServiceWindow: {
      __resolveReference: ({ id }: Reference) => (id.startsWith(OWN) ? { id } : null),
      queue: ({ id }: Reference) => readQueue(id, now()),
    },
  };
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
}
