import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { registerPages } from './register-pages.js';

// A connection that has been opened and never used would keep an ordinary close waiting.
const app = fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } });
let origin: string;

const pages = ['', 'playground'];

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

beforeAll(async () => {
  registerPages(app);
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app.close();
});

it.each(pages)('answers the page /%s and every file that it names', async (url) => {
  const page = await get(url);
  const references = referencesIn(page.text);
  const answers = await Promise.all(references.map(async (reference) => await get(reference)));

  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(references.length).toBeGreaterThanOrEqual(2);
  expect(answers.map(({ status }) => status)).toEqual(references.map(() => 200));
});

it.each(pages)('names no other origin in the page /%s', async (url) => {
  const references = referencesIn((await get(url)).text);

  expect(references.filter((reference) => new URL(reference, origin).origin !== origin)).toEqual([]);
});

it('leads to where the files of the page are found, below any path prefix', async () => {
  const answer = await fetch(new URL('playground/?a=1', origin), { redirect: 'manual' });

  expect([answer.status, answer.headers.get('location')]).toEqual([308, '../playground']);
});

it.each(pages)('sends /%s under a policy that lets nothing in but files of this host', async (url) => {
  const policy = (await get(url)).headers.get('content-security-policy') ?? '';

  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|https?:|blob:/);
});

it('lets browsers keep what is named after its content, and asks for the page anew', async () => {
  const page = await get('');
  const [reference = ''] = referencesIn(page.text).filter((one) => one.endsWith('.js'));

  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect((await get(reference)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

it('sends a page again only when it has changed', async () => {
  const etag = (await get('')).headers.get('etag') ?? '';

  const second = await get('', { 'if-none-match': `"other", W/${etag}` });
  const other = await get('', { 'if-none-match': '"other"' });

  expect(etag).toMatch(/^"[\w-]+"$/);
  expect([second.status, second.text]).toEqual([304, '']);
  expect(other.status).toBe(200);
});

it('compresses for clients that accept it, under a tag of its own', async () => {
  const packed = await get('', { 'accept-encoding': 'br, gzip' });
  const plain = await get('', { 'accept-encoding': 'gzip;q=0' });

  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'));
  expect(packed.text).toBe(plain.text);
});

it('answers nothing below /assets that is not in its list', async () => {
  const names = ['..%2fdashboard/index.html', '%2e%2e/index.html', 'index.html', ''];
  const answers = await Promise.all(names.map(async (name) => await rawStatus(`/assets/${name}`)));

  expect(answers).toEqual(['404', '404', '404', '404']);
});

it('says how to build a page that is not there, and refuses files of types that nobody expects', async () => {
  const folder = `${mkdtempSync(path.join(tmpdir(), 'pages-'))}/`;
  const bare = fastify();
  registerPages(bare, { folder });
  const answer = await bare.inject('/');
  mkdirSync(`${folder}dashboard`);
  for (const name of ['index.html', 'a.exe']) writeFileSync(`${folder}dashboard/${name}`, '');

  expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm run build:pages')]);
  expect(() => registerPages(fastify(), { folder })).toThrow('a.exe');
  rmSync(folder, { recursive: true });
});

const referencesIn = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference = '']) => reference);

async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(new URL(url, origin), { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

// fetch would tidy the path up before it sends it.
async function rawStatus(target: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`GET ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
  let text = '';
  socket.setEncoding('utf8');
  for await (const part of socket) text += String(part);
  return text.split(' ')[1] ?? '';
}
