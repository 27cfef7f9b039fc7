import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asset, createAsset, readPlaygroundAssets } from './assets.js';
import type { Example } from './examples.js';

// Styles need 'unsafe-inline' because the editor of GraphiQL sets its sizes by style attributes; its fonts and icons
// are data URLs inside its style sheet. Scripts come from here alone, and no other site may frame the page.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
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
  // Asked again on every visit: after an upgrade no browser may combine old scripts with a new page.
  'cache-control': 'no-cache',
} as const;

/**
 * Serves the playground at `/` and its files below `/pages/`, all from memory. It asks the graph at `/graphql` of the
 * same origin, opens `examples` in tabs for a first visitor, and needs no other host.
 */
export function registerPages(app: FastifyInstance, options: { readonly examples: readonly Example[] }): void {
  const examples = createAsset('/pages/examples.json', 'json', Buffer.from(JSON.stringify(options.examples)));
  for (const asset of [...readPlaygroundAssets(), examples]) {
    app.get(asset.url, async (request, reply) => await sendAsset(asset, request, reply));
  }
}

async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isGzip = acceptsGzip(request.headers['accept-encoding']);
  const etag = isGzip ? `"${asset.etag}-gzip"` : `"${asset.etag}"`;
  reply.headers({ ...PAGE_HEADERS, etag, vary: 'accept-encoding' });
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
