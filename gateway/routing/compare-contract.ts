import {
  buildASTSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  Kind,
  parse,
  type DefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { contractFields, contractInputs, contractTypes, isServed } from './contract-part.js';
import type { Contract } from './contract.js';

/**
 * What keeps a province's SDL from serving the contract, one sentence each; empty when it serves it. A province may
 * have more than the contract asks, promise more (`T!` for `T`) and demand less (`T` for `T!`), never the reverse.
 */
export function contractDifferences(contract: Contract, sdl: string): string[] {
  let schema: GraphQLSchema;
  try {
    const document = parse(sdl, { noLocation: true });
    // Not every library writes `type Query` before it extends it; alone, an extension is the definition.
    const defined = new Set(
      document.definitions.flatMap((node) => (definitionKinds.has(node.kind) ? [] : nameOf(node))),
    );
    const definitions = document.definitions.map((node) => {
      const name = nameOf(node);
      const kind = definitionKinds.get(node.kind);
      if (kind === undefined || name === undefined || defined.has(name)) return node;
      defined.add(name);
      return { ...node, kind } as DefinitionNode;
    });
    schema = buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true });
  } catch {
    return ['Its SDL is not valid GraphQL.'];
  }
  return contractTypes(contract).flatMap((type) => typeDifferences(type, schema.getType(type.name), contract));
}

const definitionKinds: ReadonlyMap<string, Kind> = new Map([
  [Kind.OBJECT_TYPE_EXTENSION, Kind.OBJECT_TYPE_DEFINITION],
  [Kind.INTERFACE_TYPE_EXTENSION, Kind.INTERFACE_TYPE_DEFINITION],
  [Kind.INPUT_OBJECT_TYPE_EXTENSION, Kind.INPUT_OBJECT_TYPE_DEFINITION],
  [Kind.ENUM_TYPE_EXTENSION, Kind.ENUM_TYPE_DEFINITION],
  [Kind.UNION_TYPE_EXTENSION, Kind.UNION_TYPE_DEFINITION],
  [Kind.SCALAR_TYPE_EXTENSION, Kind.SCALAR_TYPE_DEFINITION],
]);

function nameOf(node: DefinitionNode): string | undefined {
  return node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? undefined : node.name?.value;
}

function typeDifferences(type: GraphQLNamedType, served: GraphQLNamedType | undefined, contract: Contract): string[] {
  if (['Int', 'Float', 'String', 'Boolean', 'ID'].includes(type.name)) return [];
  if (served === undefined) return [`The type ${type.name} is missing.`];
  if (served.constructor !== type.constructor) return [`${type.name} is another kind of type.`];
  if (isEnumType(type) && isEnumType(served)) {
    const values = new Set(served.getValues().map(({ name }) => name));
    const wanted = type.getValues().filter((value) => isServed(value, contract));
    return wanted.filter(({ name }) => !values.has(name)).map(({ name }) => `${type.name}.${name} is missing.`);
  }
  if (isInputObjectType(type) && isInputObjectType(served)) {
    const fields = served.getFields();
    return contractInputs(type, contract).flatMap(({ name, type: given }) =>
      inputDifferences(`${type.name}.${name}`, given, fields[name]?.type),
    );
  }
  if (!isObjectType(served) && !isInterfaceType(served)) return [];
  const fields = served.getFields();
  return contractFields(type, contract).flatMap((field) =>
    fieldDifferences(`${type.name}.${field.name}`, field, fields[field.name]),
  );
}

type Field = GraphQLField<unknown, unknown>;

function fieldDifferences(name: string, field: Field, served: Field | undefined): string[] {
  if (served === undefined) return [`${name} is missing.`];
  const promised = String(served.type);
  // Stricter is more than is asked: `[T!]!` serves `[T]`.
  const isPromised = isAtLeast(promised, String(field.type));
  const given = new Set(field.args.map((argument) => argument.name));
  return [
    ...(isPromised ? [] : [`${name} is ${promised}, not ${String(field.type)}.`]),
    ...field.args.flatMap((argument) =>
      inputDifferences(
        `${name}(${argument.name}:)`,
        argument.type,
        served.args.find((candidate) => candidate.name === argument.name)?.type,
      ),
    ),
    ...served.args
      .filter((argument) => isRequiredArgument(argument) && !given.has(argument.name))
      .map((argument) => `${name}(${argument.name}:) is required, and the contract does not have it.`),
  ];
}

function inputDifferences(name: string, given: GraphQLInputType, taken: GraphQLInputType | undefined): string[] {
  if (taken === undefined) return [`${name} is missing.`];
  return isAtLeast(String(given), String(taken)) ? [] : [`${name} takes ${String(taken)}, not ${String(given)}.`];
}

/** True when every value of type `a` is one of type `b`: the same but for exclamation marks that `b` does without. */
function isAtLeast(a: string, b: string): boolean {
  const exact = a.match(/[^!]!?/g) ?? [];
  const loose = b.match(/[^!]!?/g) ?? [];
  return (
    exact.length === loose.length && exact.every((part, index) => part === loose[index] || part === `${loose[index]}!`)
  );
}
