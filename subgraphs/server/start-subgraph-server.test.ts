import { expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { GATEWAY } from '../../schema/passport.js';
import { StartupError, SubgraphError } from './errors.js';
import { createExecutor } from './execute.js';
import { type SubgraphRequest, startSubgraphServer } from './start-subgraph-server.js';

const schema = buildSchema('type Query { name: String }');
const executor = createExecutor<{ caller: string | undefined }>(schema);

const start = (port = 0) => startSubgraphServer({ name: 'test', executor, createContext: identify, port });

function identify({ headers }: SubgraphRequest) {
  if (headers['x-caller'] === 'nobody') throw new SubgraphError('BAD_REQUEST', 'Nobody may not ask.');
  return { caller: headers['x-caller']?.toString() };
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: await response.json() };
}

it('answers GraphQL and says that it lives', async () => {
  await using server = await start();

  const answer = await post(server.url, JSON.stringify({ query: 'query A { __typename }', operationName: 'A' }));
  const live = await fetch(new URL('/livez', server.url));

  expect(answer).toEqual({
    status: 200,
    type: expect.stringContaining('application/json'),
    body: { data: { __typename: 'Query' } },
  });
  expect([live.status, await live.json()]).toEqual([200, { status: 'live', name: 'test' }]);
});

it.each([
  ['text that is not JSON', '{'],
  ['an empty body', ''],
  ['a list', '[]'],
  ['null', 'null'],
  ['a body without query', '{"variables":{}}'],
  ['variables that are no object', '{"query":"{ __typename }","variables":[1]}'],
  ['an operation name that is no text', '{"query":"{ __typename }","operationName":1}'],
])('answers %s with a JSON error', async (_title, body) => {
  await using server = await start();

  expect(await post(server.url, body)).toMatchObject({
    status: 400,
    type: expect.stringContaining('application/json'),
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
});

it('refuses a body of another content type and a path that is not served', async () => {
  await using server = await start();

  expect(await post(server.url, 'x', { 'content-type': 'text/plain' })).toMatchObject({ status: 400 });
  expect(await post(server.url.replace('graphql', 'other'), '{}')).toMatchObject({ status: 404 });
});

it('refuses a body of more than four mebibytes', async () => {
  await using server = await start();

  const answer = await post(server.url, JSON.stringify({ query: ' '.repeat(5 * 1024 * 1024) }));

  expect(answer).toMatchObject({ status: 413, body: { errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] } });
});

it('answers with the fault that the context raised', async () => {
  await using server = await start();

  const answer = await post(server.url, '{"query":"{ __typename }"}', { 'x-caller': 'nobody' });

  expect(answer.body).toEqual({ errors: [{ message: 'Nobody may not ask.', extensions: { code: 'BAD_REQUEST' } }] });
});

it('answers whom the check lets in, and refuses others before it reads a byte of what they want', async () => {
  const seen: (string | undefined)[] = [];
  const passport = { identity: { ...GATEWAY, subject: 'li' }, operation: 'a', purpose: undefined };
  await using server = await startSubgraphServer({
    name: 'test',
    executor,
    createContext: ({ passport: shown }) => (seen.push(shown?.identity?.subject), { caller: shown?.identity?.subject }),
    checkPassport: (header) =>
      header === 'li'
        ? Promise.resolve(passport)
        : Promise.reject(new SubgraphError('UNAUTHENTICATED', 'Nobody knows you.')),
    port: 0,
  });

  const query = '{"query":"{ __typename }"}';
  const known = await post(server.url, query, { 'x-tongban-passport': 'li' });
  const strangers = await Promise.all([post(server.url, query), post(server.url, '{'), post(server.url, '')]);
  const live = await fetch(new URL('/livez', server.url));

  expect(known).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } });
  for (const stranger of strangers)
    expect(stranger).toMatchObject({
      status: 401,
      body: { errors: [{ message: 'Nobody knows you.', extensions: { code: 'UNAUTHENTICATED' } }] },
    });
  expect(seen).toEqual(['li']);
  expect(live.status).toBe(200);
});

it('says what to do when the port is in use', async () => {
  await using server = await start();

  const second = start(server.port);

  await expect(second).rejects.toThrow(StartupError);
  await expect(second).rejects.toThrow(
    `test cannot listen on 127.0.0.1:${server.port}: the port is in use. Stop the process that holds it, or choose another.`,
  );
});

it('is gone after it was closed, and can be closed twice', async () => {
  const server = await start();
  await fetch(new URL('/livez', server.url));

  await server.close();
  await server.close();

  await expect(fetch(server.url)).rejects.toThrow();
});
