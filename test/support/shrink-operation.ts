import { Kind, parse, print, visit, type ASTNode, type DocumentNode } from 'graphql';
import type { RandomOperation } from './random-operation.js';

const REMOVABLE: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.FRAGMENT_SPREAD,
  Kind.INLINE_FRAGMENT,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.FRAGMENT_DEFINITION,
  Kind.VARIABLE_DEFINITION,
]);

/** The smallest operation found that still fails, by leaving out one part after another. */
export async function shrinkOperation(
  operation: RandomOperation,
  isFailing: (smaller: RandomOperation) => Promise<boolean>,
): Promise<RandomOperation> {
  let best = operation;
  for (let index = 0; ; ) {
    const smaller = without(best, index);
    if (smaller === undefined) return best;
    if (await isFailing(smaller)) best = smaller;
    else index += 1;
  }
}

/** The operation without its part of that number, tidied up; undefined when there are not so many. */
function without(operation: RandomOperation, index: number): RandomOperation | undefined {
  let seen = -1;
  const found = { is: false };
  const document = visit(parse(operation.query), {
    enter(node) {
      if (found.is || !REMOVABLE.has(node.kind)) return undefined;
      seen += 1;
      if (seen !== index) return undefined;
      found.is = true;
      return null;
    },
  });
  return found.is ? { query: print(tidied(document)), variables: operation.variables } : undefined;
}

/** Leaves out fragments and variables that nothing uses any more, and variables' values stay as they are. */
function tidied(document: DocumentNode): DocumentNode {
  const used = namesIn(document);
  const definitions = document.definitions
    .filter((definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || used.fragments.has(definition.name.value))
    .map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.variableDefinitions
        ? {
            ...definition,
            variableDefinitions: definition.variableDefinitions.filter(({ variable }) =>
              used.variables.has(variable.name.value),
            ),
          }
        : definition,
    );
  const smaller = { ...document, definitions };
  return definitions.length < document.definitions.length ? tidied(smaller) : smaller;
}

function namesIn(document: DocumentNode): {
  readonly fragments: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
} {
  const [fragments, variables] = [new Set<string>(), new Set<string>()];
  const visitor = {
    VariableDefinition: () => false as const,
    FragmentSpread: (node: ASTNode & { readonly name: { readonly value: string } }) =>
      void fragments.add(node.name.value),
    Variable: (node: ASTNode & { readonly name: { readonly value: string } }) => void variables.add(node.name.value),
  };
  visit(document, visitor);
  return { fragments, variables };
}
