import { once } from 'node:events';
import { type Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Choices } from '../choices.js';

/** What may happen to a request on its way, and to its answer on the way back. */
export type Fate = 'arrives' | 'lost' | 'unanswered' | 'late' | 'twice';

/** A network between a gateway and one province, which can be made as bad as a test wants. */
export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Where requests go to; undefined while nobody is there. */
  target: string | undefined;
  /** What happens to the next request. */
  weather: () => Fate;
  /** How often each of them has happened. */
  readonly counts: Readonly<Record<Fate, number>>;
}

/** Nothing goes wrong. */
export const calm = (): Fate => 'arrives';

/** Half of all requests meet a fault. */
export const stormy =
  (choices: Choices): (() => Fate) =>
  () =>
    choices.of(['arrives', 'arrives', 'arrives', 'arrives', 'lost', 'unanswered', 'late', 'twice'] as const);

// Longer than a gateway waits for a province, so that some of what is late arrives after its sender has given it up.
const LATE_MS = 3_500;

/** Starts a proxy on a port of its own. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const counts = { arrives: 0, lost: 0, unanswered: 0, late: 0, twice: 0 };
  const late = new Set<NodeJS.Timeout>();
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const fate = proxy.weather();
      counts[fate] += 1;
      const pass = (answer: ServerResponse | undefined): void => forward(proxy.target, body, answer);
      switch (fate) {
        case 'arrives': {
          pass(outgoing);
          return;
        }
        case 'lost':
          return void incoming.socket.destroy();
        case 'unanswered':
          pass(undefined);
          return void incoming.socket.resetAndDestroy();
        case 'late':
          return void late.add(setTimeout(() => pass(outgoing), LATE_MS));
        case 'twice':
          pass(undefined);
          {
            pass(outgoing);
            return;
          }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    target: undefined,
    weather: calm,
    counts,
    [Symbol.asyncDispose]: async () => {
      for (const timer of late) clearTimeout(timer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    // The gateway has given up; what came of the body is as good as none.
  }
  return Buffer.concat(chunks);
}

/** Sends a body on; without `answer` nobody is told what became of it. */
function forward(target: string | undefined, body: Buffer, answer: ServerResponse | undefined): void {
  if (target === undefined) {
    answer?.socket?.destroy();
    return;
  }
  const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
  const agent: Agent | false = false; // a connection for each, so that a process that dies takes no other's with it
  const outgoing = request(target, { method: 'POST', headers, agent }, (response) => {
    if (answer === undefined) {
      response.resume();
      return;
    }
    answer.writeHead(response.statusCode ?? 502, { 'content-type': response.headers['content-type'] ?? '' });
    response.on('error', () => answer.destroy());
    response.pipe(answer);
  });
  outgoing.on('error', () => answer?.socket?.destroy());
  outgoing.end(body);
}
