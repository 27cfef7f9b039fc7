import { expect, it } from '@jest/globals';
import type { Unready } from './health.js';
import { startSubgraphServer, type SubgraphServer } from './start-subgraph-server.js';

/** A server whose calls end when they are released. */
async function startGated() {
  const gate = Promise.withResolvers<undefined>();
  const entered = Promise.withResolvers<undefined>();
  const server = await startSubgraphServer({
    name: 'test',
    executor: async () => {
      entered.resolve(undefined);
      await gate.promise;
      return { data: { name: 'whole' } };
    },
    createContext: () => ({}),
    port: 0,
  });
  return { server, entered: entered.promise, release: () => gate.resolve(undefined) };
}

const ask = (url: string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ name }"}' });

async function readyz({ url }: Pick<SubgraphServer, 'url'>): Promise<unknown> {
  const response = await fetch(new URL('/readyz', url));
  return [response.status, await response.json()];
}

it('finishes what is under way, begins nothing more and says so, and is gone then', async () => {
  const { server, entered, release } = await startGated();
  const underWay = ask(server.url);
  await entered;

  const closed = server.close();
  const refused = await ask(server.url);
  const unready = await readyz(server);
  const live = await fetch(new URL('/livez', server.url));
  release();

  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('connection')]).toEqual([
    503,
    '1',
    'close',
  ]);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_READY' } }] });
  expect(unready).toEqual([503, { status: 'draining', reason: 'draining', name: 'test' }]);
  expect(live.status).toBe(200);
  expect(await (await underWay).json()).toEqual({ data: { name: 'whole' } });
  await closed;
  await expect(ask(server.url)).rejects.toThrow();
});

it('cuts off after five seconds what does not end', async () => {
  const { server, entered } = await startGated();
  const stuck = ask(server.url);
  const cut = expect(stuck).rejects.toThrow();
  await entered;

  await server.close();

  await cut;
});

it.each<[string, () => Promise<Unready | undefined>, unknown]>([
  ['it could answer', () => Promise.resolve(undefined), [200, { status: 'ready', name: 'test' }]],
  [
    'it is of another version',
    () => Promise.resolve('migrations'),
    [503, { status: 'not ready', reason: 'migrations', name: 'test' }],
  ],
  [
    'the database fails',
    () => Promise.reject(new Error('secret')),
    [503, { status: 'not ready', reason: 'database', name: 'test' }],
  ],
  [
    'the database never answers',
    () => new Promise(() => undefined),
    [503, { status: 'not ready', reason: 'database', name: 'test' }],
  ],
])('says whether it is ready: %s', async (_title, findUnready, said) => {
  await using server = await startSubgraphServer({
    ...{ name: 'test', executor: () => Promise.reject(new Error('not asked')), createContext: () => ({}), port: 0 },
    findUnready,
  });

  expect(await readyz(server)).toEqual(said);
});

it('gives its notice in place of answers while it is in maintenance, and stays ready', async () => {
  let notice: string | undefined = '升级至 18:00 · until 18:00';
  await using server = await startSubgraphServer({
    ...{
      name: 'test',
      executor: () => Promise.resolve({ data: { name: 'whole' } }),
      createContext: () => ({}),
      port: 0,
    },
    findMaintenance: () => notice,
  });

  const during = await ask(server.url);
  const ready = await readyz(server);
  notice = undefined;

  expect([during.status, await during.json()]).toEqual([
    503,
    { errors: [{ message: '升级至 18:00 · until 18:00', extensions: { code: 'PROVINCE_MAINTENANCE' } }] },
  ]);
  expect(ready).toEqual([200, { status: 'ready', name: 'test' }]);
  expect((await ask(server.url)).status).toBe(200);
});
