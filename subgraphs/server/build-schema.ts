import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type DefinitionNode, type DocumentNode, type GraphQLSchema, Kind, parse, print } from 'graphql';
import { type AuthCheckerFn, type BuildSchemaOptions, buildSchemaSync, createResolversMap } from 'type-graphql';
import { assertEveryRootAllowed, carryExtensions, describeAudiences } from './allow.js';
import { refuseRepresentations } from './refuse-representations.js';
import { settleLists } from './settle-lists.js';

/** Loads the entity that a representation names; null when there is none. Its result must not be frozen. */
export type ReferenceResolver<Context> = (
  representation: Readonly<Record<string, unknown>>,
  context: Context,
) => unknown;

export interface SubgraphOptions<Context> {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Types that are reached through federation only, such as stubs of another subgraph's entities. */
  readonly orphanedTypes?: NonNullable<BuildSchemaOptions['orphanedTypes']>;
  /** `extend schema @link(…)`, which type-graphql cannot emit. */
  readonly header: string;
  /** Definitions of our own directives; those of the federation come with the header. */
  readonly directiveDefinitions?: string;
  /** By type name. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  /**
   * Answers for `@Allow`. With one, every root field must say who may ask it; without one, what is guarded is refused
   * to everybody.
   */
  readonly authChecker?: AuthCheckerFn<Context & object>;
  readonly globalMiddlewares?: NonNullable<BuildSchemaOptions['globalMiddlewares']>;
}

export interface Subgraph {
  readonly schema: GraphQLSchema;
  /** The contract text: header, directives, then the types in order of name. */
  readonly sdl: string;
}

/** Builds an executable federation subgraph from type-graphql resolvers, and the SDL that describes it. */
export function buildSubgraph<Context>(options: SubgraphOptions<Context>): Subgraph {
  const code = buildSchemaSync({
    resolvers: options.resolvers,
    orphanedTypes: options.orphanedTypes ?? [],
    skipCheck: true, // graphql-js does not know the federation directives
    validate: false,
    // Metadata is per process: one @Authorized in any subgraph makes type-graphql demand a checker in all of them.
    authChecker: (options.authChecker ?? (() => false)) as NonNullable<BuildSchemaOptions['authChecker']>,
    authMode: 'error',
    pubSub: noTopics,
    globalMiddlewares: options.globalMiddlewares ?? [],
  });
  if (options.authChecker !== undefined) assertEveryRootAllowed(code);
  describeAudiences(code);
  const sdl = printSdl(code, options);
  const resolvers: Record<string, object> = createResolversMap(code);
  for (const [type, resolve] of Object.entries(options.references)) {
    resolvers[type] = { ...fieldsOf(code, resolvers, type), __resolveReference: perEntity(resolve) };
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: asResolverMap(resolvers) }]);
  carryExtensions(code, schema);
  refuseRepresentations(schema);
  settleLists(schema);
  return { schema, sdl };
}

// As with the checker: one @Subscription makes type-graphql demand topics in every schema. Ours bring their own sources.
const noTopics: NonNullable<BuildSchemaOptions['pubSub']> = {
  publish: () => undefined,
  subscribe: (topic) => {
    throw new Error(`There is no topic ${topic}: a subscription brings its own source.`);
  },
};

type ResolverMap = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number]>;
type ModuleResolvers = Extract<ResolverMap, { typeDefs: DocumentNode }>['resolvers'] & object;

/** The map of resolvers that @apollo/subgraph takes, which everybody else describes by types that do not meet its own. */
export const asResolverMap = (resolvers: Record<string, object>): ModuleResolvers => resolvers as ModuleResolvers;

function fieldsOf(code: GraphQLSchema, resolvers: Record<string, object>, type: string): object {
  // @apollo/subgraph skips a reference of an unknown type silently, and its entities would then be null.
  if (code.getType(type) === undefined) throw new Error(`There is a reference resolver for ${type}, but no such type.`);
  return resolvers[type] ?? {};
}

/** Async, so that one bad representation is one error and not the failure of the whole `_entities` list. */
export function perEntity<Context>(resolve: ReferenceResolver<Context>) {
  return async (representation: Readonly<Record<string, unknown>>, context: Context): Promise<unknown> =>
    (await resolve(representation, context)) ?? null;
}

function printSdl(code: GraphQLSchema, options: Pick<SubgraphOptions<never>, 'header' | 'directiveDefinitions'>) {
  const { definitions } = parse(printSchemaWithDirectives(code));
  const types = definitions.filter((definition) => definition.kind !== Kind.SCHEMA_DEFINITION);
  const sorted = types.toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
  const front = [options.header, options.directiveDefinitions ?? ''].map((text) => text.trim());
  return `${[...front, print({ kind: Kind.DOCUMENT, definitions: sorted })].filter(Boolean).join('\n\n')}\n`;
}

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

const ROOTS = ['Query', 'Mutation', 'Subscription'];

function sortKey(definition: DefinitionNode): string {
  const name = 'name' in definition ? definition.name.value : '';
  const root = ROOTS.indexOf(name);
  return root < 0 ? `9${name}` : `${root}${name}`;
}
