import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ask, failureOf, patientUpstream } from '../support/ask-upstream.js';
import { httpAnswer, startRawUpstream, type RawAnswer } from '../support/raw-upstream.js';
import { until } from '../support/until.js';

const answered = httpAnswer('{"data":{"a":1}}');

/** Answers the first request of each connection; a later one meets a connection that is gone. */
const stale =
  (lose: (socket: Socket) => void): RawAnswer =>
  (socket, { before }) => {
    if (before === 0) socket.write(answered);
    else lose(socket);
  };

const ways: [string, (socket: Socket) => void][] = [
  ['closed', (socket) => void socket.end()],
  ['reset', (socket) => void socket.resetAndDestroy()],
];

describe('a kept connection that the other side has given up', () => {
  it.each(ways)('and %s costs a query nothing: it is sent once more, on a new one', async (_how, lose) => {
    await using server = await startRawUpstream(stale(lose));
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });
    await ask(upstream, server.url);

    expect((await ask(upstream, server.url)).data).toEqual({ a: 1 });
    expect(server.requests.map(({ before }) => before)).toEqual([0, 1, 0]);
  });

  it.each(ways)('and %s fails a mutation, which is never sent again', async (_how, lose) => {
    await using server = await startRawUpstream(stale(lose));
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });
    await ask(upstream, server.url);

    const error = await failureOf(ask(upstream, server.url, { isRead: false }));

    expect(error.failure).toBe('unreachable');
    expect(server.requests).toHaveLength(2);
  });

  it('is not tried again by way of its neighbours, which were idle as long', async () => {
    const held: Socket[] = [];
    await using server = await startRawUpstream((socket, { before }) => {
      if (before > 0) socket.resetAndDestroy();
      else if (held.length < 4) held.push(socket);
      else socket.write(answered);
    });
    await using upstream = patientUpstream({ connectionsPerOrigin: 4 });
    const first = [1, 2, 3, 4].map(() => ask(upstream, server.url));
    await until(() => held.length === 4);
    for (const socket of held) socket.write(answered);
    await Promise.all(first);

    expect((await ask(upstream, server.url)).data).toEqual({ a: 1 });
    expect(server.connections.all).toBe(5);
  });

  it('is tried again once, not twice', async () => {
    await using server = await startRawUpstream((socket) => {
      if (server.requests.length === 1) socket.write(answered);
      else socket.resetAndDestroy();
    });
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });
    await ask(upstream, server.url);

    expect((await failureOf(ask(upstream, server.url))).failure).toBe('unreachable');
    expect(server.requests).toHaveLength(3);
  });
});

describe('a query that was sent once more', () => {
  it('is not sent a third time, though the other connection has brought answers too', async () => {
    const [early, late]: [Socket[], Socket[]] = [[], []];
    await using server = await startRawUpstream((socket, { body, before }) => {
      if (before === 0 && server.connections.all <= 2) early.push(socket);
      else if (before === 0) socket.write(answered);
      else if (body === 'late' && late.length === 0) late.push(socket);
      else socket.resetAndDestroy();
    });
    await using upstream = patientUpstream({ connectionsPerOrigin: 2 });
    const first = [ask(upstream, server.url), ask(upstream, server.url)];
    await until(() => early.length === 2);
    for (const socket of early) socket.write(answered);
    await Promise.all(first);
    const failing = failureOf(ask(upstream, server.url, { body: 'late' }));
    await until(() => late.length === 1);
    await ask(upstream, server.url, { body: 'soon' });

    late[0]?.resetAndDestroy();

    expect((await failing).failure).toBe('unreachable');
    expect(server.requests.map(({ body }) => body).slice(2)).toEqual(['late', 'soon', 'soon', 'late']);
  });
});

describe('a connection that is lost though it is new', () => {
  it('fails the query', async () => {
    await using server = await startRawUpstream((socket) => void socket.resetAndDestroy());
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });

    expect((await failureOf(ask(upstream, server.url))).failure).toBe('unreachable');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a connection on which nothing happens', () => {
  it('is closed by us before the 5 s after which servers close it', async () => {
    await using server = await startRawUpstream((socket) => void socket.write(answered));
    await using upstream = patientUpstream({ connectionsPerOrigin: 1 });
    await ask(upstream, server.url);
    const began = performance.now();

    await until(() => server.connections.closed === 1);

    expect(performance.now() - began).toBeLessThan(5000);
  }, 10_000);
});
