import { buildSubgraphSchema } from '@apollo/subgraph';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLScalarType, Kind, parse } from 'graphql';
import { type Action, isAction } from '../../schema/authority-matrix.js';
import { asResolverMap, perEntity, type ReferenceResolver, type Subgraph } from './build-schema.js';
import { SubgraphError } from './errors.js';
import { settleLists } from './settle-lists.js';

/** The value of a field, from its parent's. */
export type FieldResolver<Context> = GraphQLFieldResolver<never, Context, never>;

export interface SdlSubgraphOptions<Context> {
  readonly sdl: string;
  /** By type and field. Fields without one are read from their parent; a field of a root type is refused. */
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, FieldResolver<Context>>>>>;
  /** By type name: the entities that are served. Those of other types are null. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  readonly scalars: Readonly<Record<string, GraphQLScalarType>>;
  /** Throws when whoever asks may not have a field that is this action (`@action`). */
  readonly authorise: (action: Action, context: Context) => void;
}

/**
 * Builds an executable subgraph that serves a given SDL, whole: who may ask for what follows from the SDL itself, and what
 * nothing is said of is refused with NOT_OFFERED.
 */
export function buildSubgraphFromSdl<Context>(options: SdlSubgraphOptions<Context>): Subgraph {
  const { sdl, references, scalars } = options;
  const typeDefs = parse(sdl);
  const types: Record<string, Record<string, unknown>> = {};
  for (const definition of typeDefs.definitions) {
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) types[definition.name.value] = { __resolveType: typeName };
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const name = definition.name.value;
    types[name] = {};
    for (const { name: field, directives = [] } of definition.fields ?? []) {
      const resolve = resolverOf(options, name, field.value);
      const named = directives.find((directive) => directive.name.value === 'action')?.arguments?.[0]?.value;
      const action = named?.kind === Kind.STRING ? named.value : undefined;
      const guarded = isAction(action) ? guard(action, resolve, options) : resolve;
      if (guarded !== undefined) types[name][field.value] = asField(name, guarded);
    }
    const reference = references[name];
    const isEntity = definition.directives?.some((directive) => directive.name.value === 'key') ?? false;
    if (reference !== undefined) types[name]['__resolveReference'] = perEntity(reference);
    else if (isEntity) types[name]['__resolveReference'] = () => null;
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: asResolverMap({ ...types, ...scalars }) }]);
  settleLists(schema);
  return { schema, sdl };
}

type Resolve<Context> = GraphQLFieldResolver<unknown, Context>;

const ROOTS = ['Query', 'Mutation', 'Subscription'];

function resolverOf<Context>(
  { resolvers }: SdlSubgraphOptions<Context>,
  type: string,
  field: string,
): Resolve<Context> | undefined {
  const given = resolvers[type]?.[field];
  if (given !== undefined) return given as unknown as Resolve<Context>; // parent and arguments are as the SDL says
  return ROOTS.includes(type) ? refuseOffer : undefined;
}

/** Says that what is asked for is not to be had from this subgraph. */
export function refuseOffer(): never {
  throw new SubgraphError('NOT_OFFERED');
}

function guard<Context>(
  action: Action,
  resolve: Resolve<Context> | undefined,
  { authorise }: SdlSubgraphOptions<Context>,
): Resolve<Context> {
  return (...call) => {
    authorise(action, call[2]);
    return (resolve ?? defaultFieldResolver)(...call);
  };
}

// A subscription is asked for its source, not for a value.
const asField = <Context>(type: string, resolve: Resolve<Context>): unknown =>
  type === 'Subscription' ? { subscribe: resolve } : resolve;

const typeName = (value: { readonly __typename?: string }): string | undefined => value.__typename;
