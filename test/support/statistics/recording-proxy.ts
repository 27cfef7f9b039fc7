// Stands between a gateway and a province, and keeps every byte that either says.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What went over the wire, request and answer in turn. */
export interface Exchanged {
  readonly request: string;
  readonly answer: string;
}

/** A proxy on a port of its own, until it is disposed of. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  readonly exchanged: readonly Exchanged[];
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Passes on whatever comes to it. */
export async function recordTraffic(to: string): Promise<RecordingProxy> {
  const exchanged: Exchanged[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await textOf(incoming);
      const headers = Object.fromEntries(
        ['content-type', 'x-tongban-passport', 'accept'].flatMap((name) => {
          const value = incoming.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      const response = await fetch(to, { method: 'POST', headers, body: request });
      const answer = await response.text();
      exchanged.push({ request, answer });
      outgoing.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? '' });
      outgoing.end(answer);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(to).pathname}`,
    exchanged,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
