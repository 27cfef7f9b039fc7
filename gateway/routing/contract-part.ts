import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type ConstDirectiveNode,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
} from 'graphql';
import { isCoverageField } from '../../schema/field-directive.js';
import type { Contract } from './contract.js';

type Joined = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLEnumValue;

/**
 * The types that a province is asked for, with what they lead to: not those of other subgraphs, and not those that only
 * the gateway fills.
 */
export function contractTypes(contract: Contract): readonly GraphQLNamedType[] {
  const { schema } = contract;
  const found = new Set<GraphQLNamedType>();
  const visit = (type: GraphQLNamedType): void => {
    if (found.has(type)) return;
    found.add(type);
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) visit(possible);
    if (isInputObjectType(type)) for (const field of contractInputs(type, contract)) visit(getNamedType(field.type));
    for (const field of contractFields(type, contract)) {
      visit(getNamedType(field.type));
      for (const argument of field.args) visit(getNamedType(argument.type));
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    if (root) visit(root);
  return [...found];
}

/** The fields that a province serves of an object or interface type. */
export function contractFields(type: GraphQLNamedType, contract: Contract): readonly GraphQLField<unknown, unknown>[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).filter(
    (field) => !field.name.startsWith('_') && !isCoverageField(field) && isServed(field, contract),
  );
}

/** The fields that a province takes of an input type. */
export function contractInputs(type: GraphQLNamedType, contract: Contract): readonly GraphQLInputField[] {
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).filter((field) => isServed(field, contract));
}

/** True for what the contract's own subgraph has; without a word of the composition, every subgraph has it. */
export function isServed({ astNode }: Joined, { graph }: Contract): boolean {
  const joins = (astNode?.directives ?? []).filter(({ name }) => /^join__(field|enumValue)$/.test(name.value));
  return joins.length === 0 || joins.some((join) => argumentOf(join, 'graph') === graph && !isExternal(join));
}

function isExternal(join: ConstDirectiveNode): boolean {
  return argumentOf(join, 'external') === 'true';
}

function argumentOf(join: ConstDirectiveNode, name: string): string | undefined {
  const value = join.arguments?.find((argument) => argument.name.value === name)?.value;
  return value !== undefined && 'value' in value ? String(value.value) : undefined;
}
