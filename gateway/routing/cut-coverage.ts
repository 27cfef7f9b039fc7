import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isCoverageField } from '../../schema/field-directive.js';
import { invariant } from '../errors.js';
import type { Contract } from './contract.js';
import { coverageOf } from './coverage.js';
import { findPlaces } from './find-references.js';
import type { InnerCoverage } from './province-plan.js';
import { project } from './project.js';
import type { Variables } from './selection.js';

/** A selection that asks a province for no coverage, and where it was asked for. */
export interface CoverageCut {
  readonly set: SelectionSetNode;
  readonly inner: readonly InnerCoverage[];
}

/** Replaces every `@coverage` field of a selection on `type`, and below, by its type name, which keeps its place. */
export function cutCoverage(set: SelectionSetNode, type: GraphQLNamedType, contract: Contract): CoverageCut {
  return cutWhere(set, type, { contract, isOuterKept: false });
}

/** As {@link cutCoverage}, but leaves the fields of the gathered object itself: its coverage is that of the whole. */
export function cutInnerCoverage(set: SelectionSetNode, type: GraphQLNamedType, contract: Contract): CoverageCut {
  return cutWhere(set, type, { contract, isOuterKept: true });
}

interface Manner {
  readonly contract: Contract;
  readonly isOuterKept: boolean;
}

function cutWhere(set: SelectionSetNode, type: GraphQLNamedType, manner: Manner): CoverageCut {
  const inner: InnerCoverage[] = [];
  const selections = set.selections.map((selection): SelectionNode => {
    switch (selection.kind) {
      case Kind.FIELD:
        return cutField(selection, { ...manner, type, inner });
      case Kind.INLINE_FRAGMENT: {
        const name = selection.typeCondition?.name.value;
        const on = name === undefined ? type : manner.contract.schema.getType(name);
        invariant(on, `${name ?? ''} is a type of the contract`);
        const cut = cutWhere(selection.selectionSet, on, manner);
        inner.push(...cut.inner);
        return { ...selection, selectionSet: cut.set };
      }
      case Kind.FRAGMENT_SPREAD:
        invariant(false, 'query plans carry no named fragments');
    }
  });
  return { set: { kind: Kind.SELECTION_SET, selections }, inner };
}

interface Surroundings extends Manner {
  readonly type: GraphQLNamedType;
  readonly inner: InnerCoverage[];
}

function cutField(field: FieldNode, { type, contract, isOuterKept, inner }: Surroundings): FieldNode {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  if (definition === undefined || field.selectionSet === undefined) return field;
  const key = field.alias?.value ?? field.name.value;
  if (!isCoverageField(definition)) {
    const cut = cutCoverage(field.selectionSet, getNamedType(definition.type), contract);
    inner.push(...cut.inner.map(({ path, set }) => ({ path: [key, ...path], set })));
    return { ...field, selectionSet: cut.set };
  }
  if (isOuterKept) return field;
  inner.push({ path: [key], set: field.selectionSet });
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: key },
    name: { kind: Kind.NAME, value: '__typename' },
    directives: field.directives ?? [],
  };
}

/** Fills the coverage inside the answer of one province, in place: it was asked, and it answered. */
export function fillInnerCoverage(
  value: unknown,
  inner: readonly InnerCoverage[],
  { province, variables }: { readonly province: string; readonly variables: Variables },
): void {
  const byPath = Map.groupBy(inner, ({ path }) => path.join('.'));
  for (const same of byPath.values()) {
    const [first] = same;
    const sets = same.map(({ set }) => set);
    for (const place of findPlaces(value, first?.path ?? [], [])) {
      place.put(project(coverageOf({ asked: [province], missing: [] }), sets, variables));
    }
  }
}
