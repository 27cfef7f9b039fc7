import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAskGraph, type TokenHolder } from './ask-graph.js';

interface Heard {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

const heard: Heard[] = [];
let server: Server;
let reply: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
      response.writeHead(reply.startsWith('{') ? 200 : 502).end(reply);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('asks the gateway that served the page, below its path prefix, with the token of the moment', async () => {
  const holder: TokenHolder = { token: undefined };
  const ask = createAskGraph(holder, fetchFrom('/portal/playground'));
  reply = '{"data":{"a":1}}';

  const first = await ask({ query: '{ a }' });
  holder.token = 'secret';
  await ask({ query: 'query A { a }', operationName: 'A' }, { headers: { 'x-tongban-explain': 'on' } });

  expect(first).toEqual({ data: { a: 1 } });
  expect(heard.map(({ url }) => url)).toEqual(['/portal/graphql', '/portal/graphql']);
  expect(heard.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer secret']);
  expect(heard[1]).toMatchObject({
    body: { query: 'query A { a }', operationName: 'A' },
    headers: { 'x-tongban-explain': 'on', 'content-type': 'application/json' },
  });
});

it.each(['<html>Bad gateway</html>', '{"message":"no"}'])('answers with an error when %s comes', async (text) => {
  reply = text;

  const answer = await createAskGraph({ token: undefined }, fetchFrom('/'))({ query: '{ a }' });

  expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_AN_ANSWER' } }]);
  expect(answer).not.toHaveProperty('data');
});

it('answers with an error when nobody is there, and says in no way what the token was', async () => {
  const nobody = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));

  const answer = await createAskGraph({ token: 'secret' }, nobody)({ query: '{ a }' });

  expect(answer.errors).toMatchObject([{ extensions: { code: 'UNREACHABLE' } }]);
  expect(JSON.stringify(answer)).not.toContain('secret');
});

it('rejects when it is given up', async () => {
  const asked = createAskGraph({ token: undefined }, fetchFrom('/'))(
    { query: '{ a }' },
    { signal: AbortSignal.abort() },
  );

  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});

// As a browser resolves what a page at `path` asks for.
function fetchFrom(path: string): typeof fetch {
  const { port } = server.address() as AddressInfo;
  const page = `http://127.0.0.1:${String(port)}${path}`;
  return async (url, init) => await fetch(new URL(url, page), init);
}
