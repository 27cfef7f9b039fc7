// Events of cases over the real thing: provinces, gateway, and clients as people use them.
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { startGateway } from '../../../gateway/gateway.js';
import type { HttpServer } from '../../../gateway/http/server.js';
import { createLog } from '../../../telemetry/log.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { forwarded, online } from '../../../scripts/demo/journeys.js';
import { APPLICANT, type Played, playJourney } from '../../../scripts/demo/play-journey.js';
import { headersOf } from '../../../scripts/demo/system-stage.js';
import { networkStage } from '../../support/cases/network-stage.js';
import {
  answerIn,
  type Asked,
  openStream,
  type OpenStream,
  readEventsUntil,
  type SeenEvent,
} from '../../support/live/read-stream.js';
import { randomNumbers } from '../../support/random-numbers.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;
const live = { heartbeatMs: 100, stallMs: 5000, silenceMs: 60_000, perCaller: 3, inAll: 4 };

let network: TestNetwork;
beforeAll(async () => {
  const settings = { live };
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true, settings });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

/** Another gateway over the same provinces, with a memory of its own; what is national it cannot have. */
function startSecondGateway(): Promise<HttpServer> {
  const provinces = new Map(['GD', 'HN'].map((code) => [code, network.province(code)]));
  const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const directory = mkdtempSync(path.join(network.dataDir, 'second-'));
  const endpoints = { provinces, subgraphs: { national: network.province('GD').url } };
  const settings = { passportKeyFile: path.join(network.dataDir, 'passport', 'key.json') };
  const options = gatewayOptions(supergraph, endpoints, { directory, settings });
  return startGateway(options, { log: createLog(() => undefined), now: () => new Date() });
}

const FIELDS = `id kind event leg legState state collaborationNo caseId handlingProvince { code nameZh }
  case { id item { standard { nameZh } } }`;
const EVENTS = `subscription ($province: ID!, $after: ID) {
  caseEvents(province: $province, after: $after) { ${FIELDS} } }`;
const LOG = 'query ($id: ID!) { case(id: $id) { log { leg event toState } item { standard { nameZh } } } }';

const open = (asked: Asked): Promise<OpenStream> => openStream(`${network.url}/graphql`, asked);
const watch = (province: string, after?: string, headers: Record<string, string> = {}): Promise<OpenStream> =>
  open({ query: EVENTS, variables: { province, after }, headers });
const play = (name: string, journey = online): Promise<Played> =>
  playJourney(
    networkStage(name, () => network, PATIENCE_MS),
    journey,
  );

/** The place at which a province is now. */
async function placeOf(province: string): Promise<string> {
  await using stream = await watch(province);
  return (await stream.next())?.id ?? '';
}

const isRated = ({ event }: SeenEvent): boolean => event === 'rateCase';
const moves = (events: readonly SeenEvent[]): readonly string[] =>
  events.filter(({ kind }) => kind === 'MOVED').map(({ leg, event, legState }) => `${leg} ${event} ${legState}`);

it(
  'tells each move of a case as the log of the case has it, completed from other subgraphs',
  async () => {
    await using stream = await watch('GD');
    await stream.next();

    const { cases, collaborationNo } = await play('told');
    const events = await readEventsUntil(stream, isRated);
    const { data } = await network.query(LOG, { id: cases.get('GD') });

    const { log, item } = data?.['case'] as unknown as {
      readonly log: readonly { readonly leg: string; readonly event: string; readonly toState: string }[];
      readonly item: object;
    };
    expect(moves(events)).toEqual(log.map(({ leg, event, toState }) => `${leg} ${event} ${toState}`));
    expect(events.at(-1)).toEqual({
      ...{ id: expect.stringMatching(/^GD:CaseEvent:\d{12}\.[0-9a-f]{8}$/), kind: 'MOVED', event: 'rateCase' },
      ...{ leg: 'case', legState: 'DELIVERED', state: 'DELIVERED', collaborationNo, caseId: cases.get('GD') },
      ...{ handlingProvince: { code: 'GD', nameZh: '广东省' }, case: { id: cases.get('GD'), item } },
    });
    expect(events.map(({ id }) => id)).toEqual([...new Set(events.map(({ id }) => id))].sort());
  },
  PATIENCE_MS,
);

it(
  'goes on where a client has got to, by the argument and by the header alike',
  async () => {
    const begin = await placeOf('GD');
    await play('resumed');
    await using whole = await watch('GD', begin);
    const all = await readEventsUntil(whole, isRated);
    await whole[Symbol.asyncDispose]();
    const middle = all[2]?.id ?? '';

    await using byArgument = await watch('GD', middle);
    await using byHeader = await watch('GD', begin, { 'last-event-id': middle });

    expect(await readEventsUntil(byArgument, isRated)).toEqual(all.slice(3));
    expect(await readEventsUntil(byHeader, isRated)).toEqual(all.slice(3));
  },
  PATIENCE_MS,
);

