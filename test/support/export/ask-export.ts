import type { Manifest } from '../../../gateway/export/manifest.js';
import { readParts } from '../../../scripts/export/read-parts.js';

/** An export as a client has it in the end. */
export interface ExportAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Bytes of the file, of all parts together. */
  readonly file: Buffer;
  /** How many rows had been read, part by part. */
  readonly progress: readonly number[];
  readonly manifest: Manifest;
  readonly codes: readonly string[];
  readonly text: string;
}

type Errors = readonly { readonly extensions: { readonly code: string } }[];

/** Posts an export to a gateway over a real connection, and reads it to its end. */
export async function askExport(
  url: string,
  request: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<ExportAnswer> {
  const response = await fetch(`${url}/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  const common = { status: response.status, headers: response.headers };
  if (!response.ok) {
    const text = await response.text();
    const { errors } = JSON.parse(text) as { readonly errors: Errors };
    const codes = errors.map(({ extensions: { code } }) => code);
    return { ...common, text, codes, file: Buffer.alloc(0), progress: [], manifest: {} as Manifest };
  }
  const pieces: Uint8Array[] = [];
  const progress: number[] = [];
  let manifest = {} as Manifest;
  if (response.body === null) throw new Error('The answer has no body.');
  for await (const part of readParts(response.body, response.headers.get('content-type') ?? '')) {
    const body: Uint8Array[] = [];
    for await (const piece of part.body) body.push(piece);
    const rows = part.headers.get('x-tongban-rows');
    if (rows === undefined) manifest = JSON.parse(Buffer.concat(body).toString()) as Manifest;
    else {
      pieces.push(...body);
      progress.push(Number(rows));
    }
  }
  const file = Buffer.concat(pieces);
  return { ...common, file, progress, manifest, codes: [], text: file.toString() };
}
