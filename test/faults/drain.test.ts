import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../support/small-federation.js';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

/** A connection that was opened, and carried nothing yet. */
async function openConnection(): Promise<Socket> {
  const { hostname, port } = new URL(federation.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** The error code in the body of a raw response. */
function codeIn(response: string): unknown {
  const body = JSON.parse(response.slice(response.indexOf('{'))) as { errors: { extensions: { code: string } }[] };
  return body.errors[0]?.extensions.code;
}

function post(socket: Socket, query: string): void {
  const body = JSON.stringify({ query });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

it('a gateway that closes finishes what is in flight and refuses what comes after', async () => {
  const held = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  federation.province('GD').misbehave((response, answer) => {
    reached.resolve(undefined);
    void held.promise.then(() => response.end(JSON.stringify(answer)));
    return 'handled';
  });
  const [early, late] = [await openConnection(), await openConnection()];

  post(early, '{ rows { totalCount } }');
  await reached.promise;
  const closed = federation[Symbol.asyncDispose]();
  post(late, '{ __typename }');
  const refused = await text(late);
  held.resolve(undefined);
  const answered = await text(early);
  await closed;

  expect(refused).toMatch(/^HTTP\/1\.1 503 /);
  expect(codeIn(refused)).toBe('NOT_READY');
  expect(answered).toMatch(/^HTTP\/1\.1 200 /);
  expect(answered).toContain('{"data":{"rows":{"totalCount":1}}}');
});

it('a gateway that closes does not wait for a connection that was opened and never used', async () => {
  const socket = await openConnection();
  const ended = once(socket, 'close');

  const began = performance.now();
  await federation[Symbol.asyncDispose]();
  await ended;

  expect(performance.now() - began).toBeLessThan(2000);
});
