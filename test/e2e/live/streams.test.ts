// Streams through a gateway, over upstreams that do whatever a test wants: any supergraph, and a contract of provinces.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { devKeyFile, issueDevToken } from '../../../gateway/auth/dev-issuer.js';
import { startGateway, type GatewayOptions } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { composeSupergraph } from '../../../schema/compose.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { answerIn, type Asked, openStream, type OpenStream } from '../../support/live/read-stream.js';
import { startStreamingUpstream, type StreamingUpstream } from '../../support/live/streaming-upstream.js';
import { startOrdinarySubgraph, type OrdinarySubgraph } from '../../support/ordinary-subgraph.js';
import { until } from '../../support/until.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const clockSdl = `${link} type Query { time: Int } type Subscription { ticks(from: Int): Tick! }
  type Tick { number: Int! text: String place: Place } type Place @key(fields: "id") { id: ID! }`;
const namesSdl = `${link} type Query { names: Int } type Place @key(fields: "id") { id: ID! name: String! }`;

const contract = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.tongban.invalid/contract/v1.0", import: ["@owner", "@elsewhere"])
    @composeDirective(name: "@owner") @composeDirective(name: "@elsewhere")
  directive @owner(by: String!) on FIELD_DEFINITION
  directive @elsewhere on FIELD_DEFINITION
  type Query { row(id: ID!): Row @owner(by: "id") }
  type Subscription { changes(province: ID!): Change! @owner(by: "province") }
  type Change { number: Int! row: Row @elsewhere }
  type Row @key(fields: "id") { id: ID! label: String! }`;

const names = buildSchema(`scalar _Any union _Entity = Place type Place { id: ID! name: String! }
  type Query { names: Int _entities(representations: [_Any!]!): [_Entity]! }`);
const rows = buildSchema(`scalar _Any union _Entity = Row type Row { id: ID! label: String! }
  type Query { row(id: ID!): Row _entities(representations: [_Any!]!): [_Entity]! }`);

type Given = { readonly representations: readonly { readonly id: string }[] };

let upstream: StreamingUpstream;
let other: OrdinarySubgraph;
let opened: AsyncDisposableStack;
let directory: string;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-streams-'));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  upstream = opened.use(await startStreamingUpstream());
});
afterEach(async () => {
  await opened.disposeAsync();
});

type Settings = Partial<GatewayOptions>;

/** A gateway over a subgraph that ticks and one that names places. */
async function startOrdinary(settings: Settings = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
  other = opened.use(
    await startOrdinarySubgraph(names, {
      _entities: ({ representations }: Given) =>
        representations.map(({ id }) => ({ __typename: 'Place', id, name: `name of ${id}` })),
    }),
  );
  const { supergraphSdl = '' } = composeServices([
    { name: 'clock', url: upstream.url, typeDefs: parse(clockSdl) },
    { name: 'names', url: other.url, typeDefs: parse(namesSdl) },
  ]);
  const options = gatewayOptions(supergraphSdl, { provinces: new Map(), subgraphs: {} }, { directory, settings });
  return start({ ...options, registry: undefined });
}

/** A gateway over two provinces: GD streams, HN has the rows. */
async function startProvinces(settings: Settings = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
  other = opened.use(
    await startOrdinarySubgraph(rows, {
      _entities: ({ representations }: Given) =>
        representations.map(({ id }) => ({ __typename: 'Row', id, label: `label of ${id}` })),
    }),
  );
  const provinces = new Map<string, { readonly url: string }>([
    ['GD', upstream],
    ['HN', other],
  ]);
  const sdl = composeSupergraph(contract, [{ name: 'names', url: other.url, sdl: namesSdl }]);
  return start(gatewayOptions(sdl, { provinces, subgraphs: { names: other.url } }, { directory, settings }));
}

async function start(options: GatewayOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const gateway = opened.use(await startGateway(options, { log: createLog(() => undefined), now: () => new Date() }));
  return { url: `${gateway.url}/graphql`, close: async () => await gateway[Symbol.asyncDispose]() };
}

const TICKS: Asked = { query: 'subscription { ticks(from: 1) { number text place { id name } } }' };
const CHANGES: Asked = { query: 'subscription { changes(province: "GD") { number row { label } } }' };

/** Opens a stream, and waits until the upstream is asked for it. */
async function watch(url: string, asked: Asked): Promise<OpenStream> {
  const before = upstream.asked.length;
  const stream = opened.use(await openStream(url, asked));
  await until(() => upstream.asked.length > before && upstream.open() > 0);
  return stream;
}

const tick = (number: number, place: string | null = 'a'): object => ({
  data: { ticks: { number, text: '同办', place: place && { __typename: 'Place', id: place } } },
});
const change = (number: number | null, row: string | null): object => ({
  data: { changes: { __typename: 'Change', number, row: row && { __typename: 'Row', id: row, __key: row } } },
});
const codeOf = (event: Parameters<typeof answerIn>[0]): unknown => answerIn(event).errors?.[0]?.extensions.code;

