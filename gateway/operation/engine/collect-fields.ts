import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from './conditions.js';
import { responseKey } from './separate-aliases.js';

/** What selections mean for one set of conditions. */
export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables of `@skip` and `@include`. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/**
 * The fields that selections have for an object of one type, by response key, in the order in which the answer has
 * them (GraphQL specification, 6.3.2 CollectFields). Fields of one key are one; their selections add up.
 */
export function collectFields(
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
  context: SelectionContext,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const entered = new Set<FragmentDefinitionNode>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection.directives, context.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const known = fields.get(key);
        if (known === undefined) fields.set(key, [selection]);
        else known.push(selection);
        continue;
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value) : undefined;
      if (named !== undefined && entered.has(named)) continue;
      if (named !== undefined) entered.add(named);
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : named;
      if (fragment !== undefined && applies(fragment.typeCondition?.name.value, type, context.schema)) {
        collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function applies(
  condition: string | undefined,
  type: GraphQLObjectType | GraphQLInterfaceType,
  schema: GraphQLSchema,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && schema.isSubType(abstract, type);
}
