import {
  Kind,
  visit,
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** Whether `@skip` and `@include` let a selection in. */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  if (directives === undefined) return true;
  return directives.every((directive) => {
    if (!isCondition(directive)) return true;
    const value = directive.arguments?.[0]?.value;
    const isSet = value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : isTrue(value);
    return isSet === (directive.name.value === 'include');
  });
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

function isTrue(value: { readonly kind: Kind; readonly value?: unknown } | undefined): boolean {
  return value?.kind === Kind.BOOLEAN && value.value === true;
}

/** Names of the variables on which `@skip` and `@include` of a document depend. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const value = directive.arguments?.[0]?.value;
      if (isCondition(directive) && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document as these variables make it, without conditions, to plan by. Where nothing of an object is left, its type
 * is asked for: the answer has `{}` there when the object is, and null when it is not.
 *
 * Planned with conditions in it, @apollo/query-planner 2.14 puts fields that are needed into one fetch with fields that
 * are not, and then requires what was never fetched.
 */
export function settleConditions(document: DocumentNode, variables: Variables): DocumentNode {
  const settle = <Node extends ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined }>(
    node: Node,
  ): Node | null | undefined => {
    const { directives = [] } = node;
    if (!isIncluded(directives, variables)) return null;
    return directives.some(isCondition)
      ? { ...node, directives: directives.filter((directive) => !isCondition(directive)) }
      : undefined;
  };
  return visit(document, {
    Field: settle,
    InlineFragment: settle,
    FragmentSpread: settle,
    SelectionSet: {
      leave: (set): SelectionSetNode | undefined =>
        set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] },
    },
  });
}