it('streams the subscriptions of any supergraph, each event completed by the other subgraphs', async () => {
  const { url } = await startOrdinary();
  const stream = await watch(url, { ...TICKS, headers: { 'last-event-id': 'before' } });

  upstream.send('id: place-0\n\n');
  upstream.next('place-1', tick(1));
  upstream.next('place-2', tick(2, null));
  const events = [await stream.next(), await stream.next(), await stream.next()];
  upstream.send('event: complete\ndata:\n\n');

  expect(upstream.asked[0]?.headers['last-event-id']).toBe('before');
  expect(upstream.asked[0]?.query).not.toMatch(/\bname\b/);
  expect(events).toEqual([
    { event: 'message', id: 'place-0', data: undefined },
    ...[
      { number: 1, text: '同办', place: { id: 'a', name: 'name of a' } },
      { number: 2, text: '同办', place: null },
    ].map((ticks, index) => ({
      ...{ event: 'next', id: `place-${index + 1}`, data: JSON.stringify({ data: { ticks } }) },
    })),
  ]);
  expect(await stream.next()).toMatchObject({ event: 'complete' });
  expect(await stream.next()).toBeUndefined();
});

it('keeps an error of one event with that event', async () => {
  const { url } = await startOrdinary();
  const stream = await watch(url, TICKS);

  other.misbehave((response) => {
    response.destroy();
    return 'handled';
  });
  upstream.next('1', tick(1));
  const broken = answerIn(await stream.next());
  other.misbehave(undefined);
  upstream.next('2', tick(2));
  const whole = answerIn(await stream.next());

  expect(broken.data).toEqual({ ticks: { number: 1, text: '同办', place: null } });
  expect(broken.errors?.[0]).toMatchObject({ path: ['ticks', 'place', 'name'], extensions: { retryable: true } });
  expect(whole.errors).toBeUndefined();
});

it.each([
  ['breaks off', 'SUBGRAPH_UNREACHABLE', () => upstream.breakOff()],
  ['sends what is no answer', 'SUBGRAPH_FAULT', () => upstream.send('event: next\ndata: [1\n\n')],
  ['sends an event without an end', 'SUBGRAPH_FAULT', () => upstream.send(`data: ${'x'.repeat(2_000_000)}`)],
] as const)('says that the upstream is at fault when it %s', async (_what, code, misbehave) => {
  const { url } = await startOrdinary({ answerLimitBytes: 1_000_000 });
  const stream = await watch(url, TICKS);

  misbehave();

  expect(codeOf(await stream.next())).toBe(code);
  expect((await stream.next())?.event).toBe('complete');
});

