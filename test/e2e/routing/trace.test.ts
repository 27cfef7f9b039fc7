import { expect, it } from '@jest/globals';
import { askGateway } from '../../support/ask-gateway.js';
import { startSmallFederation } from '../../support/small-federation.js';

const query = '{ rows { nodes { id friend { label } } } }';
const rows = { GD: [{ rank: 1, label: 'a', friends: ['HN:Row:0'] }], HN: [{ rank: 2, label: 'b' }] };

it('continues the client’s trace in every call, and passes on nothing else of what it sent', async () => {
  await using federation = await startSmallFederation(rows);
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  const others = { authorization: 'Bearer secret', cookie: 'a=secret', 'x-forwarded-for': '10.0.0.1' };

  await askGateway(federation.url, { query }, { ...others, traceparent, tracestate: 'vendor=1' });

  const sent = ['GD', 'HN'].flatMap((code) => federation.province(code).headers);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((headers) => headers['traceparent'])).size).toBe(3);
  for (const headers of sent) {
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    expect(headers['tracestate']).toBe('vendor=1');
    expect(JSON.stringify(headers)).not.toMatch(/secret|10\.0\.0\.1/);
  }
});

it('begins a trace when the client has none', async () => {
  await using federation = await startSmallFederation(rows);

  await askGateway(federation.url, { query });

  const sent = ['GD', 'HN'].flatMap((code) => federation.province(code).headers);
  const traces = new Set(sent.map((headers) => String(headers['traceparent']).slice(3, 35)));
  expect(traces.size).toBe(1);
  expect([...traces][0]).toMatch(/^[0-9a-f]{32}$/);
});
