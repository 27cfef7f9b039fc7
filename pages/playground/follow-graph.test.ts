import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GraphAnswer } from '../shared/ask-graph.js';
import { createFollowGraph } from './follow-graph.js';

let server: Server;
let reply: (response: ServerResponse, request: IncomingMessage) => void;

beforeAll(async () => {
  server = createServer((request, response) => reply(response, request)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const event = (count: number): string => `event: next\ndata: {"data":{"ticks":${String(count)}}}\n\n`;

/** Everything that a follower hears until nothing more comes. */
function hear(url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`): Promise<GraphAnswer[]> {
  const follow = createFollowGraph({ token: 'secret' }, (path, init) => fetch(new URL(path, url), init));
  const answers: GraphAnswer[] = [];
  const question = { query: 'subscription Ticks { ticks }', operationName: 'Ticks' };
  return new Promise((resolve) => {
    follow(
      question,
      { 'x-tongban-purpose': 'AUDIT' },
      { next: (answer) => answers.push(answer), complete: () => resolve(answers) },
    );
  });
}

it('gives each answer until the stream is complete, past heartbeats and a bare id', async () => {
  reply = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`id: 7\n\n${event(1)}:\n\n${event(2)}event: complete\ndata:\n\n`);
  };

  expect(await hear()).toEqual([{ data: { ticks: 1 } }, { data: { ticks: 2 } }]);
});

it('asks for a stream as whoever the page is, for what he says', async () => {
  const asked: unknown[] = [];
  reply = (response, request) => {
    const { accept, authorization, 'x-tongban-purpose': purpose } = request.headers;
    asked.push({ accept, authorization, purpose });
    request.setEncoding('utf8').once('data', (body: string) => asked.push(JSON.parse(body)));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    request.once('end', () => response.end('event: complete\ndata:\n\n'));
  };

  await hear();

  expect(asked).toEqual([
    { accept: 'text/event-stream', authorization: 'Bearer secret', purpose: 'AUDIT' },
    { query: 'subscription Ticks { ticks }', operationName: 'Ticks' },
  ]);
});

it('gives a refusal before the stream as the answer that it is', async () => {
  const refusal = { errors: [{ message: 'No.', extensions: { code: 'UNAUTHENTICATED' } }] };
  reply = (response) => response.writeHead(401).end(JSON.stringify(refusal));

  expect(await hear()).toEqual([refusal]);
});

it('says that a stream broke off, and does not open it again', async () => {
  let opened = 0;
  reply = (response) => {
    opened += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(1));
    setTimeout(() => response.destroy(), 50);
  };

  const answers = await hear();

  expect(answers).toMatchObject([{ data: { ticks: 1 } }, { errors: [{ extensions: { code: 'BROKEN_OFF' } }] }]);
  expect(opened).toBe(1);
});

it('says that nobody is there', async () => {
  expect(await hear('http://127.0.0.1:1/')).toMatchObject([{ errors: [{ extensions: { code: 'UNREACHABLE' } }] }]);
});

it('closes the connection when it is no longer wanted', async () => {
  const closed = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<string>();
  reply = (response) => {
    response.on('close', () => closed.resolve('closed'));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event(1));
  };
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  const follow = createFollowGraph({ token: undefined }, (path, init) => fetch(new URL(path, url), init));

  const stop = follow({ query: '{ a }' }, {}, { next: () => begun.resolve('begun'), complete: () => undefined });
  await begun.promise;
  stop();

  expect(await closed.promise).toBe('closed');
});
