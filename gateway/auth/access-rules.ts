import {
  buildASTSchema,
  isInterfaceType,
  isObjectType,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type GraphQLNamedType,
} from 'graphql';

/** What one directive of a supergraph asks of a caller. Of the sets one must be had whole. */
export interface AccessRule {
  readonly kind: 'authenticated' | 'scopes' | 'policies';
  readonly sets: readonly (readonly string[])[];
  /** What one does with the field, where the contract says it. */
  readonly action?: NamedAction;
}

/** An action of the authority matrix, as the contract names it. */
export interface NamedAction {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
}

/** What a supergraph asks of callers, by coordinates: `Query.cases` or `Case`. All rules of one must be met. */
export type AccessRules = ReadonlyMap<string, readonly AccessRule[]>;

// Federation's specifications of access, of which composition writes the directives into the supergraph.
const FEATURES = new Map<string, AccessRule['kind']>([
  ['https://specs.apollo.dev/authenticated/', 'authenticated'],
  ['https://specs.apollo.dev/requiresScopes/', 'scopes'],
  ['https://specs.apollo.dev/policy/', 'policies'],
]);

/** Reads `@authenticated`, `@requiresScopes` and `@policy` of a supergraph, under whatever name it links them. */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const kinds = kindsByName(schema.astNode?.directives ?? []);
  const rules = new Map<string, readonly AccessRule[]>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[]): void => {
    const action = readAction(directives);
    const named = action === undefined ? {} : { action };
    const found = directives.flatMap((directive) => readRule(directive, kinds)).map((rule) => ({ ...rule, ...named }));
    if (found.length > 0) rules.set(coordinate, found);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    add(type.name, directivesOf(type));
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      add(`${type.name}.${field.name}`, field.astNode?.directives ?? []);
    }
  }
  return rules;
}

function directivesOf({ astNode, extensionASTNodes }: GraphQLNamedType): readonly ConstDirectiveNode[] {
  return [astNode, ...extensionASTNodes].flatMap((node) => node?.directives ?? []);
}

function kindsByName(links: readonly ConstDirectiveNode[]): ReadonlyMap<string, AccessRule['kind']> {
  const kinds = new Map<string, AccessRule['kind']>();
  for (const link of links.filter(({ name }) => name.value === 'link')) {
    const url = argument(link, 'url');
    const [base, kind] = [...FEATURES].find(([prefix]) => typeof url === 'string' && url.startsWith(prefix)) ?? [];
    const name = argument(link, 'as') ?? base?.split('/').at(-2);
    if (kind !== undefined && typeof name === 'string') kinds.set(name, kind);
  }
  return kinds;
}

function readRule(directive: ConstDirectiveNode, kinds: ReadonlyMap<string, AccessRule['kind']>): AccessRule[] {
  const kind = kinds.get(directive.name.value);
  if (kind === undefined) return [];
  const sets = kind === 'authenticated' ? [] : argument(directive, kind);
  return [{ kind, sets: sets as AccessRule['sets'] }];
}

function readAction(directives: readonly ConstDirectiveNode[]): NamedAction | undefined {
  const directive = directives.find(({ name }) => name.value === 'action');
  const [name, zh, en] = ['name', 'zh', 'en'].map((key) => directive && argument(directive, key));
  const isNamed = typeof name === 'string' && typeof zh === 'string' && typeof en === 'string';
  return isNamed ? { name, zh, en } : undefined;
}

function argument({ arguments: given = [] }: ConstDirectiveNode, name: string): unknown {
  const value = given.find((candidate) => candidate.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}
