import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { postJson } from '../../support/send-http.js';

const large = { query: '{ rows(first: 100) { nodes { id rank label } } }' };
const small = { query: '{ __typename }' };

let federation: SmallFederation;
let plain: string;
beforeAll(async () => {
  const rows = Array.from({ length: 100 }, (_, rank) => ({ rank, label: '普通护照换发' }));
  federation = await startSmallFederation({ GD: rows });
  ({ text: plain } = await postJson(federation.url, large));
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, br', 'br'],
  ['*', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0.5, gzip;q=1.0', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
])('a large answer is compressed as the client prefers: %s', async (accept, coding) => {
  const answer = await postJson(federation.url, large, { 'accept-encoding': accept });

  const decompressed = coding === 'br' ? brotliDecompressSync(answer.bytes) : gunzipSync(answer.bytes);
  expect(answer.headers['content-encoding']).toBe(coding);
  expect(decompressed.toString('utf8')).toBe(plain);
  expect(answer.headers).toMatchObject({
    vary: 'accept, accept-encoding',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(answer.bytes.length),
  });
  expect(answer.bytes.length).toBeLessThan(plain.length / 4);
});

it.each([undefined, 'identity', 'gzip;q=0, br;q=0', 'deflate', 'nonsense;;;'])(
  'a large answer is sent as it is when the client takes no other: %s',
  async (accept) => {
    const answer = await postJson(federation.url, large, accept === undefined ? {} : { 'accept-encoding': accept });

    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.text).toBe(plain);
    expect(answer.headers.vary).toBe('accept, accept-encoding');
  },
);

it('a small answer is never compressed', async () => {
  const answer = await postJson(federation.url, small, { 'accept-encoding': 'gzip, br' });

  expect(answer.headers['content-encoding']).toBeUndefined();
  expect(answer.text).toBe('{"data":{"__typename":"Query"}}');
});
