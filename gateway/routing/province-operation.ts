import {
  Kind,
  parseType,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import { injected, type ProvinceOperation } from './province-plan.js';
import type { Variables } from './selection.js';

/** Variables that routing adds, and their types. */
const ownTypes = {
  representations: parseType('[_Any!]!', { noLocation: true }),
  cursor: parseType('String', { noLocation: true }),
};

/** The operation that asks for these fields: its text, and those of the source's variables that it uses. */
export function provinceOperation(fields: readonly FieldNode[], source: OperationDefinitionNode): ProvinceOperation {
  const used = new Set<string>();
  for (const field of fields) visit(field, { Variable: (variable) => void used.add(variable.name.value) });
  const definitions = (source.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  const own = [...used]
    .filter((name) => name.startsWith('__'))
    .map((name): VariableDefinitionNode => {
      const isCursor = name === injected.after || name === injected.before;
      const type = isCursor ? ownTypes.cursor : ownTypes.representations;
      return { kind: Kind.VARIABLE_DEFINITION, variable: variableNode(name), type };
    });
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: source.operation,
    variableDefinitions: [...own, ...definitions],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  return {
    text: stripIgnoredCharacters(print(operation)),
    variables: definitions.map(({ variable }) => variable.name.value),
  };
}

/** `$name` */
export function variableNode(name: string): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
}

/**
 * The request body of an operation as JSON text, made once and sent alike to every province that is asked. `own` are
 * variables that routing adds.
 */
export function requestBody(operation: ProvinceOperation, variables: Variables, own: Variables = {}): string {
  const used: Record<string, unknown> = { ...own };
  for (const name of operation.variables) {
    if (Object.hasOwn(variables, name)) used[name] = variables[name];
  }
  return JSON.stringify({ query: operation.text, variables: used });
}
