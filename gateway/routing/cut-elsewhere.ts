import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldDirective } from '../../schema/field-directive.js';
import { invariant } from '../errors.js';
import type { Contract } from './contract.js';
import { injected } from './province-plan.js';
import {
  isKept,
  selectedFields,
  underDirectives,
  withConditions,
  type SelectedField,
  type Variables,
} from './selection.js';

/** A field whose value may live in another province, and what the client wants to know of it. */
export interface Reference {
  /** Response keys from the cut selection to the field. */
  readonly path: readonly string[];
  readonly type: GraphQLNamedType;
  /** What the owner is asked for; it may hold further references. */
  readonly set: SelectionSetNode;
}

/** A selection in which references are bare: type and key. */
export interface Cut {
  readonly set: SelectionSetNode;
  readonly references: readonly Reference[];
}

/** Replaces what is selected below each `@elsewhere` field by its type and key. Nothing below a reference is cut. */
export function cutElsewhere(set: SelectionSetNode, type: GraphQLNamedType, contract: Contract): Cut {
  const references: Reference[] = [];
  const selections = set.selections.map((selection): SelectionNode => {
    switch (selection.kind) {
      case Kind.FIELD:
        return cutField(selection, { type, contract, references });
      case Kind.INLINE_FRAGMENT: {
        const name = selection.typeCondition?.name.value;
        const inner = name === undefined ? type : contract.schema.getType(name);
        invariant(inner, `${name ?? ''} is a type of the contract`);
        const cut = cutElsewhere(selection.selectionSet, inner, contract);
        const { directives } = selection;
        references.push(
          ...cut.references.map((inside) => ({ ...inside, set: underDirectives(inside.set, directives) })),
        );
        return { ...selection, selectionSet: cut.set };
      }
      case Kind.FRAGMENT_SPREAD:
        invariant(false, 'query plans carry no named fragments');
    }
  });
  return { set: { kind: Kind.SELECTION_SET, selections }, references: joinByPath(references) };
}

interface Surroundings {
  readonly type: GraphQLNamedType;
  readonly contract: Contract;
  readonly references: Reference[];
}

function cutField(field: FieldNode, { type, contract, references }: Surroundings): FieldNode {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  if (definition === undefined || field.selectionSet === undefined) return field;
  const key = field.alias?.value ?? field.name.value;
  const inner = getNamedType(definition.type);
  if (fieldDirective(definition, 'elsewhere') === undefined) {
    const cut = cutElsewhere(field.selectionSet, inner, contract);
    references.push(
      ...cut.references.map((inside) => ({
        ...inside,
        path: [key, ...inside.path],
        set: underDirectives(inside.set, field.directives),
      })),
    );
    return { ...field, selectionSet: cut.set };
  }
  references.push({ path: [key], type: inner, set: underDirectives(field.selectionSet, field.directives) });
  // What stands in the reference itself is kept as the client wrote it: where no more is wanted, it is the answer.
  const own = selectedFields(field.selectionSet.selections).filter(isOfKey).map(withTypeAndConditions);
  return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections: [...keySelections(inner), ...own] } };
}

function isOfKey({ field }: SelectedField): boolean {
  return ['id', '__typename'].includes(field.name.value);
}

function withTypeAndConditions(selected: SelectedField): SelectionNode {
  return selected.typeConditions.reduceRight((inner, name) => onType(name, [inner]), withConditions(selected));
}

/** The references for which an owner has to be asked: those of which more than the key is wanted. */
export function referencesToFollow({ references }: Cut): Reference[] {
  return references.filter(({ set }) => !selectedFields(set.selections).every(isOfKey));
}

/** Whether the conditions leave more than the key of one of the references, for these variables. */
export function areWanted(references: readonly Reference[], variables: Variables): boolean {
  return references.some(({ set }) =>
    selectedFields(set.selections).some((selected) => !isOfKey(selected) && isKept(selected, variables)),
  );
}

/** A field that is selected in several fragments is one reference with all that they want. */
function joinByPath(references: readonly Reference[]): Reference[] {
  const byPath = new Map<string, Reference>();
  for (const reference of references) {
    const path = JSON.stringify(reference.path);
    const known = byPath.get(path);
    const selections = [...(known?.set.selections ?? []), ...reference.set.selections];
    byPath.set(path, { ...reference, set: { kind: Kind.SELECTION_SET, selections } });
  }
  return [...byPath.values()];
}

/** `__typename` and the key of an entity, for a declared type that may be an interface or a union. */
export function keySelections(type: GraphQLNamedType): SelectionNode[] {
  const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  const key: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: injected.key },
    name: { kind: Kind.NAME, value: 'id' },
  };
  if (!isUnionType(type)) return [typename, key];
  return [typename, ...type.getTypes().map((member) => onType(member.name, [key]))];
}

/** `... on Type { selections }` */
export function onType(name: string, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
