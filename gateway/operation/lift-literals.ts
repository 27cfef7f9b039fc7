import {
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { coerceLiteral } from './coerce-literal.js';

/** A document without the literals that a variable can stand for, and what those variables are. */
export interface LiftedDocument {
  readonly document: DocumentNode;
  readonly values: Readonly<Record<string, unknown>>;
}

interface LiftedVariable {
  readonly name: string;
  readonly definition: VariableDefinitionNode;
  readonly value: unknown;
}

/** What a definition needs, itself and through the fragments that it spreads. */
interface Uses {
  readonly lifted: Set<LiftedVariable>;
  readonly spreads: Set<string>;
}

interface Lift {
  readonly prefix: string;
  /** By type and text: literals that validation takes for the same stay the same. */
  readonly variables: Map<string, LiftedVariable>;
  uses: Uses;
}

/**
 * Replaces literals in the arguments of fields by variables, so that documents that differ only in literals become the
 * same. Left alone: arguments of directives, defaults of variables, custom scalars, introspection, and what does not
 * coerce. The document need not be valid; the result is valid only where the document is.
 */
export function liftLiterals(document: DocumentNode, schema: GraphQLSchema): LiftedDocument {
  const uses = new Map<string, Uses>();
  const none: Uses = { lifted: new Set(), spreads: new Set() };
  const lift: Lift = { prefix: freePrefix(document), variables: new Map(), uses: none };
  const enter = (definition: DefinitionNode): void => {
    lift.uses = { lifted: new Set(), spreads: new Set() };
    uses.set(keyOf(definition), lift.uses);
  };
  const typeInfo = new TypeInfo(schema);
  const lifted = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition: enter,
      FragmentDefinition(definition) {
        if (definition.typeCondition.name.value.startsWith('__')) return false;
        enter(definition);
        return undefined;
      },
      FragmentSpread: ({ name }) => void lift.uses.spreads.add(name.value),
      Field: ({ name }) => (name.value.startsWith('__') ? false : undefined),
      Directive: () => false,
      VariableDefinition: () => false,
      Argument(argument) {
        const type = typeInfo.getInputType();
        const value = type ? liftValue(argument.value, type, lift) : argument.value;
        return value === argument.value ? false : { ...argument, value };
      },
    }),
  );
  if (lift.variables.size === 0) return { document, values: {} };
  const values = Object.fromEntries([...lift.variables.values()].map(({ name, value }) => [name, value]));
  const definitions = lifted.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? declare(definition, neededBy(definition, uses)) : definition,
  );
  return { document: { ...lifted, definitions }, values };
}

/** Operations and fragments have names of their own each. */
function keyOf(definition: DefinitionNode): string {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) return `fragment ${definition.name.value}`;
  return definition.kind === Kind.OPERATION_DEFINITION ? `operation ${definition.name?.value ?? ''}` : '';
}

/** A beginning that no variable of the document has. */
function freePrefix(document: DocumentNode): string {
  const names: string[] = [];
  if (document.loc?.source.body.includes('_l') === false) return '_l'; // nearly always
  visit(document, { Variable: ({ name }) => void names.push(name.value) });
  let prefix = '_l';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

function liftValue(node: ValueNode, type: GraphQLInputType, lift: Lift): ValueNode {
  const coerced = coerceLiteral(node, type);
  if (coerced === undefined) return liftInside(node, type, lift);
  const key = `${type.toString()} ${print(sorted(node))}`;
  const known = lift.variables.get(key) ?? newVariable(type, coerced.value, lift);
  lift.variables.set(key, known);
  lift.uses.lifted.add(known);
  return known.definition.variable;
}

function newVariable(type: GraphQLInputType, value: unknown, { prefix, variables }: Lift): LiftedVariable {
  const name = `${prefix}${variables.size}`;
  const definition: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: parseType(type.toString(), { noLocation: true }),
  };
  return { name, definition, value };
}

/** What can be lifted of a list or an input object that cannot as a whole. */
function liftInside(node: ValueNode, type: GraphQLInputType, lift: Lift): ValueNode {
  if (isNonNullType(type)) return liftInside(node, type.ofType, lift);
  if (isListType(type)) {
    if (node.kind !== Kind.LIST) return liftInside(node, type.ofType, lift);
    return { ...node, values: node.values.map((item) => liftValue(item, type.ofType, lift)) };
  }
  // A member of a @oneOf object takes variables of another type than its own.
  if (node.kind !== Kind.OBJECT || !isInputObjectType(type) || type.isOneOf) return node;
  const definitions = type.getFields();
  const fields = node.fields.map((field) => {
    const definition = Object.hasOwn(definitions, field.name.value) ? definitions[field.name.value] : undefined;
    return definition ? { ...field, value: liftValue(field.value, definition.type, lift) } : field;
  });
  return { ...node, fields };
}

/** The order of an input object's fields says nothing; validation does not look at it either. */
function sorted(node: ValueNode): ValueNode {
  if (node.kind === Kind.LIST) return { ...node, values: node.values.map(sorted) };
  if (node.kind !== Kind.OBJECT) return node;
  const fields = node.fields.map((field) => ({ ...field, value: sorted(field.value) }));
  return { ...node, fields: fields.sort((a, b) => (a.name.value < b.name.value ? -1 : 1)) };
}

function neededBy(operation: OperationDefinitionNode, uses: ReadonlyMap<string, Uses>): ReadonlySet<LiftedVariable> {
  const needed = new Set<LiftedVariable>();
  const open = new Set([keyOf(operation)]);
  for (const key of open) {
    const { lifted = [], spreads = [] } = uses.get(key) ?? {};
    for (const variable of lifted) needed.add(variable);
    for (const name of spreads) open.add(`fragment ${name}`);
  }
  return needed;
}

function declare(operation: OperationDefinitionNode, needed: ReadonlySet<LiftedVariable>): OperationDefinitionNode {
  if (needed.size === 0) return operation;
  const own = operation.variableDefinitions ?? [];
  return { ...operation, variableDefinitions: [...own, ...[...needed].map(({ definition }) => definition)] };
}
