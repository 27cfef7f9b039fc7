import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Which parts of a schema one operation depends on, as coordinates: `Case`, `Case.state`, `Query.cases(first:)`. */
export type UsedParts = ReadonlySet<string>;

/**
 * Finds the parts. A type that comes out, or goes in by a variable, is used whole, since nobody knows its values; a literal
 * uses what it names. A field of an interface is used on every type that has it.
 */
export function findUsedParts(text: string, schema: GraphQLSchema): UsedParts {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field() {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (!parent || !field) return;
        const types = isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
        for (const { name } of types) used.add(`${name}.${field.name}`);
        used.add(parent.name);
        used.add(getNamedType(field.type).name);
      },
      Argument({ name }) {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (parent && field) used.add(argumentOf(`${parent.name}.${field.name}`, name.value));
      },
      Directive: ({ name }) => void used.add(`@${name.value}`),
      NamedType: ({ name }) => void used.add(name.value),
      VariableDefinition({ type }) {
        // What comes in from outside may have any of its fields and values.
        const given = typeFromAST(schema, type);
        if (given) useWhole(getNamedType(given), used);
      },
      ObjectField({ name }) {
        const parent = info.getParentInputType();
        if (parent) used.add(`${getNamedType(parent).name}.${name.value}`);
      },
      ObjectValue() {
        const given = info.getInputType();
        // A field that it leaves out may become required.
        if (given) used.add(`${getNamedType(given).name}.*`);
      },
      EnumValue({ value }) {
        const given = info.getInputType();
        if (given) used.add(`${getNamedType(given).name}.${value}`);
      },
    }),
  );
  return used;
}

/** The coordinate of an argument. */
export function argumentOf(field: string, argument: string): string {
  return `${field}(${argument}:)`;
}

function useWhole(type: GraphQLNamedType, used: Set<string>): void {
  if (used.has(type.name) && !isObjectType(type) && !isEnumType(type)) return;
  used.add(type.name);
  if (isInputObjectType(type)) for (const inner of inputsOf(type)) useWhole(inner, used);
}

function inputsOf(type: GraphQLInputObjectType): readonly GraphQLNamedType[] {
  return Object.values(type.getFields()).map(({ type: given }) => getNamedType(given));
}
