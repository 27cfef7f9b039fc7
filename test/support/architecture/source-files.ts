import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** A file of the repository; `path` is relative to its root, with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript or JavaScript file with its syntax tree, parsed once for all rules. */
export interface Source extends TextFile {
  readonly tree: ts.SourceFile;
}

/** One import, re-export, dynamic import or import type. `target` is the path of a file of ours, else undefined. */
export interface Import {
  readonly from: Source;
  readonly specifier: string;
  readonly target: string | undefined;
  readonly where: string;
}

/** Every file that is tracked, or would be with the next `git add`. Binary files are left out. */
export function readRepository(root: string): readonly TextFile[] {
  // The checkout of a CI container often belongs to another user, which git refuses without this setting.
  const listing = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', listing, { cwd: root, encoding: 'utf8' }).split('\0');
  return (
    [...new Set(names)]
      // Deleted files are listed until the deletion is staged, and links to folders as if they were files.
      .filter((name) => statSync(posix.join(root, name), { throwIfNoEntry: false })?.isFile() === true)
      .map((path) => ({ path, text: readFileSync(posix.join(root, path), 'utf8') }))
      // Of a picture only its path counts, which documents may name.
      .map(({ path, text }) => ({ path, text: text.includes('\0') ? '' : text }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  );
}

/** Parses the TypeScript and JavaScript files among `files`. */
export function parseSources(files: readonly TextFile[]): readonly Source[] {
  return files
    .filter(({ path }) => /\.(tsx?|mjs|js)$/.test(path))
    .map((file) => ({
      ...file,
      tree: ts.createSourceFile(file.path, file.text, { languageVersion: ts.ScriptTarget.Latest }, true),
    }));
}

/** True for tests and all that only tests use. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/');
}

/** `path:line` of a node, as editors and terminals open it. */
export function placeOf(source: Source, position: number): string {
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(position).line + 1}`;
}

/** Calls `visit` for every node of the file, parents first. */
export function visitNodes(source: Source, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  walk(source.tree);
}

/** Every import of every file, type imports and dynamic imports included. */
export function importsOf(sources: readonly Source[]): readonly Import[] {
  const known = new Set(sources.map(({ path }) => path));
  return sources.flatMap((from) => {
    const found: Import[] = [];
    visitNodes(from, (node) => {
      const literal = importedModule(node);
      if (literal === undefined) return;
      const specifier = literal.text;
      const target = specifier.startsWith('.') ? resolve(from.path, specifier, known) : undefined;
      found.push({ from, specifier, target, where: placeOf(from, literal.getStart()) });
    });
    return found;
  });
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string {
  const path = posix.join(posix.dirname(from), specifier);
  const source = path.replace(/\.js$/, '.ts');
  return known.has(path) && !known.has(source) ? path : source;
}

function importedModule(node: ts.Node): ts.StringLiteralLike | undefined {
  const module = moduleNode(node);
  return module !== undefined && ts.isStringLiteralLike(module) ? module : undefined;
}

function moduleNode(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
  return callee.kind === ts.SyntaxKind.ImportKeyword || isRequire ? node.arguments[0] : undefined;
}
