import { expect, it } from '@jest/globals';
import { startRawUpstream } from '../../test/support/raw-upstream.js';
import { until } from '../../test/support/until.js';
import { createGatewayClient } from './gateway-client.js';

it('breaks off what is on its way when it is disposed of', async () => {
  await using silent = await startRawUpstream(() => undefined);
  const client = createGatewayClient(undefined);
  const called = client.call(silent.url.href, { method: 'POST', body: '{}' });
  const brokenOff = expect(called).rejects.toThrow(/abort/i);
  await until(() => silent.requests.length > 0);

  await client[Symbol.asyncDispose]();

  await brokenOff;
});
