import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createMessageReader, type HttpMessage } from './message-reader.js';

/** What is asked, and how long. */
export interface LoadTask {
  readonly url: string;
  readonly body: string;
  readonly clients: number;
  /** No request is sent after this many seconds; undefined for one request of each client. */
  readonly seconds: number | undefined;
  /** Whether every request comes from somebody else, with an `Authorization` of his own. */
  readonly isPersonal: boolean;
  /** Throws when an answer is not the right one: a fast wrong answer must not count. */
  readonly check: (body: Buffer) => void;
}

let callers = 0;

/** Clients that ask again as soon as they are answered, each on a connection of its own. Gives latencies in ms. */
export async function runClosedLoop(task: LoadTask): Promise<readonly number[]> {
  const latencies: number[] = [];
  const write = requestWriter(task);
  let endsAt = 0;
  const client = async (socket: Socket): Promise<void> => {
    try {
      const answers = answersOf(socket);
      do {
        const sent = performance.now();
        const answer = answers();
        write(socket);
        const { head, body } = await answer;
        if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${head}\n${body.toString().slice(0, 500)}`);
        task.check(body);
        latencies.push(performance.now() - sent);
      } while (performance.now() < endsAt);
    } finally {
      socket.destroy();
    }
  };
  // All are connected before the first asks, so that a crowd comes at once.
  const sockets = await Promise.all(Array.from({ length: task.clients }, () => openSocket(task.url)));
  if (task.seconds !== undefined) endsAt = performance.now() + task.seconds * 1000;
  await Promise.all(sockets.map(client));
  return latencies;
}

async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function requestWriter({ url, body, isPersonal }: LoadTask): (socket: Socket) => void {
  const { host, pathname } = new URL(url);
  const bytes = Buffer.from(body);
  const type = 'content-type: application/json\r\naccept: application/json';
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${type}\r\ncontent-length: ${bytes.length}\r\n`;
  const anonymous = Buffer.concat([Buffer.from(`${head}\r\n`), bytes]);
  return (socket) => {
    callers += 1;
    socket.write(isPersonal ? `${head}authorization: Bearer caller-${callers}\r\n\r\n${body}` : anonymous);
  };
}

/** A function that gives the next answer on a connection; rejects when the connection ends instead. */
function answersOf(socket: Socket): () => Promise<HttpMessage> {
  let waiting: PromiseWithResolvers<HttpMessage> | undefined;
  socket.on(
    'data',
    createMessageReader((message) => waiting?.resolve(message)),
  );
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the gateway has closed the connection')));
  return () => {
    waiting = Promise.withResolvers();
    return waiting.promise;
  };
}
