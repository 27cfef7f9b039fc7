import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExplanationRule } from '../auth/refuse-explanation.js';
import { type Asset, readPage } from './assets.js';

// Styles need 'unsafe-inline' because the editor of GraphiQL sets its sizes by style attributes; its fonts and icons
// are data URLs inside its style sheet. Scripts come from here alone, and no other site may frame the page.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// Beside those that the server gives to every answer.
const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
} as const;

const NOT_BUILT =
  '页面尚未构建：请运行 npm run build:pages 后重启。 · The pages have not been built: run npm run build:pages, then start again.\n';

/** Where `npm run build:pages` puts them. */
export const builtPages = fileURLToPath(new URL('../../pages/built/', import.meta.url));

/** What the pages must know of the gateway that serves them. */
export interface PageSettings {
  /** Whether the built-in issuer hands out tokens to whoever asks it on this machine. */
  readonly devTokens: boolean;
  readonly explanations: ExplanationRule;
}

export interface PagesOptions {
  /** Where the built pages are. */
  readonly folder?: string;
  readonly settings?: PageSettings;
}

const PLAIN: PageSettings = { devTokens: false, explanations: 'nobody' };

/**
 * Serves the dashboard at `/` and the playground at `/playground`, all from memory, their files at `/assets/`. They ask
 * the graph of the same origin and no other host. A page that has not been built says so, and how to build it.
 */
export function registerPages(
  app: FastifyInstance,
  { folder = builtPages, settings = PLAIN }: PagesOptions = {},
): void {
  const assets = new Map<string, Asset>();
  for (const [place, name] of pages) {
    const page = readPage(`${folder}${name}`);
    if (page === undefined) app.get(place, notBuilt);
    for (const asset of page ?? []) assets.set(asset.path === '' ? place : `/${asset.path}`, asset);
  }
  app.get('/playground/settings.json', (_request, reply) => reply.send(settings));
  for (const [url, asset] of assets) {
    app.get(url, async (request, reply) => {
      // The files of a page are relative to it; the relative redirect holds below the path prefix of a proxy.
      const [path = ''] = request.url.split('?');
      if (path !== '/' && path.endsWith('/')) return reply.redirect(`..${url}`, 308);
      return await sendAsset(asset, request, reply);
    });
  }
}

const pages = [
  ['/', 'dashboard'],
  ['/playground', 'playground'],
] as const;

async function notBuilt(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
}

async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isGzip = acceptsGzip(request.headers['accept-encoding']);
  const etag = isGzip ? `"${asset.etag}-gzip"` : `"${asset.etag}"`;
  // A page is asked again on every visit: after an upgrade no browser may combine old scripts with a new page.
  const cacheControl = asset.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  reply.headers({ ...PAGE_HEADERS, 'cache-control': cacheControl, etag, vary: 'accept-encoding' });
  if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send();
  reply.type(asset.contentType);
  return isGzip ? reply.header('content-encoding', 'gzip').send(await asset.gzipped()) : reply.send(asset.body);
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((coding) => /^\s*gzip\s*(;\s*q=(1|0\.\d*[1-9]\d*))?\s*$/i.test(coding));
}

// RFC 9110, 13.1.2: a weak comparison, as proxies weaken the tags that they hand on.
function isKnown(etag: string, header: string | undefined): boolean {
  return (header ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}
