import {
  buildASTSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { ReservedKeys } from './separate-aliases.js';

/** What the engine has to know of a supergraph's types beside what clients see of them. */
export interface TypeMap extends ReservedKeys {
  /** True when an object of type `name` is one of `condition`: the same type, or a member of that interface or union. */
  isA(name: string, condition: string): boolean;
  /** Interfaces that some subgraph has as an object, so that it cannot say what its objects are. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** The keys by which a subgraph resolves a type, as selections; empty for a type that it does not resolve. */
  keysOf(type: string, subgraph: string): readonly SelectionSetNode[];
}

/** Reads the types of a supergraph, inaccessible ones too. */
export function readTypeMap(supergraphSdl: string): TypeMap {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const graphs = readGraphNames(schema);
  const keys = readKeys(schema, graphs);
  const fields = fieldsOf(schema);
  return {
    isA(name, condition) {
      if (name === condition) return true;
      const type = schema.getType(name);
      const abstract = schema.getType(condition);
      const canBeMember = isObjectType(type) || isInterfaceType(type);
      return canBeMember && isAbstractType(abstract) && schema.isSubType(abstract, type);
    },
    keysOf: (type, subgraph) => keys.get(`${subgraph}.${type}`) ?? [],
    interfaceObjects: readInterfaceObjects(schema),
    fieldNames: new Set(fields.map(({ name }) => name)),
    requiredWithArguments: readRequiredArguments(fields),
  };
}

function fieldsOf(schema: GraphQLSchema): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
}

function readRequiredArguments(fields: readonly GraphQLField<unknown, unknown>[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { astNode } of fields) {
    for (const directive of astNode?.directives ?? []) {
      const requires = directive.name.value === 'join__field' ? textArgument(directive, 'requires') : '';
      if (!requires.includes('(')) continue;
      visit(readSelection(requires), {
        Field({ name, arguments: given }) {
          if (given !== undefined && given.length > 0) names.add(name.value);
        },
      });
    }
  }
  return names;
}

/** Names of subgraphs by the enum values that stand for them in the supergraph. */
function readGraphNames(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const values = schema.getType('join__Graph')?.astNode;
  if (values?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  const named = (values.values ?? []).map(({ name, directives }) => {
    const join = directives?.find((directive) => directive.name.value === 'join__graph');
    return [name.value, join === undefined ? '' : textArgument(join, 'name')] as const;
  });
  return new Map(named);
}

function readKeys(schema: GraphQLSchema, graphs: ReadonlyMap<string, string>): ReadonlyMap<string, SelectionSetNode[]> {
  const keys = new Map<string, SelectionSetNode[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    for (const directive of type.astNode?.directives ?? []) {
      const key = textArgument(directive, 'key');
      if (directive.name.value !== 'join__type' || key === '') continue;
      const place = `${graphs.get(textArgument(directive, 'graph')) ?? ''}.${type.name}`;
      keys.set(place, [...(keys.get(place) ?? []), readSelection(key)]);
    }
  }
  return keys;
}

function readInterfaceObjects(schema: GraphQLSchema): ReadonlySet<string> {
  const interfaces = Object.values(schema.getTypeMap()).filter((type) =>
    type.astNode?.directives?.some((directive) => {
      const flag = directive.arguments?.find(({ name }) => name.value === 'isInterfaceObject')?.value;
      return directive.name.value === 'join__type' && flag?.kind === Kind.BOOLEAN && flag.value;
    }),
  );
  return new Set(interfaces.map(({ name }) => name));
}

function readSelection(fields: string): SelectionSetNode {
  const [definition] = parse(`{${fields}}`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION
    ? definition.selectionSet
    : { kind: Kind.SELECTION_SET, selections: [] };
}

function textArgument(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';
}
