import { getNamedType, Kind, type GraphQLResolveInfo, type SelectionNode } from 'graphql';
import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, graphql } from 'graphql';
import type { ExecutionResult, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { possibleTypeNames } from '../../gateway/routing/contract.js';
import { quantileOf } from '../../schema/quantile.js';
import { compareCodePoints, compareKeys } from '../../schema/cursor.js';
import { parseGlobalId } from '../../schema/global-id.js';
import { bareReference, smallValues, type Elsewhere, type Row } from './stand-in-province.js';

/** Rows by province, in the order of the registry. */
export type World = ReadonlyMap<string, readonly Row[]>;

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Answers a query of the small federation as one province would that holds the rows of all: plain graphql-js, without
 * a plan, a merge or a reference that is followed. `schema` is the one that clients see.
 */
export async function askUnion(
  schema: GraphQLSchema,
  world: World,
  { query, variables }: Question,
): Promise<ExecutionResult> {
  return await graphql({ schema, source: query, variableValues: variables, rootValue: unionValue(schema, world) });
}

/** A root field's value in the style of graphql-js: the value itself, or a function of the field's arguments. */
type Root = Record<string, unknown>;

function unionValue(schema: GraphQLSchema, world: World): Root {
  const codes = [...world.keys()];
  const elsewhere: Elsewhere = {
    refer: (id, info) => (id === undefined ? null : (byId(id) ?? (wantsOnlyKey(info) ? bareReference(id) : null))),
    provinceOf: (id) => province(parseGlobalId(id)?.province ?? ''),
    coverageOf: (id) => coverage([parseGlobalId(id)?.province ?? '']),
  };
  const valuesOf = (asked: readonly string[]): Root => {
    const values = smallValues(
      asked.flatMap((code) => world.get(code) ?? []),
      elsewhere,
    );
    const trail = values['trail'] as { readonly ranks: PartialRanks; readonly labelled: readonly Labelled[] };
    return {
      ...values,
      totals: wholeTotals(values['totals'] as PartialTotals),
      trail: { ...trail, ranks: wholeRanks(trail.ranks), labelled: [...trail.labelled].sort(compareLabelled) },
    };
  };
  const whole = valuesOf(codes);
  const byId = (id: string): unknown => (whole['node'] as (reference: { readonly id: string }) => unknown)({ id });
  const narrowed = (name: string): GraphQLFieldResolver<unknown, unknown, { provinces?: readonly string[] | null }> =>
    // The default resolver of graphql-js calls a function in a root value with (arguments, context, info).
    ((given: { provinces?: readonly string[] | null }, context: unknown, info: GraphQLResolveInfo) => {
      const asked = codes.filter((code) => given.provinces?.includes(code) ?? true);
      const value = valuesOf(asked)[name];
      const result: unknown = typeof value === 'function' ? (value as Resolver)(given, context, info) : value;
      return Array.isArray(result) ? result : { ...(result as object), coverage: coverage(asked) };
    }) as never;
  const gathered = Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(({ args }) => args.some(({ name }) => name === 'provinces'))
    .map(({ name }) => [name, narrowed(name)] as const);
  const trail = ({ id }: { readonly id: string }): unknown => {
    const asked = codes.filter((code) => reachable(world, parseGlobalId(id)?.province ?? '').has(code));
    return { ...(valuesOf(asked)['trail'] as object), coverage: coverage(asked) };
  };
  const featured = ({ ids }: { readonly ids: readonly string[] }): unknown => ids.map(byId);
  const states = codes.map((code) => ({ province: province(code), state: 'SERVING', message: null, since: null }));
  return { ...whole, ...Object.fromEntries(gathered), trail, featured, federation: { provinces: states } };
}

/** The provinces to which the friends of rows lead, and theirs, and so on. */
function reachable(world: World, first: string): ReadonlySet<string> {
  const found = new Set([first]);
  for (const code of found) {
    for (const { friends = [] } of world.get(code) ?? []) {
      for (const id of friends) found.add(parseGlobalId(id)?.province ?? '');
    }
  }
  return found;
}

interface Labelled {
  readonly label: string;
  readonly greatest: number | null;
  readonly count: number;
}

function compareLabelled(a: Labelled, b: Labelled): number {
  return compareKeys(a.greatest, b.greatest) || a.count - b.count || compareCodePoints(a.label, b.label);
}

interface PartialRanks {
  readonly sum: number;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

interface PartialTotals {
  readonly distinctLabels: readonly string[];
  readonly items: readonly { readonly code: string }[];
  readonly ranks: PartialRanks;
  readonly buckets: readonly {
    readonly rank: number | null;
    readonly item: { readonly code: string };
    readonly ranks: PartialRanks;
  }[];
}

/** What one province says of all rows, with what a gateway adds: what is derived, and the order of what has a key. */
function wholeTotals(totals: PartialTotals): unknown {
  const items = new Map(totals.items.map((item) => [item.code, item]));
  return {
    ...totals,
    distinctLabels: [...new Set(totals.distinctLabels)].sort(compareCodePoints),
    items: [...items.values()].sort((a, b) => compareCodePoints(a.code, b.code)),
    ranks: wholeRanks(totals.ranks),
    buckets: totals.buckets
      .map((bucket) => ({ ...bucket, ranks: wholeRanks(bucket.ranks) }))
      .sort((a, b) => compareKeys(a.rank, b.rank) || compareCodePoints(a.item.code, b.item.code)),
  };
}

function wholeRanks(ranks: PartialRanks): unknown {
  const count = ranks.counts.reduce((all, one) => all + one, 0);
  const quantile = ({ q }: { readonly q: number }): number | null => quantileOf(q, ranks);
  return { ...ranks, mean: count === 0 ? null : ranks.sum / count, quantile };
}

type Resolver = (given: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

function province(code: string): unknown {
  return { code, name: `name of ${code}` };
}

function coverage(asked: readonly string[]): unknown {
  return { exact: true, asked: asked.map(province), answered: asked.map(province), missing: [] };
}

/**
 * True when a reference's own type and id are all that is selected of it. Federation answers that without its owner,
 * who alone could say that there is no such entity; a reference into the void then stands as it is.
 */
function wantsOnlyKey(info: GraphQLResolveInfo): boolean {
  const { schema } = info;
  const isOfKey = (selection: SelectionNode, possible: ReadonlySet<string>): boolean => {
    if (possible.size === 0 || !isKept(selection, info)) return true;
    if (selection.kind === Kind.FIELD) return ['id', '__typename'].includes(selection.name.value);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection;
    const on = fragment?.typeCondition?.name.value;
    // What no type that the field may have can fulfil is never part of a plan.
    const inside = on === undefined ? possible : possible.intersection(possibleTypeNames(schema, on));
    return fragment?.selectionSet.selections.every((inner) => isOfKey(inner, inside)) ?? true;
  };
  const possible = possibleTypeNames(schema, getNamedType(info.returnType).name);
  return info.fieldNodes.every(
    ({ selectionSet }) => selectionSet?.selections.every((inner) => isOfKey(inner, possible)) ?? true,
  );
}

function isKept(selection: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
