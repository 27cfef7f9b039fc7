import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { Fault } from '../../gateway/errors.js';
import { childOf, findProvince, provinceCodes, type InventedObject } from './invented-object.js';
import { cursorOf, takePage, type PageArguments } from './invented-page.js';
import type { Seeded } from './seeded.js';

/** Who takes part. */
export interface Federation {
  /** Letter codes of provinces that do not answer. */
  readonly missing: readonly string[];
}

// Some pages of the usual size.
const LEAST_ROWS = 60;
const MORE_ROWS = 60;

/** Whether a type is a list that is read by pages. */
export function isConnection(type: GraphQLObjectType): boolean {
  const { nodes, pageInfo } = type.getFields();
  return nodes !== undefined && pageInfo !== undefined;
}

export interface Listing {
  readonly args: PageArguments;
  /** Name of the field that is the list. */
  readonly field: string;
  readonly seeded: Seeded;
  readonly federation: Federation;
}

/** One page of a list over the provinces that were asked and answer: the rows of the others are not in it. */
export function connectionOf(type: GraphQLObjectType, listing: Listing): InventedObject {
  const { args, field, seeded, federation } = listing;
  const asked = readAsked(args);
  const { nodes } = type.getFields();
  const element = nodes && getNamedType(nodes.type);
  if (!isObjectType(element)) throw new Fault('INTERNAL');
  const rows = Array.from({ length: LEAST_ROWS + seeded.below(MORE_ROWS, 'rows', field) }, (_, place) => place)
    .map((place) => ({ place, province: seeded.pick(provinceCodes, field, place) }))
    .filter(({ province }) => asked.includes(province) && !federation.missing.includes(province));
  const page = takePage(rows.length, args);
  const shown = page.places.flatMap((place) => {
    const row = rows[place];
    return row === undefined ? [] : [{ node: rowOf(element, row, listing), cursor: cursorOf(place) }];
  });
  const pageInfo = {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    startCursor: shown[0]?.cursor ?? null,
    endCursor: shown.at(-1)?.cursor ?? null,
  };
  return knownAs(
    type.name,
    {
      nodes: shown.map(({ node }) => node),
      edges: shown.map((edge) => knownAs(`${element.name}Edge`, edge)),
      pageInfo: knownAs('PageInfo', pageInfo),
      totalCount: rows.length,
    },
    asked,
  );
}

/** Who was asked and who is missing, as a gateway says it. */
export function coverageOf(asked: readonly string[], { missing }: Federation): InventedObject {
  const away = asked.filter((code) => missing.includes(code));
  return knownAs('Coverage', {
    exact: away.length === 0,
    asked: asked.map(findProvince),
    answered: asked.filter((code) => !away.includes(code)).map(findProvince),
    missing: away.map((code) =>
      knownAs('MissingProvince', {
        province: findProvince(code),
        reason: 'UNREACHABLE',
        since: '2026-06-30T10:00:00.000Z',
        message: null,
        behindCursor: false,
      }),
    ),
  });
}

interface Row {
  readonly place: number;
  readonly province: string;
}

function rowOf(type: GraphQLObjectType, { place, province }: Row, { field, seeded }: Listing): InventedObject {
  const parent = { ...knownAs('Query', {}), key: field, province };
  return childOf({ parent, type, name: 'nodes', index: place, args: {} }, seeded);
}

/** Letter codes of the provinces that a list is asked of. Throws {@link Fault} for one that there is not. */
export function readAsked({ provinces }: PageArguments): readonly string[] {
  if (!Array.isArray(provinces)) return provinceCodes; // all, when nobody is named
  const isKnown = provinces.length > 0 && provinces.every((code) => provinceCodes.includes(String(code)));
  if (!isKnown) throw new Fault('UNKNOWN_PROVINCE');
  return provinceCodes.filter((code) => provinces.includes(code));
}

function knownAs(
  __typename: string,
  known: Readonly<Record<string, unknown>>,
  asked: readonly string[] = provinceCodes,
): InventedObject {
  return { __typename, key: `${__typename} ${JSON.stringify(asked)}`, province: 'CN', atMs: 0, asked, known };
}
