import { basename } from 'node:path';
import ts from 'typescript';
import { isTest, placeOf, type Source, type TextFile, visitNodes } from './source-files.js';

/** Files longer than `limit` lines. */
export function tooLong(sources: readonly Source[], limit: number): readonly string[] {
  return sources
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > limit)
    .map(({ path, lines }) => `${path}:${lines} has ${lines} lines`);
}

/** Nodes of the syntax tree for which `test` holds; words in strings and comments do not count. */
export function nodesWhere(sources: readonly Source[], test: (node: ts.Node) => boolean): readonly string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    visitNodes(source, (node) => {
      if (test(node)) found.push(`${placeOf(source, node.getStart())} ${excerpt(node)}`);
    });
    return found;
  });
}

const excerpt = (node: ts.Node): string => node.getText().split('\n', 1)[0]?.slice(0, 80) ?? '';

/** `: any`, `as any`, `<any>`, `any[]` and every other use of the type. */
export function isAny(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.AnyKeyword;
}

/** `export default …`, as a statement or as a modifier. */
export function isDefaultExport(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.DefaultKeyword
    ? !ts.isDefaultClause(node.parent)
    : ts.isExportAssignment(node) && node.isExportEquals !== true;
}

/** `jest.mock(…)` and its relatives, which replace a module of ours. */
export function isModuleMock(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  return (
    expression.getText() === 'jest' && /^(do|set|unstable_)?mock(Module)?$|^createMockFromModule$/i.test(name.text)
  );
}

/** A wait for the wall clock: `new Promise(… setTimeout …)`, or a clock of node:timers/promises. */
export function isSleep(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return isClockImport(node);
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'setTimeout') return false;
  const promise = ts.findAncestor(node, ts.isNewExpression);
  const executor = promise?.arguments?.[0];
  if (promise?.expression.getText() !== 'Promise' || executor === undefined || !ts.isFunctionLike(executor))
    return false;
  // A timer that rejects is a time limit, and one that answers late is a slow server; one that resolves is a sleep.
  const resolve = executor.parameters[0]?.name.getText();
  const callback = node.arguments[0];
  return resolve !== undefined && callback !== undefined && mentions(callback, resolve);
}

// setImmediate gives the turn to others and waits for no clock; every other import from there can sleep.
function isClockImport({ moduleSpecifier, importClause }: ts.ImportDeclaration): boolean {
  if (!/^['"](node:)?timers\/promises['"]$/.test(moduleSpecifier.getText())) return false;
  const bindings = importClause?.namedBindings;
  const names = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : undefined;
  return names?.every(({ propertyName, name }) => (propertyName ?? name).text === 'setImmediate') !== true;
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name)) ?? false;
}

/** `f(process.env)`: the environment handed on as a whole, without a look at it. */
export function isEnvironmentHandedOn(node: ts.Node): boolean {
  return node.getText() === 'process.env' && ts.isCallExpression(node.parent);
}

/** A read of the environment. Writing the one variable `writable` is not a read. */
export function isEnvironmentRead(node: ts.Node, writable?: string): boolean {
  if (ts.isImportSpecifier(node)) {
    const module = node.parent.parent.parent.moduleSpecifier.getText();
    return (node.propertyName ?? node.name).text === 'env' && /^['"](node:)?process['"]$/.test(module);
  }
  if (!ts.isPropertyAccessExpression(node) || !/\bprocess\.env$/.test(node.getText())) return false;
  const access = node.parent;
  const isWrite =
    ts.isBinaryExpression(access.parent) &&
    access.parent.left === access &&
    access.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return !(isWrite && writable !== undefined && variableOf(access) === writable);
}

function variableOf(access: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const index = ts.isElementAccessExpression(access) ? access.argumentExpression : undefined;
  return index !== undefined && ts.isStringLiteralLike(index) ? index.text : undefined;
}

/** Comments in which `words` matches. */
export function commentsWith(sources: readonly Source[], words: RegExp): readonly string[] {
  return sources.flatMap((source) =>
    commentsOf(source)
      .filter(({ pos, end }) => words.test(source.text.slice(pos, end)))
      .map(({ pos, end }) => {
        const comment = source.text.slice(pos, end);
        return `${placeOf(source, pos + Math.max(comment.search(words), 0))} ${words.exec(comment)?.[0] ?? ''}`;
      }),
  );
}

function commentsOf({ tree, text }: Source): readonly ts.CommentRange[] {
  const found = new Map<number, ts.CommentRange>();
  const walk = (node: ts.Node): void => {
    const children = node.getChildren(tree);
    for (const child of children) walk(child);
    if (children.length > 0) return;
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const range of ranges) found.set(range.pos, range);
  };
  walk(tree);
  return [...found.values()];
}

