import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { examples } from './examples.js';
import { registerPages } from './register-pages.js';

// A connection that has been opened and never used would keep an ordinary close waiting.
const app = fastify({ forceCloseConnections: true });
let origin: string;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

beforeAll(async () => {
  registerPages(app, { examples });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app.close();
});

it('answers the page and every file that it names', async () => {
  const page = await get('');

  const html = page.text;
  const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference = '']) => reference);
  const answers = await Promise.all(references.map(async (reference) => await get(reference)));

  expect(page.status).toBe(200);
  expect(html).toContain('<title>通办 Tongban</title>');
  expect(references).toHaveLength(7);
  expect(answers.map(({ status }) => status)).toEqual(references.map(() => 200));
});

it('names no other origin in the page, its style sheets and our script', async () => {
  const urls = ['', 'pages/playground.css', 'pages/graphiql.css', 'pages/playground.js'];
  const texts = await Promise.all(urls.map(async (url) => (await get(url)).text));

  const references = texts.flatMap((text) =>
    [...text.matchAll(/(?:src=|href=|url\(|import\s+|fetch\()\s*["']?([^"')\s>]+)/g)].map(([, url = '']) => url),
  );

  expect(references.filter((url) => !url.startsWith('data:') && new URL(url, origin).origin !== origin)).toEqual([]);
});

it.each([
  ['', 'text/html; charset=utf-8'],
  ['pages/graphiql.js', 'text/javascript; charset=utf-8'],
  ['pages/graphiql.css', 'text/css; charset=utf-8'],
  ['pages/examples.json', 'application/json; charset=utf-8'],
  ['pages/favicon.svg', 'image/svg+xml'],
])('sends /%s as %s, under the policy', async (url, contentType) => {
  const { headers } = await get(url);

  const policy = headers.get('content-security-policy') ?? '';
  expect(headers.get('content-type')).toBe(contentType);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|https?:/);
});

it('sends a file again only when it has changed', async () => {
  const first = await get('pages/react.js');
  const etag = first.headers.get('etag') ?? '';

  const second = await get('pages/react.js', { 'if-none-match': `"other", W/${etag}` });
  const other = await get('pages/react.js', { 'if-none-match': '"other"' });

  expect(etag).toMatch(/^"[\w-]+"$/);
  expect([second.status, second.text]).toEqual([304, '']);
  expect(other.status).toBe(200);
});

it('compresses for clients that accept it, under a tag of its own', async () => {
  const packed = await get('pages/graphiql.js', { 'accept-encoding': 'br, gzip' });
  const plain = await get('pages/graphiql.js', { 'accept-encoding': 'gzip;q=0' });

  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'));
  expect(packed.text).toBe(plain.text);
});

it('answers nothing below /pages that is not in its list', async () => {
  const names = ['..%2fregister-pages.ts', '%2e%2e/register-pages.ts', 'graphiql.min.js.map', ''];
  const answers = await Promise.all(names.map(async (name) => await rawStatus(`/pages/${name}`)));

  expect(answers).toEqual(['404', '404', '404', '404']);
});

it('hands the examples to the page', async () => {
  expect(JSON.parse((await get('pages/examples.json')).text)).toEqual(examples);
});

async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(new URL(url, origin), { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

// fetch would tidy the path up before it sends it.
async function rawStatus(path: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString('latin1').split(' ')[1] ?? '';
}
