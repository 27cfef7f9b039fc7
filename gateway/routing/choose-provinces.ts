import { getArgumentValues, GraphQLError } from 'graphql';
import { keeperOfCollaboration } from '../../schema/agreement-collaboration.js';
import { originOf } from '../../schema/province-codes.js';
import { parseCursor, type Position } from '../../schema/cursor.js';
import { isProvinceCode, NATION, parseGlobalId } from '../../schema/global-id.js';
import { readPageWindow } from '../../schema/page.js';
import { Fault } from '../errors.js';
import type { ProvinceEntry, Registry } from '../provinces/registry.js';
import type { Onward } from './contract.js';
import { readPageCursor } from './page-cursor.js';
import type { GatherPart, OwnerPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** Who answers an owner field: a province, or nobody but the id itself, when it names national reference data. */
export type Owner =
  | {
      readonly kind: 'province';
      readonly province: ProvinceEntry;
      /** Id of the entity that is asked for, where the argument is one. */
      readonly id: string | undefined;
      /** False for a command that names no more than the province, so that it may begin something new there. */
      readonly isUnderWay: boolean;
    }
  | { readonly kind: 'nation'; readonly type: string; readonly id: string };

/** The owner that the routing argument names. Throws {@link Fault} with BAD_ID or UNKNOWN_PROVINCE. */
export function chooseOwner(part: OwnerPart, variables: Variables, registry: Registry): Owner {
  const value = valueAt(readArguments(part, variables), part.rule.by);
  const id = parseGlobalId(value);
  const code = id?.province ?? (isProvinceCode(value) ? value : undefined);
  const isWrongType = id !== undefined && part.idTypes !== undefined && !part.idTypes.has(id.type);
  if (code === undefined || isWrongType || (part.idTypes !== undefined && id === undefined)) {
    const wanted = part.idTypes === undefined ? '' : ` of ${[...part.idTypes].join(' or ')}`;
    throw new Fault(
      'BAD_ID',
      `${part.rule.by.join('.')}: not an id${wanted}, which has the form <province>:<Type>:<local id>.`,
    );
  }
  if (code === NATION && id !== undefined && part.nationalTypes.has(id.type)) {
    return { kind: 'nation', type: id.type, id: String(value) };
  }
  if (code === NATION)
    throw new Fault('BAD_ID', `${part.rule.by.join('.')}: no province owns what begins with ${NATION}.`);
  const province = registry.provinces.get(code);
  if (province === undefined) {
    throw new Fault('UNKNOWN_PROVINCE', `${part.rule.by.join('.')}: ${code} is not a province of this graph.`);
  }
  // A letter names its addressee in `to`.
  const isUnderWay = part.isRead || id !== undefined || part.rule.by.at(-1) === 'to';
  return { kind: 'province', province, id: part.idTypes === undefined ? undefined : String(value), isUnderWay };
}

/**
 * The values of a field's arguments. Throws {@link Fault} with BAD_USER_INPUT where a variable is null and the argument
 * may not be.
 */
export function readArguments(
  { definition, selected }: Pick<GatherPart, 'definition' | 'selected'>,
  variables: Variables,
): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(definition, selected.field, variables);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new Fault('BAD_USER_INPUT', error.message);
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}

/** What the gateway reads from a gathered field's arguments before it asks anybody. */
export interface GatherRequest {
  /** In the order of the registry; empty only where one is asked first. */
  readonly provinces: readonly ProvinceEntry[];
  /** Letter code of the province that is asked before others are known. */
  readonly first: string | undefined;
  readonly page: PageRequest;
}

/** The page that is asked for; only meaningful for a connection. */
export interface PageRequest {
  /** Rows of the page. */
  readonly size: number;
  /** True when the page ends before the cursor instead of beginning behind it. */
  readonly isBackward: boolean;
  readonly cursor: PagePosition | undefined;
  /** The order that cursors must be in, where the arguments say it. */
  readonly order: string | undefined;
}

/** Where a page begins or ends, and of which provinces the pages up to there lack rows. */
export interface PagePosition {
  /** The cursor as provinces get it. */
  readonly bare: string;
  readonly position: Position;
  /** By letter code: since when the province has been missing. */
  readonly behind: ReadonlyMap<string, Date>;
}

const NO_PAGE: PageRequest = { size: 0, isBackward: false, cursor: undefined, order: undefined };

/**
 * The provinces to ask, and the page. Throws {@link Fault} with BAD_ID, UNKNOWN_PROVINCE, BAD_PAGE_SIZE or BAD_CURSOR, so that
 * a caller's mistake costs no province a request.
 */
export function chooseGather(part: GatherPart, variables: Variables, registry: Registry): GatherRequest {
  const values = readArguments(part, variables);
  const { onward } = part.rule;
  if (onward !== undefined) return { provinces: [], first: firstOf(values[onward.beginAt], onward), page: NO_PAGE };
  const narrowing = part.rule.narrowBy === undefined ? undefined : values[part.rule.narrowBy];
  const provinces = narrow(narrowing, registry, part.rule.narrowBy ?? '');
  return { provinces, first: undefined, page: part.shape === 'connection' ? readPage(values) : NO_PAGE };
}

function firstOf(value: unknown, { beginAt }: Onward): string {
  const collaborating = originOf(value) ?? keeperOfCollaboration(value);
  const code = collaborating ?? parseGlobalId(value)?.province ?? (isProvinceCode(value) ? value : undefined);
  if (code !== undefined) return code;
  throw new Fault('BAD_ID', `${beginAt}: names no province. Pass a collaboration number or an id of this graph.`);
}

function readPage(values: Readonly<Record<string, unknown>>): PageRequest {
  const window = readPageWindow(values);
  if ('code' in window) throw new Fault(window.code, window.message);
  const { size, isBackward } = window;
  const cursor = window.cursor === undefined ? undefined : readPosition(window.cursor, isBackward);
  const { orderBy } = values;
  const order = Array.isArray(orderBy) && orderBy.length > 0 ? orderBy.join(',') : undefined;
  return { size, isBackward, cursor, order: cursor?.position.order ?? order };
}

function readPosition(text: unknown, isBackward: boolean): PagePosition {
  const cursor = readPageCursor(text);
  const position = parseCursor(cursor?.bare);
  if (cursor !== undefined && position !== undefined) return { ...cursor, position };
  const argument = isBackward ? 'before' : 'after';
  throw new Fault(
    'BAD_CURSOR',
    `${argument}: not a cursor of this graph. Pass a cursor of pageInfo or of an edge unchanged.`,
  );
}

function narrow(codes: unknown, registry: Registry, argument: string): readonly ProvinceEntry[] {
  if (!Array.isArray(codes)) return [...registry.provinces.values()];
  if (codes.length === 0) {
    throw new Fault('UNKNOWN_PROVINCE', `${argument}: names no province. Leave the argument out to ask all.`);
  }
  const unknown = codes.filter((code) => !registry.provinces.has(String(code)));
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).map((code) => JSON.stringify(String(code).slice(0, 20)));
    throw new Fault('UNKNOWN_PROVINCE', `${argument}: ${shown.join(', ')} is not a province of this graph.`);
  }
  const wanted = new Set(codes.map(String));
  return [...registry.provinces.values()].filter(({ code }) => wanted.has(code));
}
