import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import type { Manifest } from '../../gateway/export/manifest.js';
import { createProgressLine, type ProgressLine, type Screen } from './progress-line.js';
import type { ExportOptions } from './read-options.js';
import { BrokenAnswer, readParts } from './read-parts.js';

/** Why there is no file, as the gateway says it. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
}

const MANIFEST_TYPE = /^application\/json\b/;

/**
 * Asks a gateway for an export, writes the file and, beside it, its manifest, and gives that. Until it is there whole, and
 * is the one that the manifest describes, the file is called `FILE.partial`. Rejects with {@link ExportRefused}, or with
 * {@link BrokenAnswer}, and then there is no manifest.
 */
export async function receiveExport(options: ExportOptions, screen: Screen): Promise<Manifest> {
  const { file, mayReplace } = options;
  const manifestFile = `${file}.manifest.json`;
  const there = [file, manifestFile].find((name) => !mayReplace && existsSync(name));
  if (there !== undefined)
    throw new ExportRefused(`${there}: 文件已存在，可加 --force 覆盖 · is there already; --force replaces it.`);
  const response = await ask(options);
  const total = Number(response.headers.get('x-tongban-total') ?? Number.NaN);
  const progress = createProgressLine(screen, {
    ...{ total: Number.isNaN(total) ? null : total, isQuiet: options.isQuiet, nowMs: () => performance.now() },
  });
  const partial = `${file}.partial`;
  try {
    const received = await receive(response, partial, progress);
    const { manifest, text } = received;
    if (received.sha256 !== manifest.file.sha256 || received.bytes !== manifest.file.bytes)
      throw new BrokenAnswer('The file is not the one that its manifest describes.');
    // An old manifest must not stand beside a new file.
    await rm(manifestFile, { force: true });
    await rename(partial, file);
    await writeFile(manifestFile, text);
    return manifest;
  } finally {
    progress.finish();
  }
}

async function ask({ url, token, headers, request }: ExportOptions): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = { 'content-type': 'application/json', ...authorization, ...headers };
  const response = await fetch(`${url}/export`, { method: 'POST', headers: sent, body: JSON.stringify(request) }).catch(
    (error: unknown) => {
      throw new ExportRefused(`${url}: 网关无法连接 · the gateway cannot be reached.`, { cause: error });
    },
  );
  if (response.ok) return response;
  throw new ExportRefused(`${response.status}: ${describe(await response.text())}`);
}

function describe(text: string): string {
  try {
    const { errors } = JSON.parse(text) as {
      readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
    };
    return errors.map(({ message, extensions: { code } }) => `${code}: ${message}`).join('\n');
  } catch {
    return text.slice(0, 200); // no gateway of ours
  }
}

interface Received {
  readonly manifest: Manifest;
  /** The manifest, for people. */
  readonly text: string;
  readonly bytes: number;
  readonly sha256: string;
}

async function receive(response: Response, partial: string, progress: ProgressLine): Promise<Received> {
  if (response.body === null) throw new BrokenAnswer('The answer has no body.');
  const hash = createHash('sha256');
  let bytes = 0;
  let manifest: Manifest | undefined;
  await using output = await open(partial, 'w');
  for await (const { headers, body } of readParts(bodyOf(response.body), response.headers.get('content-type') ?? '')) {
    if (manifest !== undefined) throw new BrokenAnswer('Something comes after the manifest.');
    if (MANIFEST_TYPE.test(headers.get('content-type') ?? '')) {
      manifest = JSON.parse(await textOf(body)) as Manifest;
      continue;
    }
    for await (const piece of body) {
      hash.update(piece);
      bytes += piece.length;
      await writeAll(output, piece);
    }
    progress.update(Number(headers.get('x-tongban-rows') ?? 0), bytes);
  }
  if (manifest === undefined) throw new BrokenAnswer('The answer has no manifest.');
  return { manifest, text: `${JSON.stringify(manifest, null, 2)}\n`, bytes, sha256: hash.digest('hex') };
}

/** The body as it comes; that the connection is lost is said as a broken answer is. */
async function* bodyOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new BrokenAnswer('The connection was lost before the end.', { cause: error });
  }
}

async function writeAll(output: FileHandle, piece: Uint8Array): Promise<void> {
  for (let written = 0; written < piece.length; ) {
    written += (await output.write(piece, written)).bytesWritten;
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
