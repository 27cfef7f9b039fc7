import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ask, failureOf, patientUpstream } from '../support/ask-upstream.js';
import { httpAnswer, startRawUpstream, type RawAnswer } from '../support/raw-upstream.js';
import { until } from '../support/until.js';

const secret = 'SELECT * FROM secret';
const whole = '{"data":{"a":1}}';

const send =
  (...answer: Parameters<typeof httpAnswer>): RawAnswer =>
  (socket) =>
    void socket.write(httpAnswer(...answer));

/** Ends the connection in the middle: politely, or not. */
const cut =
  (text: string, how: 'end' | 'resetAndDestroy'): RawAnswer =>
  (socket) =>
    void socket.write(text, () => socket[how]());

const begun = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

describe('an answer that cannot be used', () => {
  it.each<[string, string, RawAnswer]>([
    ['is a page of HTML', 'breach', send(`<html>${secret}`, { 'content-type': 'text/html' })],
    ['is JSON that calls itself text', 'breach', send(whole, { 'content-type': 'text/plain' })],
    ['has another charset', 'breach', send(whole, { 'content-type': 'application/json; charset=gbk' })],
    ['has no content', 'breach', (socket) => void socket.write('HTTP/1.1 204 No Content\r\n\r\n')],
    ['is a page of a proxy', 'fault', send(`<html>${secret}`, { 'content-type': 'text/html' }, 502)],
    ['is not JSON', 'breach', send(secret)],
    ['is a list', 'breach', send('[{"data":{"a":1}}]')],
    ['is packed', 'breach', send(gzipSync('x'.repeat(10_000_000)), { 'content-encoding': 'gzip' })],
    ['is packed, though it could be read', 'breach', send(whole, { 'content-encoding': 'br' })],
    ['announces more than is allowed', 'breach', send('', { 'content-length': '65537' })],
    ['is shorter than its length', 'unreachable', cut(`${begun}content-length: 99\r\n\r\n${whole}`, 'end')],
    ['is longer than its length', 'breach', send(whole, { 'content-length': '12' })],
    ['is reset in the middle', 'unreachable', cut(`${begun}content-length: 99\r\n\r\n{"data"`, 'resetAndDestroy')],
    ['has no last chunk', 'unreachable', cut(`${begun}transfer-encoding: chunked\r\n\r\n10\r\n${whole}\r\n`, 'end')],
    ['ends in the middle, without a length', 'breach', cut(`${begun}connection: close\r\n\r\n{"data":{"a"`, 'end')],
    ['ends in its head', 'unreachable', cut('HTTP/1.1 200 OK\r\ncontent-ty', 'end')],
    ['is not HTTP', 'unreachable', (socket) => void socket.write('+PONG\r\n\r\n')],
  ])('since it %s is a failure of its kind, and nothing of it is repeated', async (_what, failure, answer) => {
    await using server = await startRawUpstream(answer);
    await using upstream = patientUpstream();

    const error = await failureOf(ask(upstream, server.url));

    expect(error.failure).toBe(failure);
    expect(`${error.message} ${String(error.cause)}`).not.toContain('secret');
    expect(server.requests).toHaveLength(1);
  });

  it('since it says where else to ask is a fault, and nobody is asked there', async () => {
    await using other = await startRawUpstream(send(whole));
    const addresses = { location: other.url.href, 'content-location': other.url.href };
    for (const status of [301, 302, 303, 307, 308]) {
      await using server = await startRawUpstream(send(whole, addresses, status));
      await using upstream = patientUpstream();

      expect((await failureOf(ask(upstream, server.url))).failure).toBe('fault');
    }
    expect(other.requests).toEqual([]);
  });

  it('since it does not end is cut off at the limit, and its connection closed', async () => {
    await using server = await startRawUpstream((socket) => {
      socket.write(`${begun}transfer-encoding: chunked\r\n\r\n`);
      const more = (): void => {
        while (!socket.destroyed && socket.write(`1000\r\n${' '.repeat(0x1000)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    await using upstream = patientUpstream();

    expect((await failureOf(ask(upstream, server.url))).message).toContain('larger than 65536 bytes');
    await until(() => server.connections.closed === 1);
  });
});

describe('an answer that can be used', () => {
  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/graphql-response+json; charset="utf-8"',
  ])('comes as %s, in pieces that break a character', async (type) => {
    const bytes = httpAnswer('{"data":{"a":"通办"}}', { 'content-type': type });
    await using server = await startRawUpstream((socket) => {
      socket.write(bytes.subarray(0, bytes.length - 6));
      setImmediate(() => socket.write(bytes.subarray(bytes.length - 6)));
    });
    await using upstream = patientUpstream();

    expect(await ask(upstream, server.url)).toEqual({ data: { a: '通办' }, errors: [] });
  });

  it('has a hundred errors at most, of a kilobyte each', async () => {
    const errors = Array.from({ length: 300 }, () => ({ message: 'x'.repeat(5000) }));
    await using server = await startRawUpstream(send(JSON.stringify({ errors })));
    await using upstream = patientUpstream({ answerLimitBytes: 10_000_000 });

    const answer = await ask(upstream, server.url);

    expect(answer.errors).toHaveLength(100);
    expect(answer.errors.every(({ message }) => message.length === 1024)).toBe(true);
  });

  it('is asked for with our own headers and the trace, and no others', async () => {
    await using server = await startRawUpstream(send(whole));
    await using upstream = patientUpstream();
    const trace = { state: 'a=1', nextParent: () => '00-parent' };

    await ask(upstream, server.url, { trace, limitMs: 1500 });

    const [line, ...headers] = server.requests[0]?.head.split('\r\n') ?? [];
    expect(line).toBe('POST /graphql HTTP/1.1');
    expect(headers.toSorted()).toEqual([
      'accept-encoding: identity',
      'accept: application/json',
      'connection: keep-alive',
      'content-length: 17',
      'content-type: application/json',
      `host: ${server.url.host}`,
      'traceparent: 00-parent',
      'tracestate: a=1',
      'x-tongban-deadline-ms: 1500',
    ]);
  });
});
