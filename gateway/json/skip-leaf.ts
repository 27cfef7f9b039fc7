import { isEnumType, type GraphQLLeafType } from 'graphql';
import { skipAny, skipBoolean, skipFloat, skipInt, skipOneOf, skipString, type Skip } from './skip.js';

/** How the text of a scalar or an enum is passed over; what would be refused or changed when it is written is not expected. */
export function skipLeaf(type: GraphQLLeafType): Skip {
  if (isEnumType(type)) return skipOneOf(new Set(type.getValues().map(({ name }) => name)));
  return builtIn.get(type.name) ?? skipCustom;
}

/** Whatever its subgraph says; only null is no value of any scalar. */
const skipCustom: Skip = (text, at) => (text.startsWith('null', at) ? -1 : skipAny(text, at));

const builtIn: ReadonlyMap<string, Skip> = new Map([
  ['Int', skipInt],
  ['Float', skipFloat],
  ['String', skipString],
  ['Boolean', skipBoolean],
  ['ID', skipString],
]);
