// Queries that clients name by their hash: what one gateway was sent, all that share a real Redis know.
import { createHash, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createLog } from '../../../telemetry/log.js';
import { startRedisTexts } from '../../../gateway/resilience/redis-texts.js';
import { describeWithRedis, REDIS, redis } from '../../support/describe-with-redis.js';
import { postJson } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';

const WHERE = `redis://${REDIS.host}:${REDIS.port}`;
const AWAY = 'persisted queries are remembered in this process alone: Redis cannot be asked';
const BACK = 'persisted queries are shared in Redis again';

const start = (store: string, settings = {}): Promise<SmallFederation> =>
  startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, { persistedQueryStore: new URL(store), ...settings });

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A query that no earlier run has sent. */
const someQuery = (): string => `{ rows(first: 1) { nodes { label } } } # ${randomUUID()}`;

const toBody = (hash: string, query?: string) => ({
  query,
  extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
});

/** What a gateway says to a query with its hash, or to a hash alone: data, or the code of its refusal. */
async function ask({ url }: SmallFederation, hash: string, query?: string): Promise<unknown> {
  const { codes, text } = await postJson(url, toBody(hash, query));
  return codes[0] ?? (JSON.parse(text) as { readonly data: { readonly rows: unknown } }).data.rows;
}

const ROWS = { nodes: [{ label: 'a' }] };
const NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';
const said = ({ logged }: SmallFederation): readonly string[] =>
  logged.map((line) => (JSON.parse(line) as { message: string }).message).filter((text) => [AWAY, BACK].includes(text));

describeWithRedis('gateways that share persisted queries in Redis', () => {
  it('know by its hash what another one was sent', async () => {
    await using one = await start(WHERE);
    await using two = await start(WHERE);
    const query = someQuery();
    const hash = hashOf(query);

    const before = [await ask(one, hash), await ask(two, hash)];
    await ask(one, hash, query);

    expect(before).toEqual([NOT_FOUND, NOT_FOUND]);
    expect(await ask(two, hash)).toEqual(ROWS);
    expect(await ask(two, hash.toUpperCase())).toEqual(ROWS);
    expect([said(one), said(two)]).toEqual([[], []]);
  });

  it('take no name for a query of which it is not the hash, from a client or from Redis', async () => {
    await using one = await start(WHERE);
    await using two = await start(WHERE);
    const hash = hashOf(someQuery());

    expect(await ask(one, hash, someQuery())).toBe('BAD_REQUEST');
    await redis(`HSET {tongban:queries}:texts ${hash} x`);

    expect(await ask(two, hash)).toBe(NOT_FOUND);
    await redis(`HDEL {tongban:queries}:texts ${hash}`);
  });

  it('find nothing there where listed documents only are executed, and leave nothing there', async () => {
    const documents = { file: 'documents.json', text: '{}' };
    await using open = await start(WHERE);
    await using closed = await start(WHERE, { documents, documentsOnly: true });
    const [query, other] = [someQuery(), someQuery()];
    await ask(open, hashOf(query), query);

    const answers = [await ask(closed, hashOf(query)), await ask(closed, hashOf(other), other)];

    expect(answers).toEqual([NOT_FOUND, 'PERSISTED_DOCUMENT_REQUIRED']);
    expect(await ask(open, hashOf(other))).toBe(NOT_FOUND);
  });

  it('remember on their own while it is away, and together again when it is back', async () => {
    await using line = await startTcpProxy(REDIS);
    await using one = await start(`redis://${line.host}`);
    await using two = await start(WHERE);
    const [query, later] = [someQuery(), someQuery()];

    line.cut();
    await ask(one, hashOf(query), query);
    const during = [await ask(one, hashOf(query)), await ask(two, hashOf(query))];
    line.mend();
    await until(async () => (await ask(one, hashOf(randomUUID())), said(one).includes(BACK)));
    await ask(one, hashOf(later), later);

    expect(during).toEqual([ROWS, NOT_FOUND]);
    expect(await ask(two, hashOf(later))).toEqual(ROWS);
    expect(said(one)).toEqual([AWAY, BACK]);
  });

  it('do not wait for a Redis that says nothing any more', async () => {
    await using line = await startTcpProxy(REDIS);
    await using one = await start(`redis://${line.host}`);
    const query = someQuery();
    const began = performance.now();

    line.hush();
    const answers = [await ask(one, hashOf(query), query), await ask(one, hashOf(query)), await ask(one, hashOf('x'))];

    expect(answers).toEqual([ROWS, ROWS, NOT_FOUND]);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('keep what was used last, for a day, within limits that hold for all together', async () => {
    const log = createLog(() => undefined);
    const limits = { texts: 3, bytes: 1_000_000 };
    using texts = await startRedisTexts(new URL(`${WHERE}/15`), { log, nowMs: () => performance.now(), limits });
    for (const name of ['a', 'b', 'c']) await texts.keep(name, name.repeat(10));
    await texts.find('a');

    await texts.keep('d', 'd'.repeat(10));
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map((name) => texts.find(name)));
    await texts.keep('e', 'e'.repeat(1_000_000));
    const afterwards = await Promise.all(['a', 'c', 'd', 'e'].map((name) => texts.find(name)));
    const lifetime = await redis('SELECT 15\r\nPTTL {tongban:queries}:texts');
    const length = await redis('SELECT 15\r\nGET {tongban:queries}:length');
    await redis('SELECT 15\r\nDEL {tongban:queries}:texts {tongban:queries}:used {tongban:queries}:length');

    expect(kept).toEqual(['a'.repeat(10), undefined, 'c'.repeat(10), 'd'.repeat(10)]);
    expect(afterwards).toEqual([undefined, undefined, undefined, 'e'.repeat(1_000_000)]);
    expect(length).toContain('1000000');
    expect(Number(/:(\d+)/.exec(lifetime)?.[1])).toBeGreaterThan(86_000_000);
  });
});
