import { defaultFieldResolver, type GraphQLSchema, isUnionType } from 'graphql';
import { SubgraphError } from './errors.js';

/**
 * Refuses `_entities` of what is no entity of this subgraph, as the caller's mistake that it is: @apollo/subgraph 2.15
 * throws an error without a code for it, which would be told and reported as a fault of ours.
 */
export function refuseRepresentations(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const union = schema.getType('_Entity');
  if (field === undefined || !isUnionType(union)) return;
  const names = new Set(union.getTypes().map(({ name }) => name));
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, given: { readonly representations?: unknown }, ...rest) => {
    const { representations } = given;
    const isOdd = (one: unknown): boolean => !names.has(typeNameOf(one));
    const index = Array.isArray(representations) ? representations.findIndex(isOdd) : -1;
    if (index >= 0) throw new SubgraphError('BAD_USER_INPUT', `representations[${index}]: of no entity type.`);
    return resolve(source, given, ...rest);
  };
}

function typeNameOf(representation: unknown): string {
  if (typeof representation !== 'object' || representation === null) return '';
  return '__typename' in representation ? String(representation.__typename) : '';
}
