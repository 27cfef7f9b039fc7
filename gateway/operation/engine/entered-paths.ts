import type { PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';

type Path = readonly string[];

/** The response keys on a path of the plan, which marks lists by `@`. */
export function keysOn(path: readonly (string | number)[]): Path {
  return path.map(String).filter((segment) => segment !== '@');
}

/**
 * Where the fetches of a plan look into what others gave: the objects that they ask more of, and what they require of
 * those. Response keys from the root; lists on the way are left out.
 */
export function enteredPaths(node: PlanNode | undefined): readonly Path[] {
  return node === undefined ? [] : pathsOf(node, []);
}

function pathsOf(node: PlanNode, path: Path): readonly Path[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((child) => pathsOf(child, path));
    case 'Flatten':
      return pathsOf(node.node, [...path, ...keysOn(node.path)]);
    case 'Fetch':
      return [path, ...(node.requires ?? []).flatMap((selection) => requiredPaths(selection, path))];
    case 'Condition':
    case 'Defer':
      return []; // never in our plans
  }
}

function requiredPaths(selection: QueryPlanSelectionNode, path: Path): readonly Path[] {
  if (selection.kind === 'InlineFragment') return selection.selections.flatMap((inner) => requiredPaths(inner, path));
  const inner = [...path, selection.alias ?? selection.name];
  return [inner, ...(selection.selections ?? []).flatMap((one) => requiredPaths(one, inner))];
}
