import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { startSmallFederation } from '../support/small-federation.js';

it('aborts the calls to all upstreams within a second when the client leaves', async () => {
  await using federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }], HN: [{ rank: 2, label: 'b' }] });
  const reached = ['GD', 'HN'].map(async (code) => {
    const { promise, resolve } = Promise.withResolvers<{ readonly aborted: Promise<unknown> }>();
    federation.province(code).misbehave((response) => (resolve({ aborted: once(response, 'close') }), 'handled'));
    return await promise;
  });
  const body = JSON.stringify({ query: '{ rows { nodes { id } } }' });
  const client = connect(Number(new URL(federation.url).port), '127.0.0.1');
  client.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const provinces = await Promise.all(reached);
  const began = performance.now();

  client.resetAndDestroy();
  await Promise.all(provinces.map(({ aborted }) => aborted));

  expect(performance.now() - began).toBeLessThan(1000);
});
