import { GraphQLError, Kind, parse, Source, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';

/** A file as it was read; `path` is for messages. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
}

/** What some files define, by name. */
export interface Definitions {
  readonly operations: ReadonlyMap<string, OperationDefinitionNode>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Tells of one problem, with its place and cure. */
export type Report = (problem: string) => void;

/** Reads operations and fragments of GraphQL files; what has no name of its own is reported. */
export function readDefinitions(files: readonly DocumentFile[], report: Report): Definitions {
  const operations = new Map<string, OperationDefinitionNode>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of files.flatMap((file) => parseFile(file, report))) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      if (definition.name !== undefined) enter(operations, definition.name.value, { definition, report });
      else report(`${placeOf(definition)}: this operation has no name. Write one behind "${definition.operation}".`);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      enter(fragments, definition.name.value, { definition, report });
    } else {
      report(`${placeOf(definition)}: this belongs to a schema. Leave only operations and fragments in the file.`);
    }
  }
  return { operations, fragments };
}

/** `file:line` of the first of `nodes`; the file alone when a parser found no node. */
export function placeOf(node: NonNullable<GraphQLError['nodes']>[number]): string {
  const { loc } = node;
  return loc === undefined ? 'a document' : `${loc.source.name}:${loc.startToken.line}`;
}

function parseFile({ path, text }: DocumentFile, report: Report): ReturnType<typeof parse>['definitions'] {
  try {
    return parse(new Source(text, path)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    report(`${path}:${error.locations?.[0]?.line ?? 1}: ${error.message} Correct it there.`);
    return [];
  }
}

interface Entry<Node> {
  readonly definition: Node;
  readonly report: Report;
}

function enter<Node extends FragmentDefinitionNode | OperationDefinitionNode>(
  among: Map<string, Node>,
  name: string,
  { definition, report }: Entry<Node>,
): void {
  const earlier = among.get(name);
  if (earlier === undefined) among.set(name, definition);
  else report(`${placeOf(definition)}: ${name} stands at ${placeOf(earlier)} already. Give one of them another name.`);
}
