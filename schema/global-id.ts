/** A global id taken apart: `GD:Case:0197…` is the case `0197…` of Guangdong. */
export interface GlobalId {
  /** Letter code of the owner: ISO 3166-2:CN (`GD`), `XPCC`, or `CN` for national reference data. */
  readonly province: string;
  /** GraphQL type name of the entity. */
  readonly type: string;
  /** Unique within that type and province; opaque. */
  readonly local: string;
}

/** Owner part of the ids of national reference data, which no province owns. */
export const NATION = 'CN';

const PROVINCE_CODE = /^[A-Z]{2,4}$/;
const GLOBAL_ID = /^([A-Z]{2,4}):([A-Z][A-Za-z0-9]{0,63}):([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/;

/** True when `value` has the shape of a province's letter code; whether it is registered is another question. */
export function isProvinceCode(value: unknown): value is string {
  return typeof value === 'string' && PROVINCE_CODE.test(value);
}

/** Takes an id apart, or gives undefined when it is not one. The owner is read from the id, never looked up. */
export function parseGlobalId(id: unknown): GlobalId | undefined {
  if (typeof id !== 'string') return undefined;
  const [, province, type, local] = GLOBAL_ID.exec(id) ?? [];
  if (province === undefined || type === undefined || local === undefined) return undefined;
  return { province, type, local };
}

/** Puts an id together; the inverse of {@link parseGlobalId}. */
export function formatGlobalId(id: GlobalId): string {
  return `${id.province}:${id.type}:${id.local}`;
}
