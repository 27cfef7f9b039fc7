import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from '../../schema/page.js';
import type { RouteRule } from '../routing/contract.js';

/** How many values an operation's answer may have, given its coerced variables. */
export type OperationCost = (variables: Readonly<Record<string, unknown>>) => number;

/** What the cost of a document's operations is read from. */
export interface CostSources {
  readonly schema: GraphQLSchema;
  /** How the root fields of the contract are routed, by coordinate. */
  readonly rules: ReadonlyMap<string, RouteRule>;
}

type Variables = Readonly<Record<string, unknown>>;

/** The cost of one object's selections; `size` is what the object's own arguments say of the lists right in it. */
type SetCost = (variables: Variables, size: number | undefined) => number;

interface Estimate extends CostSources {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly known: Map<string, SetCost>;
}

// Lists without a size are details of one object: its materials, its steps. Low, since they often hold less and stand
// in each other; one that grows should take a size, and what an upstream may answer is limited by its length.
const DEFAULT_LIST_SIZE = 3;
// All provincial systems: 31, and that of the Production and Construction Corps.
const GATHER_WIDTH = 32;
// Who is asked first, and those whom answers name: a list without a size like any other. Should the first be missing, all
// others are asked, but only who takes part has values to add, and the answer is what is counted here.
const ONWARD_WIDTH = 1 + DEFAULT_LIST_SIZE;
const ONE: SetCost = () => 1;

/**
 * Makes a small function of a valid operation that tells how many values its answer may have: lists multiply what is
 * in them by `first` or `last`, or by a usual size; a gathered field by the provinces that it asks. Each fragment is
 * compiled once; that evaluating is bounded is for the limit on fields to ensure.
 */
export function compileCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sources: CostSources,
): OperationCost {
  const root = sources.schema.getRootType(operation.operation);
  if (!root) return () => 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const cost = compileSet(operation.selectionSet, root, { ...sources, fragments, known: new Map() });
  return (variables) => cost(variables, undefined);
}

function compileSet(set: SelectionSetNode, parent: GraphQLCompositeType, estimate: Estimate): SetCost {
  const parts = set.selections.map((selection): SetCost => {
    switch (selection.kind) {
      case Kind.FIELD:
        return compileField(selection, parent, estimate);
      case Kind.FRAGMENT_SPREAD:
        return compileFragment(selection.name.value, estimate);
      case Kind.INLINE_FRAGMENT: {
        const on = selection.typeCondition && typeFromAST(estimate.schema, selection.typeCondition);
        return compileSet(selection.selectionSet, isCompositeType(on) ? on : parent, estimate);
      }
    }
  });
  const inner = parts.filter((part) => part !== ONE);
  const plain = parts.length - inner.length;
  if (inner.length === 0 && plain === 1) return ONE;
  return (variables, size) => {
    let sum = plain;
    for (const part of inner) sum += part(variables, size);
    return sum;
  };
}

function compileFragment(name: string, estimate: Estimate): SetCost {
  const known = estimate.known.get(name);
  if (known !== undefined) return known;
  const fragment = estimate.fragments.get(name);
  const on = fragment && typeFromAST(estimate.schema, fragment.typeCondition);
  const cost = fragment && isCompositeType(on) ? compileSet(fragment.selectionSet, on, estimate) : ONE;
  estimate.known.set(name, cost);
  return cost;
}

function compileField(node: FieldNode, parent: GraphQLCompositeType, estimate: Estimate): SetCost {
  const hasFields = isObjectType(parent) || isInterfaceType(parent);
  const field = hasFields ? parent.getFields()[node.name.value] : undefined;
  if (field === undefined) return ONE; // introspection is no work for anybody but this process
  const type = getNamedType(field.type);
  const below = node.selectionSet && isCompositeType(type) ? compileSet(node.selectionSet, type, estimate) : undefined;
  const size = compileSize(node, field);
  const width = compileWidth(node, estimate.rules.get(`${parent.name}.${field.name}`));
  const lists = countLists(field.type);
  if (lists === 0 && below === undefined) return width === undefined ? ONE : width;
  if (lists === 0) {
    return (variables) => (width?.(variables) ?? 1) * (1 + (below?.(variables, size?.(variables)) ?? 0));
  }
  const inner = DEFAULT_LIST_SIZE ** (lists - 1); // lists right within lists
  return (variables, inherited) => {
    const items = inner * (size?.(variables) ?? inherited ?? DEFAULT_LIST_SIZE);
    return (width?.(variables) ?? 1) * (1 + items * (1 + (below?.(variables, undefined) ?? 0)));
  };
}

function countLists(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + countLists(nullable.ofType) : 0;
}

/** What an argument is given: a value where it can be read, or undefined. */
function readArgument(node: FieldNode, name: string): ((variables: Variables) => unknown) | undefined {
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value === undefined) return undefined;
  if (value.kind === Kind.VARIABLE) return (variables) => variables[value.name.value];
  const given = value.kind === Kind.LIST ? value.values : value.kind === Kind.INT ? Number(value.value) : null;
  return () => given;
}

/** The size that a field's arguments give to its list, or to the lists of the connection that it is. */
function compileSize(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
): ((variables: Variables) => number) | undefined {
  const sizes = field.args.filter(
    ({ name, type }) => (name === 'first' || name === 'last') && getNamedType(type).name === 'Int',
  );
  if (sizes.length === 0) return undefined;
  const readers = sizes.map(({ name, defaultValue }) => ({ read: readArgument(node, name), defaultValue }));
  return (variables) => {
    let size = -1;
    for (const { read, defaultValue } of readers) {
      const given = read?.(variables);
      const value = given === undefined ? defaultValue : given;
      if (typeof value === 'number' && value > size) size = value;
    }
    return size < 0 ? DEFAULT_PAGE_SIZE : size;
  };
}

/** How many provinces a gathered field asks. */
function compileWidth(node: FieldNode, rule: RouteRule | undefined): ((variables: Variables) => number) | undefined {
  if (rule?.kind !== 'gather') return undefined;
  if (rule.onward !== undefined) return () => ONWARD_WIDTH;
  const named = rule.narrowBy === undefined ? undefined : readArgument(node, rule.narrowBy);
  if (named === undefined) return () => GATHER_WIDTH;
  return (variables) => {
    const provinces = named(variables);
    return Array.isArray(provinces) ? Math.min(provinces.length, GATHER_WIDTH) : GATHER_WIDTH;
  };
}
