import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Misbehaviour } from '../support/stand-in-province.js';
import { startSmallFederation, type SmallFederation } from '../support/small-federation.js';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, { operationTimeoutMs: 1500 });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const failing: Misbehaviour = (response) => {
  response.end('{ "data": null, "errors": [{ "message": "table reference_data is missing" }] }');
  return 'handled';
};

describe('an ordinary subgraph that fails', () => {
  it.each<[string, string, Misbehaviour]>([
    ['closes the connection', 'SUBGRAPH_UNREACHABLE', (response) => (response.destroy(), 'handled')],
    ['never answers', 'SUBGRAPH_TIMEOUT', () => 'handled'],
    ['answers with its own error', 'SUBGRAPH_FAULT', failing],
    ['answers with no GraphQL', 'SUBGRAPH_FAULT', (response) => (response.end('<html>'), 'handled')],
  ])('and %s costs only what it alone knows: %s', async (_what, code, misbehaviour) => {
    federation.ordinary.misbehave(misbehaviour);

    const answer = await federation.query('{ rows { nodes { label province { code name } } coverage { exact } } }');

    expect(answer.data).toEqual({
      rows: { nodes: [{ label: 'a', province: { code: 'GD', name: null } }], coverage: { exact: true } },
    });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|reference_data/);
  });
});