it(
  'serves the usual client, which ends its stream by leaving',
  async () => {
    const after = await placeOf('GD');
    const client = createClient({ url: `${network.url}/graphql`, retryAttempts: 0 });
    await play('usual');

    const stream = client.iterate<{ caseEvents: SeenEvent }>({ query: EVENTS, variables: { province: 'GD', after } });
    const first = await stream.next();
    const second = await stream.next();
    await stream.return?.();

    const seen = [first, second].map(
      ({ value }) => (value as { data: { caseEvents: SeenEvent } }).data.caseEvents.event,
    );
    expect(seen).toEqual(['draftCase', 'submitCase']);
  },
  PATIENCE_MS,
);

it(
  'asks the province that the argument or the id names, and no other',
  async () => {
    await using there = await watch('HN');
    await there.next();
    const begun = { ...forwarded, steps: forwarded.steps.slice(0, 7) };

    const { cases, collaborationNo } = await play('elsewhere', begun);
    const events = await readEventsUntil(there, ({ leg }) => leg === 'handle');
    await there[Symbol.asyncDispose]();
    const query = `subscription ($id: ID!, $after: ID) { caseProgress(caseId: $id, after: $after) { ${FIELDS} } }`;
    const after = 'GD:CaseEvent:000000000000.00000000';
    await using own = await open({ query, variables: { id: cases.get('GD'), after } });
    const progress = await readEventsUntil(own, ({ event }) => event === 'forwardCase');

    expect(new Set(events.map((event) => [event.collaborationNo, event.id.slice(0, 2)].join()))).toEqual(
      new Set([`${collaborationNo},HN`]),
    );
    expect(new Set(progress.map(({ caseId }) => caseId))).toEqual(new Set([cases.get('GD')]));
    expect(progress.map(({ event }) => event)).toEqual([
      ...['receiveCase', 'verifyIdentity', 'reviewForm', 'forwardCase'],
    ]);
  },
  PATIENCE_MS,
);

it(
  'shows nobody more than a query would',
  async () => {
    const after = await placeOf('GD');
    await play('shown');
    const secret = `subscription ($after: ID) { caseEvents(province: "GD", after: $after) { case { applicant { name } } } }`;
    const open1 = `{ log { said } specialProcedures { reason } legs { result } }`;
    const sealed = `subscription ($after: ID) { caseEvents(province: "GD", after: $after) { id caseId case ${open1} } }`;

    await using refused = await open({ query: secret, variables: { after } });
    const { errors } = answerIn(await refused.next());
    await using stream = await open({ query: sealed, variables: { after } });
    await stream.next();
    const { data } = answerIn(await stream.next());

    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await refused.next())?.event).toBe('complete');
    const { caseId, case: shown } = data?.['caseEvents'] as unknown as {
      readonly caseId: string;
      readonly case: object;
    };
    const asked = await network.query(`query ($id: ID!) { case(id: $id) ${open1} }`, { id: caseId });
    expect(shown).toEqual(asked.data?.['case']);
  },
  PATIENCE_MS,
);

