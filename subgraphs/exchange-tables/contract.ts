import { readFileSync } from 'node:fs';
import { GraphQLScalarType, Kind } from 'graphql';
import { buildSubgraphFromSdl } from '../server/build-from-sdl.js';
import type { Subgraph } from '../server/build-schema.js';
import { SubgraphError } from '../server/errors.js';
import { typeOfOwnId } from '../shared/ids.js';
import { parseInstant } from '../shared/instant.js';
import { refuseAction } from '../shared/refuse-action.js';
import type { AdapterContext } from './context.js';
import { caseFields, caseQueries, findCaseById } from './graph/cases.js';
import { provinceOf } from './graph/connection.js';
import { findServiceItem, itemFields, itemQueries } from './graph/items.js';
import { findLicenceById, licenceFields, licenceQueries } from './graph/licences.js';
import { trailFields, trailQueries } from './graph/trail.js';

/** Finds an entity of this province by its id; null when there is none. */
type FindEntity = (id: string, context: AdapterContext) => Promise<object | null>;

const entities: Readonly<Record<string, FindEntity>> = {
  ServiceItem: findServiceItem,
  Case: findCaseById,
  Licence: findLicenceById,
};

const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: parseInstant,
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

/** The contract as it is committed. */
export function readContractSdl(): string {
  return readFileSync(new URL('../../schema/province.graphql', import.meta.url), 'utf8');
}

/** Builds the subgraph that answers the whole contract from exchange tables. */
export function buildAdapterSchema(): Subgraph {
  const queries = { ...itemQueries, ...caseQueries, ...licenceQueries, ...trailQueries, node, federation };
  const resolvers = { Query: queries, ...itemFields, ...caseFields, ...licenceFields, ...trailFields };
  return buildSubgraphFromSdl<AdapterContext>({
    sdl: readContractSdl(),
    resolvers,
    references: Object.fromEntries(Object.entries(entities).map(([type, find]) => [type, referenceTo(type, find)])),
    scalars: { DateTime },
    authorise: (action, { caller, code }) => {
      const refusal = refuseAction(action, caller, code);
      if (refusal !== undefined) throw refusal;
    },
  });
}

// A representation of another province is not a fault here: whoever routed it wrongly gets no entity.
function referenceTo(type: string, find: FindEntity) {
  return async ({ id }: Readonly<Record<string, unknown>>, context: AdapterContext): Promise<object | null> =>
    typeof id === 'string' && id.startsWith(`${context.code}:${type}:`) ? find(id, context) : null;
}

function node(_root: unknown, { id }: { readonly id: string }, context: AdapterContext): Promise<object | null> {
  const type = typeOfOwnId(id, context.code);
  const find = Object.hasOwn(entities, type) ? entities[type] : undefined;
  if (find === undefined) throw new SubgraphError('NOT_OFFERED');
  return find(id, context);
}

function federation(_root: unknown, _args: unknown, { code }: AdapterContext): object {
  return { provinces: [{ province: provinceOf(code), state: 'SERVING', message: null, since: null }] };
}
