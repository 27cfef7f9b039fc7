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
  readonly typeCondition: string | undefined;
}

export type Variables = Readonly<Record<string, unknown>>;

interface Surroundings {
  readonly conditions: readonly Condition[];
  readonly typeCondition: string | undefined;
}

/** The fields of a selection set with inline fragments opened. The planner sends no named fragments. */
export function selectedFields(
  selections: readonly SelectionNode[],
  around: Surroundings = { conditions: [], typeCondition: undefined },
): SelectedField[] {
  return selections.flatMap((selection) => {
    const conditions = [...around.conditions, ...(selection.directives ?? []).flatMap(readCondition)];
    switch (selection.kind) {
      case Kind.FIELD: {
        const key = selection.alias?.value ?? selection.name.value;
        return [{ key, field: selection, conditions, typeCondition: around.typeCondition }];
      }
      case Kind.INLINE_FRAGMENT: {
        const typeCondition = selection.typeCondition?.name.value ?? around.typeCondition;
        return selectedFields(selection.selectionSet.selections, { conditions, typeCondition });
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
export function isKept(selected: SelectedField, variables: Variables): boolean {
  return selected.conditions.every(({ keepWhen, value }) => {
    const actual =
      value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.BOOLEAN && value.value;
    return actual === keepWhen;
  });
}

/** The field inside fragments that carry its conditions, for an operation that is sent on. */
export function withConditions(selected: SelectedField): SelectionNode {
  const bare: SelectionNode = { ...selected.field, directives: [] };
  return selected.conditions.reduceRight<SelectionNode>(
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
    bare,
  );
}

/** An object that the gateway itself fills: a page's position, coverage, a reference to a province. */
export interface FilledObject {
  readonly __typename: string;
  readonly [field: string]: FilledValue;
}

export type FilledValue = string | number | boolean | null | FilledObject | readonly FilledValue[];

/**
 * Shapes a filled value as the selections ask: aliases, fragments, conditions. A field that the value does not have
 * is left out: another subgraph gives it.
 */
export function project(value: FilledValue, sets: readonly SelectionSetNode[], variables: Variables): unknown {
  if (isList(value)) return value.map((item) => project(item, sets, variables));
  if (typeof value !== 'object' || value === null) return value;
  const nested = new Map<string, { source: FilledValue; sets: SelectionSetNode[] }>();
  for (const selected of sets.flatMap((set) => selectedFields(set.selections))) {
    const { key, field, typeCondition } = selected;
    const source = value[field.name.value];
    if (source === undefined || !isKept(selected, variables)) continue;
    if (typeCondition !== undefined && typeCondition !== value.__typename) continue;
    const entry = nested.get(key) ?? { source, sets: [] };
    if (field.selectionSet !== undefined) entry.sets.push(field.selectionSet);
    nested.set(key, entry);
  }
  const shaped = Object.create(null) as Record<string, unknown>; // no prototype: `__proto__` is an ordinary alias here
  for (const [key, { source, sets: inner }] of nested) shaped[key] = project(source, inner, variables);
  return shaped;
}

function isList(value: FilledValue): value is readonly FilledValue[] {
  return Array.isArray(value);
}
