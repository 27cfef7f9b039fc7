import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { Fault } from '../../gateway/errors.js';
import type { MissingNote } from '../../gateway/operation/run-operation.js';
import { parseGlobalId } from '../../schema/global-id.js';
import { findOwner, wantsRefusal } from './asked-arguments.js';
import { inventValue } from './invent-value.js';
import { connectionOf, coverageOf, isConnection, readAsked, type Federation } from './invented-lists.js';
import {
  childOf,
  findProvince,
  objectOfId,
  provinceCodes,
  standardItemIds,
  type InventedObject,
} from './invented-object.js';
import type { PageArguments } from './invented-page.js';
import type { Seeded } from './seeded.js';

/** What one operation notes while it is answered. */
export interface MockContext {
  readonly missing: MissingNote[];
  /** What its root fields gave. */
  readonly roots: InventedObject[];
}

/** What is asked of one field of one object. */
interface Spot {
  readonly parent: InventedObject;
  readonly field: GraphQLField<unknown, unknown>;
  readonly args: PageArguments;
  readonly index: number;
  /** Whether it is a root field, which is null only where a gateway would say why. */
  readonly isRoot: boolean;
}

// One optional value of so many is null, so that no client forgets that it may be.
const NULL_OF = 8;
const MAX_LIST = 3;

/** Resolves every field of a schema by invention. `federation.missing` are provinces that do not answer. */
export function createInventField(
  schema: GraphQLSchema,
  seeded: Seeded,
  federation: Federation,
): GraphQLFieldResolver<InventedObject, MockContext, PageArguments> {
  const produce = (type: GraphQLOutputType, spot: Spot): unknown => {
    if (isNonNullType(type)) return definite(type.ofType, spot);
    const { parent, field, index, isRoot } = spot;
    return !isRoot && seeded.below(NULL_OF, 'null', parent.key, field.name, index) === 0 ? null : definite(type, spot);
  };
  const definite = (type: GraphQLOutputType, spot: Spot): unknown => {
    if (isListType(type)) return listOf(spot).map((index) => produce(type.ofType, { ...spot, index }));
    if (isLeafType(type)) return inventValue(type, { ...spot, of: spot.parent, owner: ownerOf(spot, schema) }, seeded);
    if (isAbstractType(type)) return objectOf(chooseMember(type, spot, { schema, seeded }), spot);
    return isObjectType(type) ? objectOf(type, spot) : null;
  };
  const listOf = ({ parent, field, args, isRoot }: Spot): readonly number[] => {
    if (isRoot && field.name === 'provinces') return readAsked({ provinces: args['codes'] }).map(placeOfProvince);
    const whole = isRoot ? wholeLists[getNamedType(field.type).name]?.length : undefined;
    const length = whole ?? 1 + seeded.below(MAX_LIST, 'length', parent.key, field.name);
    return Array.from({ length }, (_, index) => index);
  };
  const objectOf = (type: GraphQLObjectType, { parent, field, args, index, isRoot }: Spot): InventedObject => {
    if (isRoot) {
      const asked = askedById(type, args) ?? objectOfId(wholeLists[type.name]?.[index] ?? '');
      if (asked !== undefined) return asked;
    }
    if (type.name === 'Coverage') return coverageOf(parent.asked, federation);
    if (type.name === 'Province') return provinceOf({ parent, field, args, index, isRoot }, seeded);
    if (isConnection(type)) return connectionOf(type, { args, field: field.name, seeded, federation });
    return childOf({ parent, type, name: field.name, index, args }, seeded);
  };
  return (...[parent, args, { missing, roots }, { parentType, fieldName, path }]) => {
    const field = parentType.getFields()[fieldName];
    if (field === undefined) throw new Fault('INTERNAL');
    if (Object.hasOwn(parent.known, fieldName)) return parent.known[fieldName];
    const isRoot = path.prev === undefined;
    const owner = isRoot ? findOwner(args) : undefined;
    if (owner !== undefined && federation.missing.includes(owner))
      throw new Fault('PROVINCE_UNREACHABLE', undefined, { province: owner });
    const from = owner === undefined ? parent : { ...parent, province: owner };
    const value = produce(field.type, { parent: from, field, args, index: 0, isRoot });
    if (isRoot) roots.push(value as InventedObject);
    if (isRoot && fieldsOf(field.type).includes('coverage')) {
      const away = (value as InventedObject).asked.filter((code) => federation.missing.includes(code));
      missing.push(...away.map((province) => ({ field: String(path.key), province, reason: 'UNREACHABLE' as const })));
    }
    return value;
  };
}

/** Lists that are the same for everybody, by type: ids of what is in them. */
const wholeLists: Readonly<Record<string, readonly string[]>> = {
  StandardItem: standardItemIds,
  Province: provinceCodes.map((code) => `CN:Province:${code}`),
};

function ownerOf({ parent }: Spot, schema: GraphQLSchema): GraphQLNamedType | undefined {
  return schema.getType(parent.__typename);
}

function placeOfProvince(code: string): number {
  return provinceCodes.indexOf(code);
}

function fieldsOf(type: GraphQLOutputType): readonly string[] {
  const named = getNamedType(type);
  return isObjectType(named) ? Object.keys(named.getFields()) : [];
}

function askedById(type: GraphQLObjectType, { id, code }: PageArguments): InventedObject | undefined {
  if (type.name === 'Province' && typeof code === 'string') return findProvince(code);
  if (typeof id !== 'string' || type.getFields()['id'] === undefined) return undefined;
  if (parseGlobalId(id)?.type !== type.name) throw new Fault('BAD_ID');
  return objectOfId(id);
}

function provinceOf({ parent, field, args, index }: Spot, seeded: Seeded): InventedObject {
  const own = field.name === 'province' ? parent.province : undefined;
  const code = own !== undefined && provinceCodes.includes(own) ? own : undefined;
  const words = [parent.key, field.name, index, JSON.stringify(args)];
  const found = findProvince(code ?? seeded.pick(provinceCodes, ...words));
  if (found === undefined) throw new Fault('UNKNOWN_PROVINCE');
  return found;
}

interface World {
  readonly schema: GraphQLSchema;
  readonly seeded: Seeded;
}

/** A refusal where an argument asks for one, otherwise never; of an interface what the id says. */
function chooseMember(
  type: GraphQLAbstractType,
  { parent, field, args, index, isRoot }: Spot,
  { schema, seeded }: World,
): GraphQLObjectType {
  const members = schema.getPossibleTypes(type);
  if (isRoot && isInterfaceType(type) && typeof args['id'] === 'string') {
    const named = members.find(({ name }) => name === parseGlobalId(args['id'])?.type);
    if (named === undefined) throw new Fault('BAD_ID');
    return named;
  }
  const isRefusal = ({ name }: GraphQLObjectType): boolean => name.endsWith('Refusal');
  const wanted = members.filter((member) => isRefusal(member) === wantsRefusal(args));
  return seeded.pick(wanted.length > 0 ? wanted : members, parent.key, field.name, index);
}
