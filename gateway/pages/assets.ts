import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** One file of the pages, held in memory. `etag` changes with the content. */
export interface Asset {
  /** Path below the page, such as `assets/index-DdgsWhRq.js`; empty for the page itself. */
  readonly path: string;
  readonly contentType: string;
  readonly etag: string;
  readonly body: Buffer;
  /** True when its name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
  /** The body for clients that accept gzip, compressed at the first call. */
  readonly gzipped: () => Promise<Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * Reads every file of a built page once. Undefined when the page has not been built; throws on a file of a type that
 * is not listed here, so that start-up finds it.
 */
export function readPage(folder: string): readonly Asset[] | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return createAsset(file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file));
    });
}

function createAsset(file: string, body: Buffer): Asset {
  const contentType = TYPES[extname(file)];
  if (contentType === undefined) throw new Error(`The pages have a file of a type that is not served: ${file}.`);
  let compressed: Promise<Buffer> | undefined;
  return {
    path: file === 'index.html' ? '' : file,
    contentType,
    etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    body,
    isImmutable: file.startsWith('assets/'),
    gzipped: () => (compressed ??= compress(body)),
  };
}