it('answers a query by one message, and a mistake by errors in the stream', async () => {
  await using query = await open({ query: '{ provinces(first: 1) { nodes { code } } }' });
  await using mistake = await open({ query: 'subscription { nothing }' });
  await using wrongId = await watch('GD', 'HN:CaseEvent:000000000001.00000000');
  await using notJson = await open({ search: 'query=subscription', headers: { 'sec-fetch-site': 'same-origin' } });

  const events = [await query.next(), await query.next(), await query.next()];
  expect(events.map((event) => event?.event)).toEqual(['next', 'complete', undefined]);
  expect(query.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  for (const [stream, code] of [
    [mistake, 'GRAPHQL_VALIDATION_FAILED'],
    [wrongId, 'BAD_ID'],
    [notJson, 'GRAPHQL_PARSE_FAILED'],
  ] as const) {
    expect(stream.status).toBe(200);
    expect(answerIn(await stream.next()).errors?.[0]?.extensions.code).toBe(code);
    expect((await stream.next())?.event).toBe('complete');
    expect(await stream.next()).toBeUndefined();
  }
});

it(
  'serves the event source of a page of its own by GET, and a page of another origin only when it says more',
  async () => {
    const after = await placeOf('GD');
    await play('by-get');
    const variables = encodeURIComponent(JSON.stringify({ province: 'GD' }));
    const search = `query=${encodeURIComponent(EVENTS)}&variables=${variables}`;
    const own = { 'sec-fetch-site': 'same-origin', 'last-event-id': after };

    await using page = await open({ search, headers: own });
    await using other = await open({ search, headers: { ...own, 'sec-fetch-site': 'cross-site' } });

    expect((await readEventsUntil(page, isRated)).length).toBeGreaterThan(6);
    expect(answerIn(await other.next()).errors?.[0]?.extensions.code).toBe('PREFLIGHT_REQUIRED');
  },
  PATIENCE_MS,
);

it('says that it is alive while nothing happens', async () => {
  await using stream = await watch('HN');
  await stream.next();

  await until(() => stream.text().split(':\n\n').length > 3);

  expect(stream.events).toHaveLength(1);
});

it('bounds how many streams a caller has, and how many there are', async () => {
  const known = await headersOf(network.dataDir, APPLICANT);
  await using held = new AsyncDisposableStack();
  for (let count = 0; count < live.perCaller; count += 1) {
    const stream = held.use(await watch('GD'));
    await stream.next();
  }

  await using fourth = await watch('GD');
  await using others = await watch('GD', undefined, known);
  await using beyond = await watch('GD', undefined, known);

  expect(answerIn(await fourth.next()).errors?.[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryable: true,
  });
  expect((await others.next())?.id).toMatch(/^GD:/);
  expect(answerIn(await beyond.next()).errors?.[0]?.extensions).toMatchObject({ code: 'OVERLOADED', retryable: true });

  await held.disposeAsync();
  await until(async () => {
    await using again = await watch('GD');
    return (await again.next())?.id !== undefined;
  });
});

it(
  'loses nothing and doubles nothing over broken connections, a province that restarts, and another gateway',
  async () => {
    const after = await placeOf('GD');
    await using second = await startSecondGateway();
    const urls = [network.url, second.url];
    const numbers = randomNumbers(Number(process.env['SEED'] ?? 1), 400);
    const plays = Promise.all(['x', 'y', 'z'].map((name) => play(`random-${name}`)));

    const seen: SeenEvent[] = [];
    let restarted: Promise<void> | undefined;
    for (let turn = 0; seen.filter(isRated).length < 3; turn += 1) {
      const variables = { province: 'GD', after: seen.at(-1)?.id ?? after };
      await using stream = await openStream(`${urls[turn % 2] ?? ''}/graphql`, { query: EVENTS, variables });
      for (let left = 1 + ((numbers[turn] ?? 0) % 4); left > 0; left -= 1) {
        const event = await stream.next();
        if (event === undefined || event.event === 'complete') break;
        if (event.event !== 'next') continue;
        const shown = answerIn(event).data?.['caseEvents'] as SeenEvent | null | undefined;
        if (shown) seen.push(shown);
      }
      if (seen.length > 6) restarted ??= network.province('GD').restart();
    }
    await restarted;
    const played = await plays;
    await using whole = await watch('GD', after);
    let rated = 0;
    const all = await readEventsUntil(whole, (event) => isRated(event) && (rated += 1) === 3);

    expect(restarted).toBeDefined();
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    for (const { cases } of played) {
      const { data } = await network.query(LOG, { id: cases.get('GD') });
      const { log } = data?.['case'] as unknown as { readonly log: readonly { readonly event: string }[] };
      const own = seen.filter(({ caseId }) => caseId === cases.get('GD'));
      expect(own.map(({ event }) => event)).toEqual(log.map(({ event }) => event));
    }
  },
  PATIENCE_MS,
);

it(
  'says so when the province goes, and goes on when it is back',
  async () => {
    await using before = await watch('GD');
    const place = (await before.next())?.id;

    await network.province('GD').stop();
    const { errors } = answerIn(await before.next());
    await network.province('GD').restart();
    await play('after-restart');
    await using after = await watch('GD', place);

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'PROVINCE_UNREACHABLE', retryable: true, province: 'GD' });
    expect((await before.next())?.event).toBe('complete');
    expect((await readEventsUntil(after, isRated)).map(({ event }) => event)).toEqual([
      ...[
        'draftCase',
        'submitCase',
        'acceptCase',
        'startReview',
        'decideCase',
        'issueResult',
        'confirmDelivery',
        'rateCase',
      ],
    ]);
  },
  PATIENCE_MS,
);

it(
  'tells whoever comes back with what is not there that there is a gap, and goes on from now',
  async () => {
    await using stream = await watch('GD', 'GD:CaseEvent:000000000001.00000000');
    const [gap] = await readEventsUntil(stream, () => true);

    await play('after-gap');
    const events = await readEventsUntil(stream, isRated);

    expect(gap).toMatchObject({ kind: 'GAP', event: null, caseId: null });
    expect(events[0]?.event).toBe('draftCase');
  },
  PATIENCE_MS,
);
