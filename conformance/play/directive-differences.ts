import { type ConstDirectiveNode, type DefinitionNode, Kind, parse, print } from 'graphql';

// What a province says of its types and fields by these is what gateways are composed with. Who may ask
// (`@policy`, `@action`) is the gateway's to know, and each province's own to decide.
const COMPARED = ['key', 'shareable', 'owner', 'gather', 'merge', 'elsewhere', 'coverage'];

/** Directives of the contract that are not on the same type or field of the served SDL, a sentence each. */
export function directiveDifferences(contractSdl: string, servedSdl: string): string[] {
  const wanted = readDirectives(contractSdl);
  let served: ReadonlyMap<string, ReadonlySet<string>>;
  try {
    served = readDirectives(servedSdl);
  } catch {
    return ['Its SDL is not valid GraphQL.'];
  }
  return [...wanted].flatMap(([coordinate, directives]) => {
    const found = served.get(coordinate);
    // A type or field that is not there at all is told by the comparison of types.
    return found === undefined
      ? []
      : [...directives].filter((one) => !found.has(one)).map((one) => `${coordinate} has no ${one}.`);
  });
}

/** By coordinate, also of those types and fields that have none. */
function readDirectives(sdl: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const compared = directives.filter(({ name }) => COMPARED.includes(name.value)).map((one) => print(sorted(one)));
    found.set(coordinate, new Set([...(found.get(coordinate) ?? []), ...compared]));
  };
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (!hasFields(definition)) continue;
    const { name, directives, fields = [] } = definition;
    add(name.value, directives);
    for (const field of fields) add(`${name.value}.${field.name.value}`, field.directives);
  }
  return found;
}

// Arguments may be written in any order.
function sorted(directive: ConstDirectiveNode): ConstDirectiveNode {
  const given = (directive.arguments ?? []).toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return { ...directive, arguments: given };
}

type WithFields = Extract<
  DefinitionNode,
  { readonly kind: `${'Object' | 'Interface'}Type${'Definition' | 'Extension'}` }
>;

const withFields: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
]);

function hasFields(definition: DefinitionNode): definition is WithFields {
  return withFields.has(definition.kind);
}
