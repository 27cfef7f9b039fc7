import {
  isCompositeType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../errors.js';
import { compileCheck, type CheckValue } from './check-value.js';
import type { Contract } from './contract.js';
import { cutCoverage } from './cut-coverage.js';
import { areWanted, cutElsewhere, keySelections, onType, referencesToFollow, type Reference } from './cut-elsewhere.js';
import { provinceOperation, variableNode } from './province-operation.js';
import { injected, type EntitiesPart, type EntityLevel, type InnerCoverage } from './province-plan.js';
import { underDirectives, type SelectedField } from './selection.js';

/** The planner's `_entities`: one group, whose references are the representations that the planner collected. */
export function compileEntities(
  selected: SelectedField,
  operation: OperationDefinitionNode,
  contract: Contract,
): EntitiesPart {
  const fragments = selected.field.selectionSet?.selections ?? [];
  const references = fragments.map((fragment): Reference => {
    invariant(fragment.kind === Kind.INLINE_FRAGMENT && fragment.typeCondition, '_entities selects by type');
    const type = contract.schema.getType(fragment.typeCondition.name.value);
    invariant(type, `${fragment.typeCondition.name.value} is a type of the contract`);
    return { path: [], type, set: underDirectives(fragment.selectionSet, fragment.directives) };
  });
  const level = compileLevel([{ from: 0, path: [], references }], operation, contract);
  invariant(level, '_entities has a selection');
  return { kind: 'entities', selected, variable: representationsOf(selected), level };
}

/** The variable that brings the representations; several lists may come in one fetch. */
function representationsOf({ field }: SelectedField): string {
  const value = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
  invariant(value?.kind === Kind.VARIABLE, '_entities takes its representations from a variable');
  return value.name.value;
}

/** References that lead to the same place in an answer; they differ in type where the planner asks by fragments. */
export interface ReferenceGroup {
  readonly from: number;
  readonly path: readonly string[];
  readonly references: readonly Reference[];
}

/** Compiles the fetch of all entities at one depth, and of those behind them. Undefined when there are none. */
export function compileLevel(
  groups: readonly ReferenceGroup[],
  source: OperationDefinitionNode,
  contract: Contract,
): EntityLevel | undefined {
  if (groups.length === 0) return undefined;
  const nested: ReferenceGroup[] = [];
  const checks: { readonly fits: CheckValue; readonly coverage: readonly InnerCoverage[] }[] = [];
  const fields = groups.map(({ references }, index) => {
    const coverage: InnerCoverage[] = [];
    const byType = references.map(({ type, set }) => {
      const cut = cutElsewhere(set, type, contract);
      nested.push(...referencesToFollow(cut).map((inner) => ({ from: index, path: inner.path, references: [inner] })));
      const bare = cutCoverage(cut.set, type, contract);
      coverage.push(...bare.inner);
      return { type, set: selectionSet([...keySelections(type), ...bare.set.selections]) };
    });
    checks.push({ fits: checkEntity(byType, contract), coverage });
    return entitiesField(
      index,
      byType.map(({ type, set }) => onType(type.name, set.selections)),
    );
  });
  return {
    operation: provinceOperation(fields, source),
    groups: groups.map(({ from, path, references }, index) => ({
      alias: injected.entities(index),
      variable: injected.representations(index),
      from,
      path,
      isWanted: (variables) => areWanted(references, variables),
      fits: checks[index]?.fits ?? (() => false),
      coverage: checks[index]?.coverage ?? [],
    })),
    next: compileLevel(nested, source, contract),
  };
}

const selectionSet = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});

/** What an entity must look like, by the type that it says it has. */
function checkEntity(
  byType: readonly { readonly type: GraphQLNamedType; readonly set: SelectionSetNode }[],
  { schema }: Contract,
): CheckValue {
  const checks = byType.flatMap(({ type, set }) => (isCompositeType(type) ? [compileCheck(type, set, schema)] : []));
  return (value, variables) => value === null || checks.some((check) => check(value, variables));
}

/** `__entities0: _entities(representations: $__representations0) { selections }` */
function entitiesField(index: number, selections: readonly SelectionNode[]): FieldNode {
  const value = variableNode(injected.representations(index));
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: injected.entities(index) },
    name: { kind: Kind.NAME, value: '_entities' },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'representations' }, value }],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
