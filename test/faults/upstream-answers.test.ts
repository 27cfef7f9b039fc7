import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { startDeadline } from '../../gateway/resilience/deadline.js';
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

const halves: [string, RawAnswer][] = [
  ['shorter than its length', cut(`${begun}content-length: 99\r\n\r\n${whole}`, 'end')],
  ['reset in the middle', cut(`${begun}content-length: 99\r\n\r\n{"data"`, 'resetAndDestroy')],
  ['without its last chunk', cut(`${begun}transfer-encoding: chunked\r\n\r\n10\r\n${whole}\r\n`, 'end')],
];

describe('half an answer', () => {
  it.each(halves)('that is %s costs a query nothing: it is sent once more', async (_what, half) => {
    await using server = await startRawUpstream((socket, request) => {
      if (server.requests.length === 1) half(socket, request);
      else send(whole)(socket, request);
    });
    await using upstream = patientUpstream();

    expect((await ask(upstream, server.url)).data).toEqual({ a: 1 });
    expect(server.requests).toHaveLength(2);
  });

  it.each(halves)('that is %s is never taken for a whole one, and asked for twice at most', async (_what, half) => {
    await using server = await startRawUpstream(half);
    await using upstream = patientUpstream();

    expect((await failureOf(ask(upstream, server.url))).failure).toBe('unreachable');
    expect(server.requests).toHaveLength(2);
  });

  it.each(halves)('that is %s fails a mutation, which is never sent again', async (_what, half) => {
    await using server = await startRawUpstream(half);
    await using upstream = patientUpstream();

    expect((await failureOf(ask(upstream, server.url, { isRead: false }))).failure).toBe('unreachable');
    expect(server.requests).toHaveLength(1);
  });
});

describe('an upstream that asks to be left alone for a while', () => {
  const busy = (seconds: string, status = 503): RawAnswer =>
    send('<html>', { 'retry-after': seconds, 'content-type': 'text/html' }, status);
  const recovering =
    (first: RawAnswer, times: number[]): RawAnswer =>
    (socket, request) => {
      times.push(performance.now());
      if (times.length === 1) first(socket, request);
      else send(whole)(socket, request);
    };

  it.each([429, 503])('(%i) is asked once more when the time has passed', async (status) => {
    const times: number[] = [];
    await using server = await startRawUpstream(recovering(busy('1', status), times));
    await using upstream = patientUpstream();

    expect((await ask(upstream, server.url)).data).toEqual({ a: 1 });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it.each<[string, RawAnswer, object, number]>([
    ['asks for longer than anybody waits', busy('60'), {}, 10_000],
    ['asks for more time than there is', busy('1'), {}, 900],
    ['asks the same again', busy('0'), {}, 10_000],
    ['was sent a mutation', busy('0'), { isRead: false }, 10_000],
    ['names no number', busy('Wed, 21 Oct 2099 07:28:00 GMT'), {}, 10_000],
  ])('and %s is a fault', async (what, answer, request, deadlineMs) => {
    await using server = await startRawUpstream(answer);
    await using upstream = patientUpstream();

    const error = await failureOf(ask(upstream, server.url, request, startDeadline(deadlineMs)));

    expect(error.failure).toBe('fault');
    expect(server.requests).toHaveLength(what === 'asks the same again' ? 2 : 1);
  });

  it('is asked no more when nobody waits', async () => {
    await using server = await startRawUpstream(busy('1'));
    await using upstream = patientUpstream();
    const deadline = startDeadline(10_000);
    const failure = failureOf(ask(upstream, server.url, {}, deadline));
    await until(() => server.connections.closed === 1);

    deadline.cancel();

    expect((await failure).failure).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });
});

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
    ['is longer than its length', 'breach', send(whole, { 'content-length': '12' })],
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

  it('is asked for with our own headers, the passport and the trace, and no others', async () => {
    await using server = await startRawUpstream(send(whole));
    await using upstream = patientUpstream();
    const trace = { state: 'a=1', nextParent: () => '00-parent' };

    await ask(upstream, server.url, { trace, passport: 'a.b.c', limitMs: 1500 });

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
      'x-tongban-passport: a.b.c',
    ]);
  });
});
