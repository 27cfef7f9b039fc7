import { createHash } from 'node:crypto';
import {
  Kind,
  print,
  validate,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { ConfigurationError } from '../../gateway/errors.js';
import { parseDocuments } from '../../gateway/http/persisted-documents.js';
import { createKnownDocuments } from '../../gateway/operation/known-documents.js';
import { placeOf, readDefinitions, type Definitions, type DocumentFile, type Report } from './read-definitions.js';

/** What a gateway is given with `--documents`, and what a client is built with. */
export interface CollectedDocuments {
  /** Texts by id, which is `sha256:` and the hash of the text; ordered by name. */
  readonly manifest: Readonly<Record<string, string>>;
  /** Ids by the name of the operation. Manifests of others bring none: two of them may have one name. */
  readonly ids: Readonly<Record<string, string>>;
}

/**
 * Makes one manifest of the operations in `.graphql` files, each with the fragments that it needs, and of manifests
 * that others have made. Throws {@link ConfigurationError} with every problem at once, each with its place and cure.
 */
export function collectDocuments(files: readonly DocumentFile[], schema: GraphQLSchema): CollectedDocuments {
  const problems = new Set<string>(); // a wrong fragment is found once for each operation that needs it
  const report: Report = (problem) => problems.add(problem);
  const isManifest = ({ path }: DocumentFile): boolean => path.endsWith('.json');
  const definitions = readDefinitions(
    files.filter((file) => !isManifest(file)),
    report,
  );
  const check = createCheck(schema, report);
  const manifest: Record<string, string> = {};
  const ids: Record<string, string> = {};
  const unused = new Set(definitions.fragments.keys());
  for (const [name, operation] of inOrder(definitions.operations)) {
    const fragments = fragmentsOf(operation, definitions);
    for (const fragment of fragments) unused.delete(fragment.name.value);
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
    check(document, `${placeOf(operation)}: ${name}`);
    const text = print(document);
    const id = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    manifest[id] = text;
    ids[name] = id;
  }
  for (const name of unused) {
    const fragment = definitions.fragments.get(name);
    if (fragment) report(`${placeOf(fragment)}: no operation spreads ${name}. Spread it, or take it out.`);
  }
  for (const file of files.filter(isManifest)) addManifest(manifest, file, { check, report });
  if (problems.size > 0) throw new ConfigurationError([...problems]);
  return { manifest, ids };
}

type Check = (document: DocumentNode | string, name: string) => void;

/** Holds documents against the schema, and against what a gateway reads at all. */
function createCheck(schema: GraphQLSchema, report: Report): Check {
  const known = createKnownDocuments({ schema, rules: new Map(), access: new Map(), check: validate });
  return (document, name) => {
    // First as it was read, for the lines: of a text that is put together they would lead nowhere.
    const errors = typeof document === 'string' ? [] : validate(schema, document);
    for (const { message, nodes } of errors) {
      const place = nodes?.[0] === undefined ? name : placeOf(nodes[0]);
      report(`${place}: ${message} Correct it there; what is served stands in schema/api.graphql.`);
    }
    const asked = known.read(typeof document === 'string' ? document : print(document));
    if (errors.length > 0 || asked.ok) return;
    for (const { message } of asked.errors) report(`${name}: ${message}`);
  };
}

function inOrder<Node>(definitions: ReadonlyMap<string, Node>): readonly (readonly [string, Node])[] {
  return [...definitions].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The fragments that an operation spreads, and those that they spread, by name. What is nowhere is left to validation. */
function fragmentsOf(
  operation: OperationDefinitionNode,
  { fragments }: Definitions,
): readonly FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const follow = (node: FragmentDefinitionNode | OperationDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value: name } }) {
        const fragment = fragments.get(name);
        if (fragment === undefined || found.has(name)) return;
        found.set(name, fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return inOrder(found).map(([, fragment]) => fragment);
}

interface Duties {
  readonly check: Check;
  readonly report: Report;
}

function addManifest(manifest: Record<string, string>, { path, text }: DocumentFile, { check, report }: Duties): void {
  for (const [id, document] of readManifest({ path, text }, report)) {
    const name = `${path}: "${id}"`;
    check(document, name);
    const earlier = manifest[id];
    if (earlier !== undefined && earlier !== document) report(`${name} names another document already. Rename one.`);
    manifest[id] = document;
  }
}

function readManifest({ path, text }: DocumentFile, report: Report): ReadonlyMap<string, string> {
  try {
    return parseDocuments(text, path);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    error.problems.forEach(report);
    return new Map();
  }
}
