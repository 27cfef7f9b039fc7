// npm run documents -- FOLDER… [MANIFEST.json…] [--out FILE] [--ids FILE]: makes one manifest of persisted documents, as
// a gateway takes it with --documents, of the .graphql files in the folders and of manifests that others have made.
// --out is documents.json in the first folder unless it is said; --ids writes the ids by name of operation, for clients.
// With --check nothing is written, and it fails when a file is not what it would write.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { ConfigurationError } from '../gateway/errors.js';
import { collectDocuments } from './documents/collect-documents.js';
import type { DocumentFile } from './documents/read-definitions.js';

const USAGE = 'Usage: npm run documents -- FOLDER… [MANIFEST.json…] [--out FILE] [--ids FILE] [--check]';
const apiFile = path.resolve(import.meta.dirname, '../schema/api.graphql');

function run(): void {
  const text = { type: 'string' } as const;
  const options = { out: text, ids: text, check: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [folder] = positionals.filter((place) => !isManifest(place));
  const out = values.out ?? (folder && path.join(folder, 'documents.json'));
  if (out === undefined || positionals.length === 0) throw new TypeError(USAGE);
  const { manifest, ids } = collectDocuments(positionals.flatMap(readPlace), readSchema());
  const written = { [out]: manifest, ...(values.ids !== undefined && { [values.ids]: ids }) };
  const stale = Object.entries(written).filter(([file, content]) => !keep({ file, content, isCheck: values.check }));
  for (const [file] of values.check ? stale : []) {
    process.stderr.write(`${file}:1: not what the documents say. Run the same without --check and commit it.\n`);
  }
  process.stdout.write(
    `${Object.keys(manifest).length} documents, ${stale.length} ${values.check ? 'stale' : 'files written'}\n`,
  );
  process.exitCode = values.check && stale.length > 0 ? 1 : 0;
}

function isManifest(place: string): boolean {
  return place.endsWith('.json');
}

function readSchema(): ReturnType<typeof buildSchema> {
  return buildSchema(readFileSync(apiFile, 'utf8'), { assumeValid: true });
}

function readPlace(place: string): readonly DocumentFile[] {
  if (isManifest(place)) return [readText(place)];
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new TypeError(`${place} is neither a folder nor a manifest (.json). ${USAGE}`);
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.graphql'));
  if (names.length === 0) throw new TypeError(`${place} has no .graphql file. Write one operation into one.`);
  return names.sort().map((name) => readText(path.join(place, name)));
}

function readText(file: string): DocumentFile {
  try {
    return { path: file, text: readFileSync(file, 'utf8') };
  } catch {
    throw new TypeError(`${file} cannot be read. ${USAGE}`);
  }
}

interface Written {
  readonly file: string;
  readonly content: Readonly<Record<string, string>>;
  readonly isCheck: boolean;
}

/** Writes a file unless it is there already or nothing is to be written; true when it was there. */
function keep({ file, content, isCheck }: Written): boolean {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (statSync(file, { throwIfNoEntry: false }) !== undefined && readFileSync(file, 'utf8') === text) return true;
  if (isCheck) return false;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return false;
}

try {
  run();
} catch (error) {
  const isExpected = error instanceof TypeError || error instanceof ConfigurationError;
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
