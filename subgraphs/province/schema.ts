import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { Allow } from '../server/allow.js';
import { contractHeader, directiveDefinitions } from '../../schema/directives.js';
import { buildSubgraph, type Subgraph } from '../server/build-schema.js';
import { SubgraphError } from '../server/errors.js';
import { Node } from '../server/node.js';
import { checkAuthority } from './access/check-authority.js';
import type { ProvinceContext, Surroundings } from './context.js';
import type { Desk, EventHandlers } from './exchange/desk.js';
import { Federation } from './shared/federation.resolver.js';
import { ownerOf, typeOfOwnId } from '../shared/ids.js';

/** Finds an entity of this province by its id; null when there is none. */
export type FindEntity = (id: string, context: ProvinceContext) => Promise<Node | null>;

/** What handlers look up besides what their transaction holds. */
export type BesideDesk = Pick<Surroundings, 'agreements'>;

/** A module as the schema sees it. */
export interface SchemaModule {
  readonly resolvers: readonly (new () => object)[];
  /** By type name: the entities of this module, which other subgraphs may refer to. */
  readonly references: Readonly<Record<string, FindEntity>>;
  /** What it does about events that other provinces tell, and about the receipts of its own; it sends from this desk. */
  readonly createHandlers?: (desk: Desk, beside: BesideDesk) => EventHandlers;
}

/** The handlers of all modules at one desk. Throws when two modules claim one event. */
export function createHandlers(modules: readonly SchemaModule[], desk: Desk, beside: BesideDesk): EventHandlers {
  const handlers = modules.flatMap((module) => [...(module.createHandlers?.(desk, beside) ?? [])]);
  const merged = new Map(handlers);
  if (merged.size < handlers.length) throw new Error('Two modules handle one event.');
  return merged;
}

/** Builds the province subgraph of these modules, and prints its contract. */
export function buildSchema(modules: readonly SchemaModule[]): Subgraph {
  const entities = new Map(modules.flatMap((module) => Object.entries(module.references)));
  const [first, ...others] = [
    ...modules.flatMap((module) => module.resolvers),
    FederationResolver,
    createNodeResolver(entities),
  ];
  return buildSubgraph<ProvinceContext>({
    resolvers: [first, ...others],
    header: contractHeader,
    directiveDefinitions,
    authChecker: checkAuthority,
    references: Object.fromEntries([...entities].map(([type, find]) => [type, referenceTo(find)])),
  });
}

// A representation of another province is not a fault here: whoever routed it wrongly gets no entity.
function referenceTo(find: FindEntity) {
  return ({ id }: Readonly<Record<string, unknown>>, context: ProvinceContext): Promise<Node | null> =>
    typeof id === 'string' && ownerOf(id) === context.province.code ? find(id, context) : Promise.resolve(null);
}

/** What only a gateway can tell; asked directly, a province tells of itself. */
@Resolver()
class FederationResolver {
  @Allow('readPublic')
  @Directive('@coverage')
  @Query(() => Federation, { description: '参与本图的各省。 · The provinces of this graph.' })
  federation(@Ctx() context: ProvinceContext): Federation {
    return new Federation([context.province.code]);
  }
}

function createNodeResolver(entities: ReadonlyMap<string, FindEntity>): new () => object {
  @Resolver()
  class NodeResolver {
    @Allow('readPublic')
    @Directive('@owner(by: "id")')
    @Query(() => Node, {
      nullable: true,
      description: '按全局标识取任一对象；不存在时为空。 · Anything by its global id; null when there is none.',
    })
    async node(
      @Arg('id', () => ID, { description: '全局标识。 · Global id.' }) id: string,
      @Ctx() context: ProvinceContext,
    ): Promise<Node | null> {
      const find = entities.get(typeOfOwnId(id, context.province.code));
      if (find === undefined) throw new SubgraphError('BAD_ID', 'The province has no such type.');
      return find(id, context);
    }
  }
  return NodeResolver;
}
