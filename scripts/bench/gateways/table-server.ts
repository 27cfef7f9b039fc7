import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { execute, parse, type ExecutionResult } from 'graphql';
import { createMessageReader, type HttpMessage } from './message-reader.js';
import type { Subgraph } from './subgraph.js';

/** Who watches services being asked. */
export interface Watch {
  /** How long every answer is held back. */
  readonly holdMs: number;
  /** Told of every request, with the service and the body. */
  note(service: string, body: Buffer): void;
}

/**
 * Serves a subgraph on a port of its own: each distinct body is executed once by the real schema, and from then on its
 * answer is bytes in a table. On bare sockets, for it must take next to nothing of the machine. Gives the address.
 */
export async function startTableServer(subgraph: Subgraph, watch: Watch): Promise<string> {
  const answers = new Map<string, Buffer | Promise<Buffer>>();
  const reply = async (socket: Socket, answer: Buffer | Promise<Buffer>): Promise<void> => {
    if (watch.holdMs > 0) await setTimeout(watch.holdMs);
    socket.write(await answer);
  };
  const server = createServer({ noDelay: true }, (socket) => {
    const answerTo = ({ body }: HttpMessage): void => {
      watch.note(subgraph.name, body);
      const key = body.toString('latin1');
      const known = answers.get(key);
      if (known instanceof Buffer && watch.holdMs === 0) {
        socket.write(known);
        return;
      }
      const answer = known ?? learn(subgraph, body.toString('utf8'));
      answers.set(key, answer);
      void Promise.resolve(answer).then((bytes) => answers.set(key, bytes));
      void reply(socket, answer);
    };
    socket.on('data', createMessageReader(answerTo));
    socket.on('error', () => socket.destroy()); // a gateway that is ended tears its connections
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

interface RequestBody {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

async function learn({ schema, rootValue }: Subgraph, body: string): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(body) as RequestBody;
  const result: ExecutionResult = await execute({
    schema,
    document: parse(query),
    rootValue,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  });
  const text = Buffer.from(JSON.stringify(result));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), text]);
}
