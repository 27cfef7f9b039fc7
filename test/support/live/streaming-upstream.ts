// A subgraph that streams what a test tells it to, on a real socket, without any word of how it came about.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StreamingUpstream extends AsyncDisposable {
  readonly url: string;
  /** Headers and texts of the requests so far. */
  readonly asked: readonly { readonly headers: IncomingHttpHeaders; readonly query: string }[];
  /** Streams that are open. */
  open(): number;
  /** Sends raw text to all who read; false when one of them has not taken in what came before. */
  send(text: string): boolean;
  /** Sends a result under an id. */
  next(id: string, result: object): boolean;
  /** Breaks the connections of all who read. */
  breakOff(): void;
  /** Answers from now on otherwise than by a stream; undefined ends that. */
  answer(how: ((response: ServerResponse) => void) | undefined): void;
}

export async function startStreamingUpstream(): Promise<StreamingUpstream> {
  const asked: { headers: IncomingHttpHeaders; query: string }[] = [];
  const streams = new Set<ServerResponse>();
  let answer: ((response: ServerResponse) => void) | undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      asked.push({ headers: request.headers, query: (JSON.parse(text) as { query: string }).query });
      if (answer !== undefined) {
        answer(response);
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      response.once('close', () => streams.delete(response));
      response.on('error', () => undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const send = (message: string): boolean => [...streams].map((stream) => stream.write(message)).every(Boolean);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    open: () => streams.size,
    send,
    next: (id, result) => send(`event: next\nid: ${id}\ndata: ${JSON.stringify(result)}\n\n`),
    breakOff: () => {
      for (const stream of streams) stream.destroy();
    },
    answer: (how) => void (answer = how),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
