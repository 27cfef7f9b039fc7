import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LimitName } from './operation-limits.js';

type Figure = readonly [LimitName, number];

/** What a selection set amounts to with its fragments opened. */
interface Extent {
  readonly depth: number;
  readonly fields: number;
  /** Selection sets within each other, whether of fields or of fragments. */
  readonly nesting: number;
}

/** What stands in a definition itself. */
interface Written {
  readonly aliases: number;
  readonly spreads: readonly string[];
}

interface Surveyor {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of each fragment, measured once however often it is spread; nothing while it is being measured. */
  readonly extents: Map<string, Extent>;
}

const NOTHING: Extent = { depth: 0, fields: 0, nesting: 0 };

/**
 * Measures the operations of a document that need not be valid, in time linear in its length. Fragments that nobody
 * spreads are measured too, since validation reads them.
 */
export function measureDocument({ definitions }: DocumentNode): readonly Figure[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const surveyor: Surveyor = { fragments, extents: new Map() };
  return definitions.flatMap((definition): readonly Figure[] => {
    if (definition.kind === Kind.OPERATION_DEFINITION) return measureOperation(definition, surveyor);
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return [];
    return figuresOf(measureFragment(definition.name.value, surveyor));
  });
}

function measureOperation(operation: OperationDefinitionNode, surveyor: Surveyor): readonly Figure[] {
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const roots = new Set<string>();
  collectKeys(operation.selectionSet, surveyor.fragments, { keys: roots, seen: new Set() });
  return [
    ...figuresOf(measureSet(operation.selectionSet, surveyor)),
    ['aliases', countAliases(operation, surveyor.fragments)],
    [isMutation ? 'mutations' : 'rootFields', roots.size],
  ];
}

function figuresOf({ depth, fields, nesting }: Extent): readonly Figure[] {
  return [
    ['depth', depth],
    ['fields', fields],
    ['nesting', nesting],
  ];
}

function measureSet(set: SelectionSetNode, surveyor: Surveyor): Extent {
  let depth = 0;
  let fields = 0;
  let nesting = 0;
  for (const selection of set.selections) {
    const below = measureBelow(selection, surveyor);
    const isField = selection.kind === Kind.FIELD;
    // Introspection is answered here, and validation bounds how deep its lists go.
    const levels = isField && selection.name.value.startsWith('__') ? 0 : below.depth;
    depth = Math.max(depth, levels + (isField ? 1 : 0));
    fields += below.fields + (isField ? 1 : 0);
    nesting = Math.max(nesting, below.nesting);
  }
  return { depth, fields, nesting: nesting + 1 };
}

function measureBelow(selection: SelectionNode, surveyor: Surveyor): Extent {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value, surveyor);
  return selection.selectionSet ? measureSet(selection.selectionSet, surveyor) : NOTHING;
}

function measureFragment(name: string, surveyor: Surveyor): Extent {
  const known = surveyor.extents.get(name);
  if (known !== undefined) return known;
  const fragment = surveyor.fragments.get(name);
  if (fragment === undefined) return NOTHING;
  surveyor.extents.set(name, NOTHING); // a circle, which validation refuses, ends here
  const extent = measureSet(fragment.selectionSet, surveyor);
  surveyor.extents.set(name, extent);
  return extent;
}

/** Aliases as they are written, those of a fragment once: what they multiply is counted as fields and as cost. */
function countAliases(operation: OperationDefinitionNode, fragments: Surveyor['fragments']): number {
  const seen = new Set<string>();
  const open = [operation.selectionSet];
  let aliases = 0;
  for (const set of open) {
    const written = readWritten(set);
    aliases += written.aliases;
    for (const name of written.spreads) {
      const fragment = seen.has(name) ? undefined : fragments.get(name);
      seen.add(name);
      if (fragment !== undefined) open.push(fragment.selectionSet);
    }
  }
  return aliases;
}

function readWritten(root: SelectionSetNode): Written {
  const spreads: string[] = [];
  const open = [root];
  let aliases = 0;
  for (const { selections } of open) {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        spreads.push(selection.name.value);
        continue;
      }
      if (selection.selectionSet) open.push(selection.selectionSet);
      if (selection.kind === Kind.FIELD && (selection.alias?.value ?? selection.name.value) !== selection.name.value) {
        aliases += 1;
      }
    }
  }
  return { aliases, spreads };
}

interface Collected {
  readonly keys: Set<string>;
  readonly seen: Set<string>;
}

/** The response keys of a selection set: fields of one key are one. */
function collectKeys(set: SelectionSetNode, fragments: Surveyor['fragments'], collected: Collected): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) collected.keys.add((selection.alias ?? selection.name).value);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collectKeys(selection.selectionSet, fragments, collected);
    else if (!collected.seen.has(selection.name.value)) {
      collected.seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) collectKeys(fragment.selectionSet, fragments, collected);
    }
  }
}
