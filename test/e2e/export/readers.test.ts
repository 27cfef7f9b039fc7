// POST /export and who reads it: one who leaves, one who takes nothing, and a gateway that closes meanwhile.
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { askExport, type ExportAnswer } from '../../support/export/ask-export.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { until } from '../../support/until.js';

const rows = Array.from({ length: 40 }, (_, index) => ({ rank: index * 3, label: 'a' }));
const world = { BJ: rows, GD: rows, HN: rows };
const QUERY = '{ rows(first: 7) { nodes { id rank label } } }';

let tokens: DevTokens;
let analyst: { readonly authorization: string };
beforeAll(async () => {
  tokens = createDevTokens();
  analyst = await tokens.bearer({ role: 'analyst', province: undefined });
});
afterAll(() => tokens[Symbol.dispose]());

describe('a reader', () => {
  function open(target: SmallFederation, query: string): ClientRequest {
    const headers = { 'content-type': 'application/json', ...analyst };
    const sent = request(`${target.url}/export`, { method: 'POST', headers, agent: false });
    sent.on('error', () => undefined); // that he leaves is what is tried
    sent.end(JSON.stringify({ query, format: 'ndjson' }));
    return sent;
  }

  it('who leaves ends the page that is under way, and there is no other; his place is free', async () => {
    const exports = { rows: 1000, perCaller: 1, atOnce: 8, stallMs: 60_000 };
    await using small = await startSmallFederation(world, { issuer: tokens.issuer, exports });
    const reached = Promise.withResolvers<{ readonly aborted: Promise<unknown> }>();
    let answers = 0;
    small.province('GD').misbehave((response) => {
      answers += 1;
      if (answers < 3) return undefined;
      reached.resolve({ aborted: once(response, 'close') });
      return 'handled';
    });
    const client = open(small, QUERY);
    const { aborted } = await reached.promise;
    const began = performance.now();

    client.destroy();
    await aborted;

    expect(performance.now() - began).toBeLessThan(1000);
    small.province('GD').misbehave(undefined);
    let next: ExportAnswer | undefined;
    await until(async () => {
      next = await askExport(
        small.url,
        { query: '{ rows(provinces: ["BJ"]) { nodes { id } } }', format: 'csv' },
        analyst,
      );
      return next.status === 200;
    });
    expect(next?.manifest.rows).toBe(40);
    expect(answers).toBe(3);
  });

  it('who takes nothing is waited for, and no page is read ahead of him; then he is let go', async () => {
    const rows = Array.from({ length: 1000 }, (_, rank) => ({ rank, label: 'x'.repeat(10_000) }));
    const exports = { rows: 10_000, perCaller: 1, atOnce: 8, stallMs: 300 };
    await using small = await startSmallFederation({ GD: rows }, { issuer: tokens.issuer, exports });
    const client = open(small, '{ rows(first: 50) { nodes { label } } }');
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    response.pause();

    // His place is free when he was let go.
    await until(async () => {
      const query = '{ rows(label: "none") { nodes { id } } }';
      return (await askExport(small.url, { query, format: 'csv' }, analyst)).status === 200;
    }, 45_000);
    const asked = small.province('GD').requests.filter(({ query }) => query.includes('label'));

    // Of twenty; what fits into the buffers of a connection is a few of half a megabyte.
    expect(asked.length).toBeLessThan(12);
    // Whether or not his client says that it was cut off: it has no end, and is not taken for a whole.
    const got = await buffer(response).catch(() => Buffer.alloc(0));
    expect(got.subarray(-8).toString('latin1')).not.toContain('--\r\n');
  });
});

it('sends pages of whatever length, to the last', async () => {
  // About as long as what a connection takes in at once.
  const rows = Array.from({ length: 40 }, (_, rank) => ({ rank, label: 'x'.repeat(52_000 + rank * 500) }));
  const exports = { rows: 10_000, perCaller: 1, atOnce: 8, stallMs: 5000 };
  await using small = await startSmallFederation({ GD: rows }, { issuer: tokens.issuer, exports });

  const { manifest } = await askExport(
    small.url,
    { query: '{ rows(first: 1) { nodes { label } } }', format: 'csv' },
    analyst,
  );

  expect([manifest.complete, manifest.rows]).toEqual([true, 40]);
});

it('a gateway that closes ends a file after the page under way, and says so', async () => {
  const small = await startSmallFederation(world, { issuer: tokens.issuer });
  const held = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  let answers = 0;
  small.province('GD').misbehave((response, answer) => {
    answers += 1;
    if (answers !== 3) return undefined;
    reached.resolve(undefined);
    void held.promise.then(() => response.end(JSON.stringify(answer)));
    return 'handled';
  });

  const asked = askExport(small.url, { query: QUERY, format: 'csv' }, analyst);
  await reached.promise;
  const closed = small[Symbol.asyncDispose]();
  held.resolve(undefined);
  const { manifest } = await asked;
  await closed;

  expect([manifest.complete, manifest.rows]).toEqual([false, 21]);
  expect(manifest.stopped).toMatchObject({ page: 4, code: 'NOT_READY' });
});
