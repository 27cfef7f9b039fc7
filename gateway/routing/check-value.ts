import {
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isKept, selectedFields, type SelectedField, type Variables } from './selection.js';

/** True when a value that a province sent fits the contract, down to its leaves. */
export type CheckValue = (value: unknown, variables: Variables) => boolean;

/**
 * Compiles the check of what a province may answer to a selection: every selected field is there, of its type, and null
 * only where the contract allows it. One value that does not fit would otherwise null the rows of all other provinces.
 */
export function compileCheck(
  type: GraphQLOutputType,
  set: SelectionSetNode | undefined,
  schema: GraphQLSchema,
): CheckValue {
  if (isNonNullType(type)) {
    const check = compileCheck(getNullableType(type), set, schema);
    return (value, variables) => value !== null && check(value, variables);
  }
  const check = compileNonNull(type, set, schema);
  return (value, variables) => value === null || check(value, variables);
}

function compileNonNull(type: GraphQLOutputType, set: SelectionSetNode | undefined, schema: GraphQLSchema): CheckValue {
  if (isListType(type)) {
    const check = compileCheck(type.ofType, set, schema);
    return (value, variables) => Array.isArray(value) && value.every((item) => check(item, variables));
  }
  if (isCompositeType(type)) return compileObject(type.name, set, schema);
  return compileLeaf(type);
}

function compileLeaf(type: GraphQLLeafType): CheckValue {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch (type.name) {
    case 'Int':
      return (value) => Number.isInteger(value);
    case 'Float':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
    case 'ID':
      return (value) => typeof value === 'string';
    default:
      return (value) => value !== undefined && isScalarType(type); // what a custom scalar may be, only its owner knows
  }
}

interface FieldCheck {
  readonly selected: SelectedField;
  /** Concrete types to which the field applies; undefined for all. */
  readonly types: ReadonlySet<string> | undefined;
  readonly check: CheckValue;
}

function compileObject(typeName: string, set: SelectionSetNode | undefined, schema: GraphQLSchema): CheckValue {
  const possible = concreteTypes(typeName, schema);
  const fields = selectedFields(set?.selections ?? []).flatMap((selected) => compileField(selected, typeName, schema));
  return (value, variables) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Readonly<Record<string, unknown>>;
    const named = Object.hasOwn(record, '__typename') ? record['__typename'] : undefined;
    if (named !== undefined && !(typeof named === 'string' && possible.has(named))) return false;
    return fields.every(({ selected, types, check }) => {
      if (types !== undefined && !(typeof named === 'string' ? types.has(named) : possible.size === 1)) return true;
      if (selected.conditions.length > 0 && !isKept(selected, variables)) return true;
      return Object.hasOwn(record, selected.key) && check(record[selected.key], variables);
    });
  };
}

function compileField(selected: SelectedField, parent: string, schema: GraphQLSchema): FieldCheck[] {
  const on = selected.typeConditions.at(-1) ?? parent;
  const types = selected.typeConditions
    .filter((name) => name !== parent)
    .map((name) => concreteTypes(name, schema))
    .reduce<ReadonlySet<string> | undefined>((all, next) => all?.intersection(next) ?? next, undefined);
  const name = selected.field.name.value;
  if (name === '__typename') return [{ selected, types, check: (value) => typeof value === 'string' }];
  const type = schema.getType(on);
  const definition = type !== undefined && 'getFields' in type ? type.getFields()[name] : undefined;
  if (definition === undefined || !('args' in definition)) return [];
  return [{ selected, types, check: compileCheck(definition.type, selected.field.selectionSet, schema) }];
}

function concreteTypes(name: string, schema: GraphQLSchema): ReadonlySet<string> {
  const type = schema.getType(name);
  if (isObjectType(type)) return new Set([type.name]);
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map((possible) => possible.name) : []);
}
