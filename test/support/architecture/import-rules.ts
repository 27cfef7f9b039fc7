import { matchesGlob } from 'node:path';
import { isBuiltin } from 'node:module';
import { type Import, isTest, type Source } from './source-files.js';

/**
 * Who may import whom inside one folder. A room is a folder or file directly inside; an import may only point to a
 * later row. Rooms of one row do not know each other.
 */
export interface Order {
  readonly folder: string;
  readonly rows: readonly (readonly string[])[];
}

/** A library that only some files may import: a package name, or a scope ending in a slash. */
export interface LibraryRooms {
  readonly library: string;
  readonly files: readonly string[];
}

/** Imports that point to an earlier row or sideways, and files that lie in no room of the table. */
export function outOfOrder(imports: readonly Import[], sources: readonly Source[], order: Order): readonly string[] {
  const strangers = sources
    .filter(({ path }) => isInside(path, order.folder) && rowOf(path, order) === -1)
    .map(({ path }) => `${path}:1 lies in no room of the table`);
  const edges = imports.flatMap(({ from, target, where }) => {
    if (target === undefined || !isInside(from.path, order.folder) || !isInside(target, order.folder)) return [];
    const rooms = [roomOf(from.path, order), roomOf(target, order)] as const;
    const rows = [rowOf(from.path, order), rowOf(target, order)] as const;
    const isAllowed = rooms[0] === rooms[1] || rows[0] < rows[1];
    return isAllowed || rows.includes(-1) ? [] : [`${where} ${rooms[0]} may not import ${rooms[1]} (${target})`];
  });
  return [...strangers, ...edges];
}

// Tests and files of the root (tool settings) stand above every table.
function isInside(path: string, folder: string): boolean {
  return folder === '' ? path.includes('/') : path.startsWith(`${folder}/`) && !isTest(path);
}

function roomOf(path: string, order: Order): string {
  if (order.folder === '' && isTest(path)) return 'test';
  const [first = ''] = path.slice(order.folder === '' ? 0 : order.folder.length + 1).split('/');
  return first.replace(/\.[a-z]+$/, '');
}

function rowOf(path: string, order: Order): number {
  const room = roomOf(path, order);
  return order.rows.findIndex((row) => row.includes(room));
}

/** Imports of a module's inside from outside of it, and `index.ts` files that are no module's door. */
export function besideTheDoor(
  imports: readonly Import[],
  sources: readonly Source[],
  modules: readonly string[],
): readonly string[] {
  const barrels = sources
    .filter(({ path }) => /(^|\/)index\.ts$/.test(path) && !modules.some((module) => path === `${module}/index.ts`))
    .map(({ path }) => `${path}:1 is a barrel; only a module has an index.ts`);
  const entries = imports.flatMap(({ from, target, where }) => {
    const module = modules.find((candidate) => target?.startsWith(`${candidate}/`));
    if (module === undefined || target === `${module}/index.ts`) return [];
    return isTest(from.path) || from.path.startsWith(`${module}/`)
      ? []
      : [`${where} enters ${module} by ${target ?? ''}`];
  });
  return [...barrels, ...entries];
}

/** Rules are pure: a `*.rules.ts` imports other rules and the given folders, nothing else. */
export function impureRules(imports: readonly Import[], folders: readonly string[]): readonly string[] {
  return imports
    .filter(({ from }) => from.path.endsWith('.rules.ts'))
    .filter(({ target = '' }) => !target.endsWith('.rules.ts') && !folders.some((folder) => target.startsWith(folder)))
    .map(({ where, specifier }) => `${where} a rules file may not import ${specifier}`);
}

/** Imports of a library outside its rooms. Tests may drive any library, for example as an oracle. */
export function librariesOutside(imports: readonly Import[], tables: readonly LibraryRooms[]): readonly string[] {
  return imports
    .filter(({ from }) => !isTest(from.path))
    .flatMap(({ from, specifier, where }) =>
      tables
        .filter(({ library }) => specifier === library || specifier.startsWith(withSlash(library)))
        .filter(({ files }) => !files.some((glob) => matchesGlob(from.path, glob)))
        .map(({ library }) => `${where} imports ${library} outside its room`),
    );
}

const withSlash = (library: string): string => (library.endsWith('/') ? library : `${library}/`);

/** Imports of packages that package.json does not name, which work only until another package drops them. */
export function undeclaredPackages(
  imports: readonly Import[],
  declared: { readonly product: readonly string[]; readonly tools: readonly string[] },
): readonly string[] {
  return imports.flatMap(({ from, specifier, where }) => {
    if (specifier.startsWith('.') || (specifier.startsWith('node:') && isBuiltin(specifier))) return [];
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    const mayUseTools = isTest(from.path) || !/^(gateway|schema|subgraphs)\//.test(from.path);
    if (declared.product.includes(name) || (mayUseTools && declared.tools.includes(name))) return [];
    return [`${where} package.json has no ${mayUseTools ? '' : 'dependency '}${name}`];
  });
}

/** Groups of files that import each other in a circle, each as one path along the circle. */
export function cycles(imports: readonly Import[]): readonly string[] {
  const edges = new Map<string, Import[]>();
  for (const edge of imports) {
    if (edge.target !== undefined) edges.set(edge.from.path, [...(edges.get(edge.from.path) ?? []), edge]);
  }
  const found: string[] = [];
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly Import[]): void => {
    const start = trail.findIndex(({ from }) => from.path === path);
    if (start !== -1) {
      const circle = trail.slice(start).map(({ where }) => where);
      found.push(`${circle.join(' → ')} → ${path}`);
      return;
    }
    if (finished.has(path)) return;
    for (const edge of edges.get(path) ?? []) walk(edge.target ?? '', [...trail, edge]);
    finished.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