/** Exported functions and classes without a doc block. A class of the graph is documented by its description. */
export function undocumentedExports(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => {
    const exportedLater = new Set(source.tree.statements.flatMap(namesExportedBy));
    const documented = new Set<string>();
    return source.tree.statements.flatMap((statement) => {
      const name = behaviourName(statement);
      if (name === undefined || !(isExported(statement) || exportedLater.has(name))) return [];
      // Overloads share the doc block of the first.
      if (ts.getJSDocCommentsAndTags(statement).length > 0 || isDescribed(statement)) documented.add(name);
      return documented.has(name) ? [] : [`${placeOf(source, statement.getStart())} ${name} has no doc block`];
    });
  });
}

// `@ObjectType({ description: '…' })` and its relatives.
function isDescribed(statement: ts.Statement): boolean {
  if (!ts.isClassDeclaration(statement)) return false;
  return (ts.getDecorators(statement) ?? []).some(
    ({ expression }) =>
      ts.isCallExpression(expression) &&
      expression.arguments.some(
        (options) =>
          ts.isObjectLiteralExpression(options) &&
          options.properties.some((property) => property.name?.getText() === 'description'),
      ),
  );
}

function namesExportedBy(statement: ts.Statement): readonly string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return [];
  const { exportClause } = statement;
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** The name of a function, of a class, or of a constant that holds one. */
function behaviourName(statement: ts.Statement): string | undefined {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name?.text;
  if (!ts.isVariableStatement(statement)) return undefined;
  return statement.declarationList.declarations
    .find(({ initializer }) => initializer && (ts.isFunctionLike(initializer) || ts.isClassExpression(initializer)))
    ?.name.getText();
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** Source files and folders whose name tells nothing, or is not in kebab-case with a role. */
export function poorNames(sources: readonly Source[], roles: readonly string[]): readonly string[] {
  const emptyWord = /(^|-)(utils?|helpers?|common|manager|info)$/;
  const wellFormed = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${roles.join('|')}))?(\\.test)?\\.(tsx?|mjs|js)$`);
  return sources.flatMap(({ path }) => {
    const names = path.split('/').map((part) => part.replace(/\..*$/, ''));
    const file = basename(path);
    if (names.some((name) => emptyWord.test(name))) return [`${path}:1 tells nothing`];
    if (/^(types|data)\.ts$/.test(file)) return [`${path}:1 tells nothing`];
    // Settings of tools carry the names that those tools ask for.
    return path.includes('/') && !wellFormed.test(file) ? [`${path}:1 is not kebab-case with a known role`] : [];
  });
}

/** Every string literal that stands in a test file. */
export function stringsInTests(sources: readonly Source[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const source of sources.filter(({ path }) => path.endsWith('.test.ts'))) {
    visitNodes(source, (node) => {
      if (ts.isStringLiteralLike(node)) found.add(node.text);
    });
  }
  return found;
}

/** Lines of any file that match `pattern`. */
export function linesWith(files: readonly TextFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ match: pattern.exec(line), place: `${path}:${index + 1}` }))
      .flatMap(({ match, place }) => (match === null ? [] : [`${place} ${match[0]}`])),
  );
}

/** True for files of ours that run in production. */
export function isProduct({ path }: TextFile): boolean {
  return /^(gateway|schema|subgraphs|telemetry)\//.test(path) && !isTest(path);
}
