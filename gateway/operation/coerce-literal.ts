import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  type ValueNode,
} from 'graphql';

/** A literal's value, as a variable of the type would have it. */
export interface Coerced {
  readonly value: unknown;
}

/**
 * The value of a literal that validation accepts, that contains no variable and no custom scalar, and that means the
 * same as JSON; undefined for any other. Stricter than graphql-js, which ignores unknown and repeated input fields.
 */
export function coerceLiteral(node: ValueNode, type: GraphQLInputType): Coerced | undefined {
  if (node.kind === Kind.VARIABLE) return undefined;
  if (isNonNullType(type)) return node.kind === Kind.NULL ? undefined : coerceLiteral(node, type.ofType);
  if (isScalarType(type) && !isSpecifiedScalarType(type)) return undefined;
  if (node.kind === Kind.NULL) return { value: null };
  if (isListType(type)) return coerceList(node.kind === Kind.LIST ? node.values : [node], type.ofType);
  if (isInputObjectType(type)) return coerceObject(node, type);
  return coerceLeaf(node, type);
}

function coerceList(nodes: readonly ValueNode[], type: GraphQLInputType): Coerced | undefined {
  const value: unknown[] = [];
  for (const node of nodes) {
    const item = coerceLiteral(node, type);
    if (item === undefined) return undefined;
    value.push(item.value);
  }
  return { value };
}

function coerceObject(node: ValueNode, type: GraphQLInputObjectType): Coerced | undefined {
  if (node.kind !== Kind.OBJECT) return undefined;
  const definitions = type.getFields();
  const given = new Map(node.fields.map((field) => [field.name.value, field.value]));
  const isPlain = given.size === node.fields.length && given.keys().every((name) => Object.hasOwn(definitions, name));
  if (!isPlain) return undefined;
  const entries: [string, unknown][] = [];
  for (const field of Object.values(definitions)) {
    const literal = given.get(field.name);
    if (literal !== undefined) {
      const inner = coerceLiteral(literal, field.type);
      if (inner === undefined) return undefined;
      entries.push([field.name, inner.value]);
    } else if (field.defaultValue !== undefined) entries.push([field.name, field.defaultValue]);
    else if (isRequiredInputField(field)) return undefined;
  }
  if (type.isOneOf && (entries.length !== 1 || entries[0]?.[1] === null)) return undefined;
  return { value: Object.fromEntries(entries) };
}

function coerceLeaf(node: ValueNode, type: GraphQLScalarType | GraphQLEnumType): Coerced | undefined {
  if (isEnumType(type)) {
    const isName = node.kind === Kind.ENUM && type.getValue(node.value)?.value === node.value;
    return isName ? { value: node.value } : undefined;
  }
  try {
    const value = type.parseLiteral(node);
    const isJson = typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0));
    return value === undefined || !isJson ? undefined : { value };
  } catch {
    return undefined; // validation says what is wrong with it
  }
}
