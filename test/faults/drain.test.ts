import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Client } from 'undici';
import { startSmallFederation } from '../support/small-federation.js';

it('a gateway that closes finishes what is in flight and refuses what comes after', async () => {
  const federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] });
  const held = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  federation.province('GD').misbehave((response, answer) => {
    reached.resolve(undefined);
    void held.promise.then(() => response.end(JSON.stringify(answer)));
    return 'handled';
  });
  const client = new Client(federation.url, { pipelining: 2 });
  const post = (query: string) =>
    client.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      idempotent: true,
    });

  const inFlight = post('{ rows { totalCount } }');
  await reached.promise;
  const closed = federation[Symbol.asyncDispose]();
  const late = post('{ __typename }');
  // Client and server share this process: some turns of its loop bring the late request to the closing server, before
  // the first answer ends the connection.
  for (let turns = 0; turns < 20; turns += 1) await turn();
  held.resolve(undefined);

  expect(await (await inFlight).body.json()).toEqual({ data: { rows: { totalCount: 1 } } });
  const refused = await late;
  expect(refused.statusCode).toBe(503);
  expect(await refused.body.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_READY', retryable: true } }] });
  await client.destroy();
  await closed;
});
