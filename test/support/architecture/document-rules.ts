import { matchesGlob, posix } from 'node:path';
import type { TextFile } from './source-files.js';

interface Mention {
  readonly word: string;
  readonly where: string;
}

// Checked even while they are empty, or after they have gone.
const TOP_FOLDERS = ['docs', 'gateway', 'schema', 'scripts', 'subgraphs', 'test'];

const CHECKED_EXTENSION = /\.(ts|mjs|md|json|ya?ml|graphql)$/;

/**
 * Paths in backticks or links of a document that lead nowhere. `<CODE>`, `NNNN` and `…` stand for any name, globs must
 * match something, and a bare file name or the tail of a path is enough where a file of that name exists.
 */
export function brokenPaths(documents: readonly TextFile[], paths: readonly string[]): readonly string[] {
  const folders = new Set(paths.flatMap(foldersOf));
  const topFolders = new Set([...TOP_FOLDERS, ...folders]);
  return documents.flatMap((document) => {
    const prose = withoutFences(document.text);
    const inCode = mentionsOf(document.path, prose, /`([^`\n]+)`/g)
      .flatMap(({ word, where }) => word.split(/\s+/).map((part) => ({ word: cleaned(part), where })))
      .filter(({ word }) => isRepositoryPath(word, topFolders))
      .filter(({ word }) => !exists(word, paths, folders));
    const links = mentionsOf(document.path, prose, /\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)|(?:src|href)="([^"]+)"/gm)
      .filter(({ word }) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(word))
      .filter(({ word }) => !linkExists(word, document.path, new Set([...paths, ...folders])));
    return [...inCode, ...links].map(({ word, where }) => `${where} ${word} does not exist`);
  });
}

/** `npm run x`, `npm start` and `npm test` of a document for which package.json has no script. */
export function missingScripts(documents: readonly TextFile[], scripts: readonly string[]): readonly string[] {
  const command = /npm (?:(?:run|run-script) (?:-{1,2}[a-z-]+ )*([\w:.-]*\w)|(start|test)\b)/g;
  return documents
    .flatMap(({ path, text }) => mentionsOf(path, text, command))
    .filter(({ word }) => !scripts.includes(word))
    .map(({ word, where }) => `${where} package.json has no script ${word}`);
}

function mentionsOf(path: string, text: string, pattern: RegExp): readonly Mention[] {
  return [...text.matchAll(pattern)].map((match) => ({
    word: match.slice(1).find((group) => group) ?? '',
    where: `${path}:${text.slice(0, match.index).split('\n').length}`,
  }));
}

// Fenced blocks show commands, trees and samples; their lines stay so that line numbers are right.
function withoutFences(text: string): string {
  return text.replaceAll(/^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1/gm, (block) => block.replaceAll(/[^\n]/g, ' '));
}

function cleaned(word: string): string {
  return word
    .replace(/^\.\//, '')
    .replace(/[#:][L\d,–-]+$/, '')
    .replace(/[,;.:)]+$/, '')
    .replace(/^\(/, '');
}

function isRepositoryPath(word: string, topFolders: ReadonlySet<string>): boolean {
  // Addresses, packages, switches, and bare endings such as `.test.ts`.
  if (/^[/@~$-]|:\/\/|^node_modules\/|^\.[^/]*$/.test(word)) return false;
  const [first = ''] = word.split('/', 1);
  return CHECKED_EXTENSION.test(word) || (word.includes('/') && first !== '' && topFolders.has(first));
}

function exists(word: string, paths: readonly string[], folders: ReadonlySet<string>): boolean {
  const path = word.replaceAll(/<[^>]*>|NNNN|…/g, '*').replace(/\/$/, '');
  if (!path.includes('*')) {
    return folders.has(path) || paths.some((candidate) => candidate === path || candidate.endsWith(`/${path}`));
  }
  return [...paths, ...folders].some(
    (candidate) => matchesGlob(candidate, path) || matchesGlob(candidate, `**/${path}`),
  );
}

function linkExists(link: string, from: string, known: ReadonlySet<string>): boolean {
  const path = decodeURIComponent(link.replace(/[#?].*$/, '')).replace(/\/$/, '');
  const target = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(from), path);
  return target === '.' || known.has(target);
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
