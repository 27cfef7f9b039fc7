import {
  Kind,
  type DirectiveNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { invariant } from '../errors.js';

/** One `@skip` or `@include` that stands on a field or on a fragment around it. */
interface Condition {
  readonly keepWhen: boolean;
  readonly value: ValueNode;
}

/** A field with every condition under which it is part of the answer. */
export interface SelectedField {
  readonly key: string;
  readonly field: FieldNode;
  readonly conditions: readonly Condition[];
  /** Types of the fragments around it, outermost first. */
  readonly typeConditions: readonly string[];
  /** For a field that was joined of several: it is part of the answer when all conditions of one of them hold. */
  readonly anyOf?: readonly (readonly Condition[])[];
}

/** True for a field that is part of the answer whatever the variables and the type of its object are. */
export function isPlain({ conditions, typeConditions, anyOf }: SelectedField): boolean {
  return conditions.length === 0 && typeConditions.length === 0 && anyOf === undefined;
}

export type Variables = Readonly<Record<string, unknown>>;

interface Surroundings {
  readonly conditions: readonly Condition[];
  readonly typeConditions: readonly string[];
}

/** The fields of a selection set with inline fragments opened. The planner sends no named fragments. */
export function selectedFields(
  selections: readonly SelectionNode[],
  around: Surroundings = { conditions: [], typeConditions: [] },
): SelectedField[] {
  return selections.flatMap((selection) => {
    const conditions = [...around.conditions, ...(selection.directives ?? []).flatMap(readCondition)];
    switch (selection.kind) {
      case Kind.FIELD: {
        const key = selection.alias?.value ?? selection.name.value;
        return [{ key, field: selection, conditions, typeConditions: around.typeConditions }];
      }
      case Kind.INLINE_FRAGMENT: {
        const own = selection.typeCondition?.name.value;
        const typeConditions = own === undefined ? around.typeConditions : [...around.typeConditions, own];
        return selectedFields(selection.selectionSet.selections, { conditions, typeConditions });
      }
      case Kind.FRAGMENT_SPREAD:
        invariant(false, 'query plans carry no named fragments');
    }
  });
}

function readCondition(directive: DirectiveNode): Condition[] {
  const value = directive.arguments?.[0]?.value;
  if (value === undefined) return [];
  if (directive.name.value === 'include') return [{ keepWhen: true, value }];
  return directive.name.value === 'skip' ? [{ keepWhen: false, value }] : [];
}

/** True when every condition around the field holds for these variables. */
export function isKept({ conditions, anyOf }: SelectedField, variables: Variables): boolean {
  return (anyOf ?? [conditions]).some((alternative) => holds(alternative, variables));
}

function holds(conditions: readonly Condition[], variables: Variables): boolean {
  return conditions.every(({ keepWhen, value }) => {
    const actual =
      value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.BOOLEAN && value.value;
    return actual === keepWhen;
  });
}

/** The field inside fragments that carry its conditions, for an operation that is sent on. */
export function withConditions(selected: SelectedField): SelectionNode {
  return underConditions({ ...selected.field, directives: [] }, selected.conditions);
}

function underConditions(selection: SelectionNode, conditions: readonly Condition[]): SelectionNode {
  return conditions.reduceRight<SelectionNode>(
    (inner, { keepWhen, value }) => ({
      kind: Kind.INLINE_FRAGMENT,
      directives: [
        {
          kind: Kind.DIRECTIVE,
          name: { kind: Kind.NAME, value: keepWhen ? 'include' : 'skip' },
          arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value }],
        },
      ],
      selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
    }),
    selection,
  );
}

/** The selections inside a fragment that carries these directives; as they are when there are none. */
export function underDirectives(set: SelectionSetNode, directives: readonly DirectiveNode[] = []): SelectionSetNode {
  if (directives.length === 0) return set;
  return { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: set }] };
}

/**
 * Joins fields of the same key, which GraphQL answers as one (specification, 6.3.2 CollectFields): asked apart, a
 * mutation would run twice. The joined field is always asked for, and what it selects carries the conditions of each.
 */
export function joinByKey(fields: readonly SelectedField[]): SelectedField[] {
  const byKey = new Map<string, SelectedField[]>();
  for (const field of fields) byKey.set(field.key, [...(byKey.get(field.key) ?? []), field]);
  return [...byKey.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return same;
    const selections = same.flatMap(({ field, conditions }) =>
      (field.selectionSet?.selections ?? []).map((selection) => underConditions(selection, conditions)),
    );
    const field: FieldNode = { ...first.field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    return [{ ...first, field, conditions: [], anyOf: same.map(({ conditions }) => conditions) }];
  });
}
