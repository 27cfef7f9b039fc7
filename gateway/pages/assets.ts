import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);
const installed = createRequire(import.meta.url);

/** One file of the pages, held in memory. `etag` changes with the content. */
export interface Asset {
  readonly url: string;
  readonly contentType: string;
  readonly etag: string;
  readonly body: Buffer;
  /** The body for clients that accept gzip, compressed at the first call. */
  readonly gzipped: () => Promise<Buffer>;
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

type Extension = keyof typeof TYPES;

// The builds for browsers that the packages ship; nothing is fetched from a content delivery network.
const PACKAGE_FILES = [
  ['/pages/react.js', 'react', 'umd/react.production.min.js'],
  ['/pages/react-dom.js', 'react-dom', 'umd/react-dom.production.min.js'],
  ['/pages/graphiql.js', 'graphiql', 'graphiql.min.js'],
  ['/pages/graphiql.css', 'graphiql', 'graphiql.min.css'],
] as const;

const OWN_FILES = [
  ['/', 'html', 'index.html'],
  ['/pages/playground.js', 'js', 'playground.js'],
  ['/pages/playground.css', 'css', 'playground.css'],
  ['/pages/favicon.svg', 'svg', 'favicon.svg'],
] as const;

/** Reads every file of the playground once. Throws when a package lacks a file, so that start-up finds it. */
export function readPlaygroundAssets(): readonly Asset[] {
  return [
    ...OWN_FILES.map(([url, extension, file]) =>
      createAsset(url, extension, readFileSync(new URL(`playground/${file}`, import.meta.url))),
    ),
    ...PACKAGE_FILES.map(([url, name, file]) =>
      createAsset(url, file.endsWith('.css') ? 'css' : 'js', readPackageFile(name, file)),
    ),
  ];
}

// By the package's folder: an `exports` map need not list the browser build.
function readPackageFile(name: string, file: string): Buffer {
  const folder = dirname(installed.resolve(`${name}/package.json`));
  return withoutSourceMap(readFileSync(join(folder, file)));
}

// The maps are not served; a page that names them makes every opened developer console ask for a missing file.
function withoutSourceMap(file: Buffer): Buffer {
  const text = file.toString('utf8');
  return Buffer.from(text.replace(/\n(\/\/|\/\*)# sourceMappingURL=[^\n]*\s*$/, '\n'));
}

/** Makes an asset of a body that is already in memory. */
export function createAsset(url: string, extension: Extension, body: Buffer): Asset {
  let compressed: Promise<Buffer> | undefined;
  return {
    url,
    contentType: TYPES[extension],
    etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    body,
    gzipped: () => (compressed ??= compress(body)),
  };
}
