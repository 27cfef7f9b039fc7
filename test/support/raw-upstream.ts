import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** One request as it came over a bare socket. */
export interface RawRequest {
  /** Request line and headers. */
  readonly head: string;
  readonly body: string;
  /** How many requests came over this connection before. */
  readonly before: number;
}

/** What the server does with a request: anything that can be done to a socket. */
export type RawAnswer = (socket: Socket, request: RawRequest) => void;

/** An upstream that keeps to no protocol. */
export interface RawUpstream extends AsyncDisposable {
  readonly url: URL;
  readonly requests: readonly RawRequest[];
  /** Connections so far, and how many of them were closed. */
  readonly connections: { readonly all: number; readonly closed: number };
}

/** Starts a server on a real socket that reads requests rightly and answers them as `answer` likes. */
export async function startRawUpstream(answer: RawAnswer): Promise<RawUpstream> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let all = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    all += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let [unread, before] = ['', 0];
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1');
      const headEnd = unread.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(unread)?.[1]);
      if (headEnd === -1 || unread.length < headEnd + 4 + length) return;
      const request = { head: unread.slice(0, headEnd), body: unread.slice(headEnd + 4), before };
      [unread, before] = ['', before + 1];
      requests.push(request);
      answer(socket, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`),
    requests,
    connections: {
      get all() {
        return all;
      },
      get closed() {
        return all - sockets.size;
      },
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A whole answer as bytes of HTTP; `headers` are added to, and may replace, those of a right one. */
export function httpAnswer(
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Buffer {
  const right = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...right, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Some reason\r\n${lines.join('')}\r\n`), Buffer.from(body)]);
}
