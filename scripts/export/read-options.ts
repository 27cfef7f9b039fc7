import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isFormat, type Format } from '../../gateway/export/formats.js';

/** A command line that cannot be carried out, and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What to export, from where, and into which file. */
export interface ExportOptions {
  readonly url: string;
  readonly file: string;
  /** True when a file that is there may be replaced. */
  readonly mayReplace: boolean;
  readonly isQuiet: boolean;
  readonly token: string | undefined;
  /** The body of the request. */
  readonly request: Readonly<Record<string, unknown>> & { readonly format: Format };
  readonly headers: Readonly<Record<string, string>>;
}

const USAGE =
  'Usage: npm run export -- --query FILE --format csv|ndjson|parquet [--out FILE] [--force] [--variables FILE] ' +
  '[--operation NAME] [--document-id ID in the place of --query] [--url http://127.0.0.1:4000] ' +
  '[--token-file FILE, or TONGBAN_TOKEN] [--complete] [--quiet]';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the command line. Throws {@link UsageError}. A token comes from a file or the environment, never from the command
 * line, which everybody on the machine can read.
 */
export function readOptions(args: readonly string[], environment: Environment): ExportOptions {
  const values = readFlags(args);
  const { format, query, 'document-id': documentId } = values;
  if (!isFormat(format))
    throw new UsageError(`--format: csv, ndjson 或 parquet · one of csv, ndjson, parquet. ${USAGE}`);
  if ((query === undefined) === (documentId === undefined))
    throw new UsageError(`--query 与 --document-id 二选一 · give --query or --document-id. ${USAGE}`);
  const name = query === undefined ? 'export' : path.basename(query, path.extname(query));
  const url = values.url ?? `http://127.0.0.1:${environment['PORT'] ?? '4000'}`;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new UsageError(`--url: "${url}" 不是网址 · is no URL.`);
  const tokenFile = values['token-file'];
  const token = tokenFile === undefined ? environment['TONGBAN_TOKEN'] : readText(tokenFile, '--token-file').trim();
  const source = query === undefined ? { documentId } : { query: readText(query, '--query') };
  return {
    url: url.replace(/\/+$/, ''),
    file: values.out ?? `${name}.${format}`,
    mayReplace: values.force === true,
    isQuiet: values.quiet === true,
    token: token === '' ? undefined : token,
    request: { ...source, variables: readVariables(values.variables), operationName: values.operation, format },
    headers: values.complete === true ? { 'x-tongban-coverage': 'complete' } : {},
  };
}

function readFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const yes = { type: 'boolean' } as const;
  const what = { query: text, 'document-id': text, variables: text, operation: text, format: text } as const;
  const where = { url: text, 'token-file': text, out: text } as const;
  try {
    return parseArgs({ args: [...args], options: { ...what, ...where, force: yes, quiet: yes, complete: yes } }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} ${USAGE}`);
  }
}

function readText(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${flag} ${file}: 无法读取 · cannot be read (${reason}).`);
  }
}

function readVariables(file: string | undefined): unknown {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readText(file, '--variables'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--variables ${file}: 不是 JSON · is not JSON.`);
  }
}