it.each([
  ['JSON', 'SUBGRAPH_FAULT', 200],
  ['503', 'SUBGRAPH_UNREACHABLE', 503],
] as const)('says that there is no stream when the upstream answers %s', async (_what, code, status) => {
  const { url } = await startOrdinary();
  upstream.answer((response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'));

  await using stream = await openStream(url, TICKS);

  expect(codeOf(await stream.next())).toBe(code);
});

it('gives up an upstream that says nothing, not even that it is alive', async () => {
  const live = { heartbeatMs: 15_000, stallMs: 20_000, silenceMs: 1000, perCaller: 5, inAll: 5 };
  const { url } = await startOrdinary({ live });
  const stream = await watch(url, TICKS);

  expect(codeOf(await stream.next())).toBe('SUBGRAPH_TIMEOUT');
});

it('lets the upstream go as soon as the client has gone', async () => {
  const { url } = await startOrdinary();
  const stream = await watch(url, TICKS);

  await stream[Symbol.asyncDispose]();

  await until(() => upstream.open() === 0);
});

it('drops a client that does not read, and reads no further ahead for it', async () => {
  const live = { heartbeatMs: 50, stallMs: 500, silenceMs: 60_000, perCaller: 5, inAll: 5 };
  const { url } = await startOrdinary({ live });
  const stream = await watch(url, TICKS);
  stream.pause();

  const text = 'x'.repeat(100_000);
  let sent = 0;
  const event = JSON.stringify({ data: { ticks: { number: 1, text, place: null } } });
  for (let hasRoom = true; hasRoom && sent < 2000; sent += 1) {
    hasRoom = upstream.send(`event: next\nid: ${sent}\ndata: ${event}\n\n`);
    if (!hasRoom) await until(() => upstream.open() === 0 || (hasRoom = upstream.send('')));
    if (upstream.open() === 0) break;
  }

  await until(() => upstream.open() === 0);
  // The buffers of four sockets, and nothing of ours: 200 MB were there to be sent.
  expect(sent).toBeLessThan(300);
});

it('completes all streams when it closes, in no more time than it takes', async () => {
  const gateway = await startOrdinary({ drainMs: 30_000 });
  const stream = await watch(gateway.url, TICKS);

  const began = performance.now();
  await gateway.close();

  expect(performance.now() - began).toBeLessThan(5000);
  expect(answerIn(await stream.next()).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_READY', retryable: true });
  expect((await stream.next())?.event).toBe('complete');
  await until(() => upstream.open() === 0);
});

it('goes on by the graph that has come meanwhile', async () => {
  const { url } = await startOrdinary();
  const stream = await watch(url, TICKS);
  upstream.next('1', tick(1));
  await stream.next();

  const next = composeServices([
    { name: 'clock', url: upstream.url, typeDefs: parse(`${clockSdl} type More { id: ID }`) },
    { name: 'names', url: other.url, typeDefs: parse(`${namesSdl} extend type Query { more: Int }`) },
  ]);
  writeFileSync(path.join(directory, 'supergraph.graphql'), next.supergraphSdl ?? '');
  await until(async () =>
    (await fetch(url.replace('graphql', 'schema.graphql'))).text().then((sdl) => sdl.includes('more')),
  );
  upstream.next('2', tick(2));
  await until(() => upstream.asked.length === 2 && upstream.open() === 1);
  upstream.next('2', tick(2));

  expect(answerIn(await stream.next()).data).toMatchObject({ ticks: { number: 2 } });
  expect(upstream.asked[1]?.headers['last-event-id']).toBe('1');
});

it('opens the stream of a province anew when it has ended, for the caller as he is by then', async () => {
  const passportKeyFile = path.join(directory, 'passport.json');
  const { url } = await startProvinces({ passportKeyFile });
  const stream = await watch(url, CHANGES);

  upstream.next('GD-1', change(1, 'HN:Row:1'));
  const first = answerIn(await stream.next());
  upstream.send('event: complete\ndata:\n\n');
  await until(() => upstream.asked.length === 2 && upstream.open() === 1);
  upstream.next('GD-2', change(2, null));
  const second = answerIn(await stream.next());

  expect(first).toEqual({ data: { changes: { number: 1, row: { label: 'label of HN:Row:1' } } } });
  expect(second).toEqual({ data: { changes: { number: 2, row: null } } });
  const [one, two] = upstream.asked.map(({ headers }) => headers);
  expect([one?.['last-event-id'], two?.['last-event-id']]).toEqual([undefined, 'GD-1']);
  expect(two?.['x-tongban-passport']).not.toBe(one?.['x-tongban-passport']);
});

it('ends the stream of a caller whose token has expired', async () => {
  const issuer = { kind: 'dev', keyFile: devKeyFile(directory) } as const;
  const { url } = await startProvinces({ issuer });
  const claims = { subject: 'p-1', role: 'citizen', province: undefined, scope: undefined } as const;
  // Clocks may differ by five seconds, so this one is over in two.
  const token = await issueDevToken(issuer.keyFile, { ...claims, hours: -3 / 3600 }, new Date());
  const stream = await watch(url, { ...CHANGES, headers: { authorization: `Bearer ${token}` } });

  await until(async () => {
    const probe = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"query":"{ __typename }"}',
    });
    return (await probe.text()).includes('UNAUTHENTICATED');
  });
  upstream.send('event: complete\ndata:\n\n');

  expect(codeOf(await stream.next())).toBe('UNAUTHENTICATED');
});

it('shows no event that breaks the contract, and goes on behind it', async () => {
  const { url } = await startProvinces();
  const stream = await watch(url, CHANGES);

  upstream.next('1', change(null, null));
  upstream.next('2', change(2, null));

  const breach = await stream.next();
  expect([breach?.id, codeOf(breach)]).toEqual(['1', 'CONTRACT_BREACH']);
  expect(answerIn(await stream.next()).data).toEqual({ changes: { number: 2, row: null } });
});

it('does not ask for ever a province that ends its streams at once', async () => {
  const { url } = await startProvinces();
  upstream.answer((response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: complete\ndata:\n\n'),
  );

  await using stream = await openStream(url, CHANGES);

  expect(codeOf(await stream.next())).toBe('PROVINCE_FAULT');
  expect(upstream.asked).toHaveLength(3);
});

it('takes what each event costs from what the caller may spend, and loses none of it', async () => {
  const { url } = await startProvinces({ rateLimits: { known: undefined, anonymous: 12 } });
  const stream = await watch(url, CHANGES);

  let spent: unknown;
  let last = 0;
  for (let number = 1; spent === undefined && number < 20; number += 1) {
    upstream.next(String(number), change(number, null));
    const event = await stream.next();
    spent = codeOf(event);
    if (spent === undefined) last = number;
    else expect(event?.id).toBeUndefined();
  }

  expect(spent).toBe('RATE_LIMITED');
  expect(last).toBeGreaterThan(0);
});
