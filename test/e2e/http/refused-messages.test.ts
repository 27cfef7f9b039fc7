import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { sendHttp } from '../../support/send-http.js';

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, { requestTimeoutMs: 1000 });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(federation.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

const codeIn = (response: string): unknown =>
  (JSON.parse(response.slice(response.indexOf('{'))) as { errors: [{ extensions: { code: string } }] }).errors[0]
    .extensions.code;

const post = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

describe('a message that cannot be read', () => {
  it.each([
    ['is no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['has two lengths', `${post}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 400, 'BAD_REQUEST'],
    ['has headers of more than 16 kB', `${post}x: ${'y'.repeat(17_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ])('because it %s is answered with a code, and the connection ends', async (_why, message, status, code) => {
    const socket = await open();

    socket.write(message);
    const answer = await text(socket);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*content-type: application/json`));
    expect(codeIn(answer)).toBe(code);
  });

  it('because it drips is given up, whatever it still sends', async () => {
    const socket = await open();
    const drip = setInterval(() => socket.write(' '), 50);
    socket.on('close', () => clearInterval(drip));
    socket.on('error', () => undefined); // the last drop meets a closed connection

    socket.write(`${post}content-length: 100000\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    await once(socket, 'close');

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
    expect(codeIn(answer.toString())).toBe('REQUEST_TIMEOUT');
  });

  it('and comes behind a good one is not answered in its place', async () => {
    const held = Promise.withResolvers<undefined>();
    federation.province('GD').misbehave(() => {
      held.resolve(undefined);
      return 'handled';
    });
    const socket = await open();
    const body = '{"query":"{ rows { totalCount } }"}';

    socket.write(`${post}content-length: ${body.length}\r\n\r\n${body}`);
    await held.promise;
    socket.write('hello\r\n\r\n');

    expect(await text(socket).catch(() => '')).toBe('');
  });
});

describe('OPTIONS that is no preflight', () => {
  it.each([[[]], [['https://portal.example.cn']]])(
    'is 405 with the methods that there are (origins: %j)',
    async (corsOrigins) => {
      await using other = await startSmallFederation({ GD: [] }, { corsOrigins });

      const plain = await sendHttp(other.url, { method: 'OPTIONS' });
      const half = await sendHttp(other.url, { method: 'OPTIONS', headers: { origin: 'https://portal.example.cn' } });

      for (const { status, codes, headers } of [plain, half]) {
        expect([status, codes, headers.allow]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'GET, POST']);
      }
    },
  );
});
