import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request and its answer, as they passed. */
export interface PassedExchange {
  /** Method, path and headers, then the body. */
  readonly request: string;
  readonly answer: string;
}

/** A wire between a gateway and one subgraph on which somebody listens. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  readonly passed: readonly PassedExchange[];
}

/** Passes everything on to the server at `target`, on a port of its own. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const passed: PassedExchange[] = [];
  const server = createServer((incoming, outgoing) => {
    void pass(new URL(target), incoming, outgoing).then((exchange) => passed.push(exchange));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    passed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function pass(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): Promise<PassedExchange> {
  const body = await readAll(incoming);
  const { method = 'POST', headers } = incoming;
  const onward = request({
    host: target.hostname,
    port: target.port,
    path: incoming.url,
    method,
    headers: { ...headers, host: target.host, 'accept-encoding': 'identity' },
  });
  onward.end(body);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  const text = await readAll(answer);
  outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' });
  outgoing.end(text);
  const head = `${method} ${incoming.url ?? ''} ${JSON.stringify(headers)}`;
  return { request: `${head}\n${body.toString()}`, answer: `${JSON.stringify(answer.headers)}\n${text.toString()}` };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
