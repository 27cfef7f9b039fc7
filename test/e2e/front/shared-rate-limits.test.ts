// Limits that several gateways count together, in a real Redis, and what becomes of them while it is away.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithRedis, REDIS, redis } from '../../support/describe-with-redis.js';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { postJson } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';

const ALL = '{ rows(first: 9) { nodes { id } } }'; // 640
const WHERE = `redis://${REDIS.host}:${REDIS.port}`;

let tokens: DevTokens;
beforeAll(() => {
  tokens = createDevTokens();
});
afterAll(() => tokens[Symbol.dispose]());

function start(store: string, limit = 640): Promise<SmallFederation> {
  const rateLimits = { known: limit, anonymous: limit };
  const settings = { rateLimits, rateLimitStore: new URL(store), issuer: tokens.issuer };
  return startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, settings);
}

/** Asks as somebody whom no earlier run has asked as. */
async function asker(): Promise<(of: SmallFederation) => Promise<number>> {
  const bearer = await tokens.bearer({ subject: randomUUID() });
  return async ({ url }) => (await postJson(url, { query: ALL }, bearer)).status;
}

const AWAY = 'rate limits are counted in this process: Redis cannot be asked';
const BACK = 'rate limits are counted in Redis again';
const said = ({ logged }: SmallFederation): readonly string[] =>
  logged.map((line) => (JSON.parse(line) as { message: string }).message).filter((text) => [AWAY, BACK].includes(text));

describeWithRedis('gateways with one Redis', () => {
  it('let a caller spend once what each would', async () => {
    await using one = await start(WHERE);
    await using two = await start(WHERE);
    const [li, wang] = [await asker(), await asker()];

    expect([await li(one), await li(two), await wang(two), await li(one)]).toEqual([200, 429, 200, 429]);
    expect([said(one), said(two)]).toEqual([[], []]);
  });

  it('say when there is enough again, by the clock of Redis, and count nothing twice in a rush', async () => {
    await using one = await start(WHERE, 6400);
    await using two = await start(WHERE, 6400);
    const bearer = await tokens.bearer({ subject: randomUUID() });

    const rush = Array.from({ length: 30 }, (_, index) =>
      postJson((index % 2 === 0 ? one : two).url, { query: ALL }, bearer),
    );
    const answers = await Promise.all(rush);

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    for (const { headers } of refused) expect(Number(headers['retry-after'])).toBeLessThanOrEqual(6);
    for (const { headers } of refused) expect(Number(headers['retry-after'])).toBeGreaterThan(3);
  });

  it('keep no name there, and nothing for longer than a minute', async () => {
    await using one = await start(WHERE);
    const subject = randomUUID();
    const before = await keys();
    await postJson(one.url, { query: ALL }, await tokens.bearer({ subject }));

    const added = (await keys()).filter((key) => !before.includes(key));
    const lifetimes = await Promise.all(added.map(async (key) => parseInt((await redis(`PTTL ${key}`)).slice(1))));

    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((key) => key.includes(subject) || !/^tongban:rate:\w+:[\w-]{43}$/.test(key))).toEqual([]);
    expect(lifetimes.filter((ms) => !(ms > 0 && ms <= 60_000))).toEqual([]);
  });

  it('count on their own while it is away, and together again when it is back', async () => {
    await using network = await startTcpProxy(REDIS);
    await using one = await start(`redis://${network.host}`);
    const [li, wang] = [await asker(), await asker()];
    const before = await li(one);

    network.cut();
    const during = [await li(one), await li(one), await wang(one)];
    network.mend();
    await until(async () => (await (await asker())(one), said(one).includes(BACK)));

    expect([before, during]).toEqual([200, [200, 429, 200]]);
    expect(await li(one)).toBe(429);
    expect(said(one)).toEqual([AWAY, BACK]);
  });
});

describeWithRedis('a Redis that stops answering', () => {
  it('is not waited for, and not asked by everybody', async () => {
    await using network = await startTcpProxy(REDIS);
    await using one = await start(`redis://${network.host}`);
    const li = await asker();
    const before = await li(one);
    const began = performance.now();

    network.hush();
    const during = [await li(one), await li(one), await li(one)];

    expect([before, during]).toEqual([200, [200, 429, 429]]);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(said(one)).toEqual([AWAY]);
  });
});

describe('a gateway whose Redis', () => {
  it('was never there serves, counts on its own, and says so once', async () => {
    await using one = await start('redis://:secret@127.0.0.1:9');
    const [li, wang] = [await asker(), await asker()];

    expect([await li(one), await li(one), await wang(one)]).toEqual([200, 429, 200]);
    expect(said(one)).toEqual([AWAY]);
    expect(one.logged.join('')).not.toContain('secret');
  });

  it('takes connections and says nothing is not waited for', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await using one = await start(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const li = await asker();
    const began = performance.now();

    expect([await li(one), await li(one)]).toEqual([200, 429]);
    expect(performance.now() - began).toBeLessThan(1500);
    expect(said(one)).toEqual([AWAY]);
    silent.close();
  });
});

async function keys(): Promise<readonly string[]> {
  return (await redis('KEYS tongban:rate:*')).split('\r\n').filter((line) => line.startsWith('tongban:'));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 8000;
  while (!(await isSo())) if (performance.now() > endsAt) throw new Error('it did not come to be');
}
