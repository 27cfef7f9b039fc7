import { describe, expect, it } from '@jest/globals';
import { startDeadline } from '../../gateway/resilience/deadline.js';
import { ask, failureOf, patientUpstream } from '../support/ask-upstream.js';
import { startDeafUpstream } from '../support/deaf-upstream.js';
import { httpAnswer, startRawUpstream, type RawAnswer } from '../support/raw-upstream.js';
import { until } from '../support/until.js';

const begun = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';

const silent: RawAnswer = () => undefined;
const stalling: RawAnswer = (socket) => void socket.write(`${begun}{"data":`);
const dripping: RawAnswer = (socket) => {
  socket.write(begun);
  const drip = setInterval(() => socket.write(' '), 50);
  socket.on('close', () => clearInterval(drip));
};

// Each is the only one that can fire: all other budgets are 10 s.
const SHORT_MS = 400;
// Until a budget is looked at, and a machine with other work comes to it.
const LATE_MS = 4000;

describe('an upstream', () => {
  it.each<[string, RawAnswer, object]>([
    ['does not begin', silent, { headersTimeoutMs: SHORT_MS }],
    ['stalls in the middle', stalling, { idleTimeoutMs: SHORT_MS }],
    ['drips for ever', dripping, { callTimeoutMs: SHORT_MS }],
  ])('that %s is given up when its budget is used up, and its connection closed', async (_what, answer, budget) => {
    await using server = await startRawUpstream(answer);
    await using upstream = patientUpstream(budget);
    const began = performance.now();

    const error = await failureOf(ask(upstream, server.url));

    const took = performance.now() - began;
    expect(error.failure).toBe('timeout');
    expect(took).toBeGreaterThanOrEqual(SHORT_MS);
    expect(took).toBeLessThan(LATE_MS);
    await until(() => server.connections.closed === 1);
  });

  it('to which no connection is made is given up when the budget for that is used up', async () => {
    await using server = await startDeafUpstream();
    await using upstream = patientUpstream({ connectTimeoutMs: SHORT_MS });
    const began = performance.now();

    expect((await failureOf(ask(upstream, server.url))).failure).toBe('timeout');
    expect(performance.now() - began).toBeLessThan(LATE_MS);
  });

  it('that drips does not use up the budgets for its head and for pauses', async () => {
    await using server = await startRawUpstream(dripping);
    await using upstream = patientUpstream({ headersTimeoutMs: 1000, idleTimeoutMs: 1000, callTimeoutMs: 2500 });
    const began = performance.now();

    expect((await failureOf(ask(upstream, server.url))).failure).toBe('timeout');
    expect(performance.now() - began).toBeGreaterThanOrEqual(2500);
  });

  it.each<[string, (deadlineMs: number) => readonly [object, number]]>([
    ['its call', (ms) => [{ limitMs: ms }, 10_000]],
    ['the operation', (ms) => [{}, ms]],
  ])('has no more time than %s', async (_what, bounds) => {
    await using server = await startRawUpstream(dripping);
    await using upstream = patientUpstream();
    const [request, deadlineMs] = bounds(SHORT_MS);
    const began = performance.now();

    const error = await failureOf(ask(upstream, server.url, request, startDeadline(deadlineMs)));

    expect(error.failure).toBe('timeout');
    expect(performance.now() - began).toBeLessThan(LATE_MS);
  });

  it('is not asked when no time is left, or nobody waits', async () => {
    await using server = await startRawUpstream(silent);
    await using upstream = patientUpstream();
    const late = startDeadline(0);
    const gone = startDeadline(10_000);
    gone.cancel();

    expect((await failureOf(ask(upstream, server.url, {}, late))).failure).toBe('timeout');
    expect((await failureOf(ask(upstream, server.url, {}, gone))).failure).toBe('cancelled');
    expect(server.connections.all).toBe(0);
  });
});

describe('a call that nobody waits for any more', () => {
  it.each<[string, RawAnswer]>([
    ['before', silent],
    ['within', stalling],
  ])('is aborted %s its answer', async (_when, answer) => {
    await using server = await startRawUpstream(answer);
    await using upstream = patientUpstream();
    const deadline = startDeadline(10_000);
    const failure = failureOf(ask(upstream, server.url, {}, deadline));
    await until(() => server.requests.length === 1);
    const began = performance.now();

    deadline.cancel();

    expect((await failure).failure).toBe('cancelled');
    await until(() => server.connections.closed === 1);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('and still waits for a connection is never sent, and costs nobody a connection', async () => {
    const held: (() => void)[] = [];
    await using server = await startRawUpstream((socket) => {
      held.push(() => void socket.write(httpAnswer('{"data":{"a":1}}')));
    });
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });
    const leaving = startDeadline(10_000);
    const first = ask(upstream, server.url);
    const second = failureOf(ask(upstream, server.url, { body: '{"query":"{ b }"}' }, leaving));
    await until(() => held.length === 1);

    leaving.cancel();
    const third = ask(upstream, server.url);
    held.pop()?.();
    await first;
    await until(() => held.length === 1);
    held.pop()?.();

    expect((await second).failure).toBe('cancelled');
    expect((await third).data).toEqual({ a: 1 });
    expect(server.requests.map(({ body }) => body)).toEqual(['{"query":"{ a }"}', '{"query":"{ a }"}']);
    expect(server.connections.all).toBe(1);
  });
});
