import type { GraphQLObjectType } from 'graphql';
import { parseGlobalId } from '../../schema/global-id.js';
import { readReferenceData } from '../../subgraphs/national/reference-data.js';
import type { Seeded } from './seeded.js';

/** An object that exists because somebody asked for it. All else about it follows from its key. */
export interface InventedObject {
  readonly __typename: string;
  /** Its global id, where it has one; otherwise the way to it. */
  readonly key: string;
  /** Letter code of the province whose it is. */
  readonly province: string;
  /** About when it came to be, in milliseconds. */
  readonly atMs: number;
  /** Provinces that were asked for it, when more than one may be. */
  readonly asked: readonly string[];
  /** What is known of it without inventing. */
  readonly known: Readonly<Record<string, unknown>>;
}

const reference = readReferenceData();

/** Letter codes of all provinces, in the order of the national standard. */
export const provinceCodes: readonly string[] = reference.provinces.map(({ code }) => code);

/** Ids of the national items, which are real. */
export const standardItemIds: readonly string[] = reference.items.map(({ code }) => `CN:StandardItem:${code}`);

const provinces = new Map(reference.provinces.map((row) => [row.code, row]));
const items = new Map(reference.items.map((row) => [row.code, row]));

/** The end of the working day on which everything that is invented has just happened. */
export const NOW_MS = Date.parse('2026-06-30T10:00:00.000Z');
const MINUTES_BETWEEN = 37;
export const MINUTE_MS = 60_000;

/** A province as it is in the national reference data; undefined when the code is none. */
export function findProvince(code: string): InventedObject | undefined {
  const row = provinces.get(code);
  if (row === undefined) return undefined;
  // Keys of other rows: what they lead to is left out.
  const known = { ...row, primaryRegion: undefined, populationIncludedIn: undefined };
  const key = `CN:Province:${code}`;
  return { __typename: 'Province', key, province: code, atMs: NOW_MS, asked: [code], known };
}

/** The object that an id names, the same wherever the id came from; undefined when it is no id. */
export function objectOfId(id: string): InventedObject | undefined {
  const { province, type, local } = parseGlobalId(id) ?? {};
  if (province === undefined || type === undefined || local === undefined) return undefined;
  if (type === 'Province') return findProvince(local);
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(local);
  const atMs = isUuid ? Number.parseInt(local.slice(0, 13).replace('-', ''), 16) : NOW_MS;
  const row = type === 'ServiceItem' || type === 'StandardItem' ? items.get(local) : undefined;
  const known = row === undefined ? {} : { nameZh: row.nameZh, nameEn: row.nameEn };
  return { __typename: type, key: id, province, atMs, asked: [province], known };
}

export interface Child {
  readonly parent: InventedObject;
  readonly type: GraphQLObjectType;
  /** Name of its field. */
  readonly name: string;
  readonly index: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The object in a field of another: what has an id gets one of the same province, the later in a list the older. */
export function childOf({ parent, type, name, index, args }: Child, seeded: Seeded): InventedObject {
  const words = [type.name, parent.key, name, index, JSON.stringify(args)];
  const atMs = (parent.atMs || NOW_MS) - index * MINUTES_BETWEEN * MINUTE_MS;
  if (type.getFields()['id'] === undefined) {
    const asked = parent.asked.length > 0 ? parent.asked : provinceCodes;
    const { province } = parent;
    return { __typename: type.name, key: words.join(' '), province, atMs, asked, known: knownBy(type, args) };
  }
  const found = objectOfId(inventId(type.name, { parent, atMs, words }, seeded));
  if (found === undefined) throw new Error(`An id of ${type.name} could not be invented.`);
  return { ...found, known: { ...found.known, ...knownBy(type, args) } };
}

interface Origin {
  readonly parent: InventedObject;
  readonly atMs: number;
  readonly words: readonly (number | string)[];
}

function inventId(type: string, { parent, atMs, words }: Origin, seeded: Seeded): string {
  if (type === 'StandardItem') return seeded.pick(standardItemIds, ...words);
  const province = provinces.has(parent.province) ? parent.province : seeded.pick(provinceCodes, ...words);
  if (type === 'ServiceItem') return `${province}:ServiceItem:${seeded.pick(reference.items, ...words).code}`;
  const time = atMs.toString(16).padStart(12, '0');
  const hash = seeded.hash(...words);
  return `${province}:${type}:${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

// Fields that say what was asked, by argument.
const ECHOES: Readonly<Record<string, readonly string[]>> = {
  standardItem: ['standard', 'standardItem'],
  applicantProvince: ['applicantProvince', 'receivingProvince'],
  handlingProvince: ['handlingProvince'],
};

/** What an object must say since somebody asked for it so. */
function knownBy(type: GraphQLObjectType, args: Child['args']): InventedObject['known'] {
  const fields = type.getFields();
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args)) {
    if (typeof value !== 'string') continue;
    const object = findProvince(value) ?? objectOfId(value);
    for (const field of ECHOES[name] ?? []) if (fields[field] && object !== undefined) known[field] = object;
  }
  return known;
}
