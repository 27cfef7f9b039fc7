import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type FieldNode,
  Kind,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { fieldDirective, isCoverageField } from './field-directive.js';
import { keyFields } from './merge-directive.js';
import { mergeBreaches } from './merge-rules.js';

/** How the answers of several provinces to one field are put together; it follows from the field's type. */
export type GatherShape = 'connection' | 'object' | 'list';

/** The shape of a gathered field's answer, or undefined when its type cannot be gathered (a scalar, say). */
export function gatherShape(type: GraphQLOutputType): GatherShape | undefined {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return 'list';
  if (!isObjectType(nullable)) return undefined;
  const fields = nullable.getFields();
  return 'pageInfo' in fields && 'edges' in fields ? 'connection' : 'object';
}

/** The type in which the gateway tells of the provinces. */
const FEDERATION = 'Federation';

/** Fields of a connection that the gateway puts together itself; all others need `@merge`. */
const CONNECTION_FIELDS = ['edges', 'nodes', 'pageInfo'];

/**
 * The rules that a contract must keep beyond being valid GraphQL, as one sentence per breach (empty when it keeps
 * them). `schema` is the contract's own schema, with directives in its AST nodes.
 */
export function contractBreaches(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) => type ?? [],
  );
  const rootFields = roots.flatMap((root) =>
    Object.values(root.getFields())
      .filter((field) => field.name !== '_entities' && field.name !== '_service')
      .map((field) => ({ field, name: `${root.name}.${field.name}` })),
  );
  return [
    ...rootFields.flatMap(({ field, name }) => rootFieldBreaches(field, name)),
    ...Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap(streamBreaches),
    ...rootFields.flatMap(({ field, name }) => [...onwardBreaches(field, name), ...gatherBreaches(field, name)]),
    ...typeBreaches(schema, new Set(rootFields.filter(isGathered).map(({ field }) => getNamedType(field.type).name))),
  ];
}

function isGathered({ field }: { readonly field: GraphQLField<unknown, unknown> }): boolean {
  return fieldDirective(field, 'gather') !== undefined;
}

function rootFieldBreaches(field: GraphQLField<unknown, unknown>, name: string): string[] {
  const owner = fieldDirective(field, 'owner');
  const gather = fieldDirective(field, 'gather');
  if (isCoverageField(field)) {
    const type = getNamedType(field.type).name;
    return type === FEDERATION
      ? []
      : [`${name} has @coverage but returns ${type}: the gateway can fill ${FEDERATION} only.`];
  }
  if (owner === undefined && gather === undefined)
    return [`${name} has neither @owner nor @gather: say who answers it.`];
  if (owner !== undefined && gather !== undefined) return [`${name} has both @owner and @gather: choose one.`];
  const routing = owner === undefined ? [gather?.get('narrowBy'), gather?.get('beginAt')] : [owner.get('by') ?? ''];
  if (owner?.get('by') === 'id' && !hasId(getNamedType(field.type)))
    return [`${name} has @owner(by: "id") but returns no type with an id, by which the gateway checks the answer.`];
  return routing.flatMap((argument) => {
    const [head] = argument?.split('.') ?? [];
    const isThere = head === undefined || field.args.some((candidate) => candidate.name === head);
    return isThere ? [] : [`${name} is routed by the argument "${head}", which it does not have.`];
  });
}

/** Streams of several provinces have no common order in which they could be resumed. */
function streamBreaches(field: GraphQLField<unknown, unknown>): string[] {
  if (fieldDirective(field, 'owner') !== undefined) return [];
  return [`Subscription.${field.name} has no @owner: a stream comes from one province.`];
}

const hasId = (type: GraphQLNamedType): boolean =>
  (isObjectType(type) || isInterfaceType(type)) && 'id' in type.getFields();

/** What is wrong with a gathered field that begins at one province and asks on from there. */
function onwardBreaches(field: GraphQLField<unknown, unknown>, name: string): string[] {
  const gather = fieldDirective(field, 'gather');
  const [beginAt, further] = [gather?.get('beginAt'), gather?.get('further')];
  if (beginAt === undefined && further === undefined) return [];
  if (beginAt === undefined || further === undefined) {
    return [`${name} has only one of beginAt and further: say who is asked first, and who then.`];
  }
  if (gather?.get('narrowBy') !== undefined) return [`${name} has both narrowBy and beginAt: choose one.`];
  if (gatherShape(field.type) !== 'object') return [`${name} has beginAt, which only a gathered object may have.`];
  const [node, other] = keyFields(further) ?? [];
  const isPath = node !== undefined && other === undefined && leadsToLeaf(node, getNamedType(field.type));
  return isPath
    ? []
    : [`${name} has further: "${further}", which must lead to one leaf, such as "participants { code }".`];
}

function leadsToLeaf({ name, selectionSet }: FieldNode, type: GraphQLNamedType): boolean {
  const field = isObjectType(type) ? type.getFields()[name.value] : undefined;
  if (field === undefined || field.args.some(isRequiredArgument)) return false;
  const inner = getNamedType(field.type);
  const [selection, other] = selectionSet?.selections ?? [];
  if (selection === undefined) return isLeafType(inner);
  return other === undefined && selection.kind === Kind.FIELD && leadsToLeaf(selection, inner);
}

function gatherBreaches(field: GraphQLField<unknown, unknown>, name: string): string[] {
  if (fieldDirective(field, 'gather') === undefined) return [];
  const shape = gatherShape(field.type);
  const type = getNamedType(field.type);
  if (shape === undefined) return [`${name} is gathered but returns ${type.name}, which has no fields to merge.`];
  if (shape === 'list' || !isObjectType(type)) return [];
  const fields = Object.values(type.getFields());
  const coverage = fields.filter(isCoverageField).map((candidate) => candidate.name);
  const withoutMerge = new Set([...coverage, ...(shape === 'connection' ? CONNECTION_FIELDS : [])]);
  return [
    ...(shape === 'connection' ? edgeBreaches(type.getFields()['edges'], name) : []),
    ...(coverage.length > 0 ? [] : [`${type.name} is gathered by ${name} but has no @coverage field.`]),
    ...mergeBreaches(type, withoutMerge),
  ];
}

function edgeBreaches(edges: GraphQLField<unknown, unknown> | undefined, name: string): string[] {
  const edge = edges && getNamedType(edges.type);
  const hasCursor = isObjectType(edge) && 'cursor' in edge.getFields();
  return hasCursor ? [] : [`${name} is a gathered connection without edges { cursor }: rows could not be ordered.`];
}

/** The type of one reference: of an item where the field is a list. */
function referenceType(type: GraphQLOutputType): GraphQLOutputType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? referenceType(nullable.ofType) : type;
}

function typeBreaches(schema: GraphQLSchema, gathered: ReadonlySet<string>): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  return types.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const name = `${type.name}.${field.name}`;
      const isRoot = type === schema.getQueryType();
      if (isCoverageField(field) && !isRoot && !gathered.has(type.name)) {
        return [`${name} has @coverage, but no gathered field returns ${type.name}: nobody would fill it.`];
      }
      if (fieldDirective(field, 'elsewhere') !== undefined && isNonNullType(referenceType(field.type))) {
        return [`${name} has @elsewhere and is not nullable: a province that is down would null its parent.`];
      }
      return [];
    }),
  );
}
