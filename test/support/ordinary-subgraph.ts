import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphql, type GraphQLSchema } from 'graphql';
import type { Misbehaviour } from './stand-in-province.js';

/** An ordinary subgraph on a real socket: a schema and its root values. */
export interface OrdinarySubgraph extends AsyncDisposable {
  readonly url: string;
  misbehave(misbehaviour: Misbehaviour | undefined): void;
}

/** Starts an ordinary subgraph. `schema` has what federation adds (`_entities`) written out. */
export async function startOrdinarySubgraph(
  schema: GraphQLSchema,
  rootValue: Readonly<Record<string, unknown>>,
): Promise<OrdinarySubgraph> {
  let misbehaviour: Misbehaviour | undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const { query, variables } = JSON.parse(text) as { query: string; variables: Record<string, unknown> };
      void graphql({ schema, source: query, variableValues: variables, rootValue }).then((answer) => {
        response.setHeader('content-type', 'application/json'); // misbehaviours say so when they mean another
        if (misbehaviour?.(response, answer) === 'handled') return;
        response.end(JSON.stringify(answer));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    misbehave: (next) => void (misbehaviour = next),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
