// npm run documents, as a front-end team runs it: from files of operations to a gateway that executes nothing else.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { runScript } from '../../support/run-script.js';

interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly output: string;
}

async function run(...args: readonly string[]): Promise<Ended> {
  await using script = runScript('scripts/documents.ts', args);
  return { code: await script.ended, output: script.output() };
}

function temporaryDirectory(): Disposable & { readonly directory: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-documents-'));
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

it('writes a manifest and its ids, and says when they are no longer what the documents say', async () => {
  using place = temporaryDirectory();
  const folder = path.join(place.directory, 'operations');
  mkdirSync(folder);
  const file = path.join(folder, 'newest.graphql');
  const ids = path.join(place.directory, 'built', 'ids.json');
  writeFileSync(file, 'query Newest { cases(first: 3) { nodes { id } } }');

  const written = await run(folder, '--ids', ids);
  const fresh = await run(folder, '--ids', ids, '--check');
  writeFileSync(file, 'query Newest { cases(first: 3) { nodes { id state } } }');
  const stale = await run(folder, '--ids', ids, '--check');
  writeFileSync(file, 'query Newest {\n  cases(first: 3) { nodes { name } }\n}');
  const wrong = await run(folder, '--ids', ids);

  const manifest = JSON.parse(readFileSync(path.join(folder, 'documents.json'), 'utf8')) as Record<string, string>;
  const { Newest } = JSON.parse(readFileSync(ids, 'utf8')) as { readonly Newest: string };
  expect(written).toEqual({ code: 0, output: '1 documents, 2 files written\n' });
  expect(fresh).toEqual({ code: 0, output: '1 documents, 0 stale\n' });
  expect(stale.code).toBe(1);
  expect(stale.output).toContain(`${folder}/documents.json:1: not what the documents say.`);
  expect(wrong.code).toBe(1);
  expect(wrong.output).toContain(`${file}:2: Cannot query field "name" on type "Case".`);
  expect(manifest[Newest]).toBe('query Newest {\n  cases(first: 3) {\n    nodes {\n      id\n    }\n  }\n}');
});

it.each([
  [['--out', 'x.json'], 'Usage:'],
  [['no-such-folder'], 'no-such-folder is neither a folder nor a manifest (.json).'],
  [['docs/decisions'], 'docs/decisions has no .graphql file.'],
  [['no-such.json', '--out', 'x.json'], 'no-such.json cannot be read.'],
])('refuses %j with what would do', async (args, message) => {
  const { code, output } = await run(...args);

  expect(code).toBe(1);
  expect(output).toContain(message);
});
