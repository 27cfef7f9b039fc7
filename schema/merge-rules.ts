import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { mergeKinds, type MergeKind } from './directives.js';
import { fieldDirective } from './field-directive.js';
import { keyFields, mergeDirectiveOf, siblingNames, type MergeDirective } from './merge-directive.js';

type Field = GraphQLField<unknown, unknown>;

/** An object type whose fields are joined, and how it is reached. */
interface Joined {
  readonly type: GraphQLObjectType;
  /** Fields that need no `@merge`. */
  readonly without: ReadonlySet<string>;
  /** True inside a bucket, which is there only when some province has it. */
  readonly isBucket: boolean;
}

/**
 * What is wrong with the `@merge` rules of a gathered type and of all types that are joined inside it: one sentence per
 * breach. Fields in `without` are put together in another way. A contract without breaches leaves nothing to check at
 * run time but that the provinces keep its types.
 */
export function mergeBreaches(type: GraphQLObjectType, without: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  const breaches = (joined: Joined): string[] => {
    const place = JSON.stringify([joined.type.name, [...joined.without].sort(), joined.isBucket]);
    if (seen.has(place)) return [];
    seen.add(place);
    return Object.values(joined.type.getFields())
      .filter(({ name }) => !joined.without.has(name))
      .flatMap((field) => [...fieldBreaches(field, joined), ...innerTypes(field, joined).flatMap(breaches)]);
  };
  return [...new Set(breaches({ type, without, isBucket: false }))];
}

function innerTypes(field: Field, { isBucket }: Joined): Joined[] {
  const merge = mergeDirectiveOf(field);
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return [];
  if (merge?.how === 'OBJECT') return [{ type, without: new Set(), isBucket }];
  if (merge?.how !== 'BUCKETS') return [];
  const keys = keyFields(merge.by);
  if (keys === undefined) return []; // said of the field itself; its items' fields would only repeat it
  return [{ type, without: new Set(keys.map(({ name }) => name.value)), isBucket: true }];
}

function fieldBreaches(field: Field, { type, isBucket }: Joined): string[] {
  const name = `${type.name}.${field.name}`;
  const merge = mergeDirectiveOf(field);
  if (merge === undefined) {
    const how = fieldDirective(field, 'merge')?.get('how');
    if (how === undefined) return [`${name} is gathered but has no @merge: say how partial values join.`];
    return [`${name} has @merge(how: "${how}"), which is none of ${mergeKinds.join(', ')}.`];
  }
  const { fits, wanted } = typeRules[merge.how];
  if (!fits(field.type)) {
    return [`${name} is merged by ${merge.how} but its type is ${String(field.type)}: it must be ${wanted}.`];
  }
  if (['MIN', 'MAX', 'ANY', 'LATEST'].includes(merge.how) && isNonNullType(field.type) && !isBucket) {
    return [`${name} is merged by ${merge.how} and is not nullable: it has no value when no province answers.`];
  }
  const breaches = [...byBreaches(field, type, merge.how), ...orderBreaches(field, merge)];
  return breaches.map((breach) => `${name} is merged by ${merge.how} ${breach}`);
}

const isNumber = (type: GraphQLOutputType): boolean => ['Int', 'Float'].includes(String(getNullableType(type)));
const itemOf = (type: GraphQLOutputType): GraphQLOutputType | undefined => {
  const list = getNullableType(type);
  return isListType(list) ? list.ofType : undefined;
};
const isListOf = (type: GraphQLOutputType, test: (item: GraphQLOutputType) => boolean): boolean => {
  const item = itemOf(type);
  return isNonNullType(item) && test(item.ofType);
};

interface TypeRule {
  readonly fits: (type: GraphQLOutputType) => boolean;
  readonly wanted: string;
}

const derived: TypeRule = {
  fits: (type) => String(type) === 'Float',
  wanted: 'Float and nullable, since there may be nothing to compute it from',
};
const least: TypeRule = {
  fits: (type) => isScalarType(getNullableType(type)),
  wanted: 'a number, a text, a time or a Boolean',
};

/** Which types a rule can join. */
const typeRules: Readonly<Record<MergeKind, TypeRule>> = {
  SUM: { fits: isNumber, wanted: 'Int or Float' },
  MIN: least,
  MAX: least,
  ANY: { fits: () => true, wanted: 'any' },
  LATEST: { fits: () => true, wanted: 'any' },
  CONCAT: { fits: (type) => itemOf(type) !== undefined, wanted: 'a list' },
  OBJECT: { fits: (type) => isObjectType(getNullableType(type)), wanted: 'an object type' },
  MEAN: derived,
  QUANTILE: derived,
  HISTOGRAM: { fits: (type) => isListOf(type, isNumber), wanted: 'a list of Int! or Float!' },
  BUCKETS: { fits: (type) => isListOf(type, isObjectType), wanted: 'a list of objects that are not null' },
  DISTINCT: {
    fits: (type) => isListOf(type, (item) => isObjectType(item) || isLeafType(item)),
    wanted: 'a list of objects or leaf values that are not null',
  },
};

/** What is wrong with `by`, each as the rest of a sentence that begins with the field and its rule. */
function byBreaches(field: Field, type: GraphQLObjectType, how: MergeKind): string[] {
  const by = mergeDirectiveOf(field)?.by ?? '';
  switch (how) {
    case 'MEAN':
      return siblingBreaches(by, type, ['SUM', 'SUM']);
    case 'HISTOGRAM':
      return [...siblingBreaches(by, type, ['ANY']), ...boundsBreaches(type.getFields()[by])];
    case 'QUANTILE':
      return [...siblingBreaches(by, type, ['HISTOGRAM', 'ANY']), ...quantileBreaches(field, type)];
    case 'LATEST':
      return siblingBreaches(by, type, ['MAX']);
    case 'BUCKETS':
      return keyBreaches(by, getNamedType(field.type));
    case 'DISTINCT':
      if (!isLeafType(getNamedType(field.type))) return keyBreaches(by, getNamedType(field.type));
      return by === '' ? [] : ['with by, but its values are leaves: they are their own key.'];
    case 'SUM':
    case 'MIN':
    case 'MAX':
    case 'ANY':
    case 'CONCAT':
    case 'OBJECT':
      return by === '' ? [] : ['with by, which this rule does not take.'];
  }
}

function orderBreaches(field: Field, { how, orderBy }: MergeDirective): string[] {
  if (orderBy === '') return [];
  if (how !== 'BUCKETS') return ['with orderBy, which this rule does not take.'];
  const item = getNamedType(field.type);
  return siblingNames(orderBy).flatMap((name) => {
    const inner = isObjectType(item) ? item.getFields()[name] : undefined;
    if (inner === undefined) return [`ordered by "${name}", which ${item.name} does not have.`];
    const isMerged = ['MIN', 'MAX'].includes(mergeDirectiveOf(inner)?.how ?? '');
    return isMerged && !inner.args.some(isRequiredArgument)
      ? []
      : [`ordered by "${name}", which must be merged by MIN or MAX and need no arguments.`];
  });
}

function siblingBreaches(by: string, type: GraphQLObjectType, wanted: readonly MergeKind[]): string[] {
  const names = siblingNames(by);
  if (names.length !== wanted.length) {
    return [
      `and must name, in by, ${wanted.length === 1 ? 'one field' : `${wanted.length} fields`} beside it, merged by ${wanted.join(' and ')}.`,
    ];
  }
  return names.flatMap((name, index) => {
    const sibling = type.getFields()[name];
    const how = wanted[index] ?? 'ANY';
    if (sibling === undefined) return [`of "${name}", which ${type.name} does not have.`];
    if (mergeDirectiveOf(sibling)?.how !== how) return [`of "${name}", which must be merged by ${how}.`];
    return sibling.args.some(isRequiredArgument) ? [`of "${name}", which cannot be asked without arguments.`] : [];
  });
}

function boundsBreaches(bounds: Field | undefined): string[] {
  if (bounds === undefined || isListOf(bounds.type, isNumber)) return [];
  return [`of "${bounds.name}", which must be a list of Int! or Float!.`];
}

function quantileBreaches(field: Field, type: GraphQLObjectType): string[] {
  const [counts = '', bounds = ''] = siblingNames(mergeDirectiveOf(field)?.by ?? '');
  const histogram = type.getFields()[counts];
  const merge = histogram && mergeDirectiveOf(histogram);
  const hasQ = field.args.some(({ name, type: argument }) => name === 'q' && String(argument) === 'Float!');
  return [
    ...(hasQ ? [] : ['but has no argument q: Float!.']),
    ...(merge?.how === 'HISTOGRAM' && merge.by !== bounds
      ? [`of "${counts}" and "${bounds}", but the bounds of "${counts}" are "${merge.by}".`]
      : []),
  ];
}

function keyBreaches(by: string, type: unknown): string[] {
  const fields = keyFields(by);
  if (fields === undefined) return ['and must name, in by, the key fields, such as "month item { id }".'];
  return isObjectType(type) ? fields.flatMap((field) => keyFieldBreaches(field, type)) : [];
}

function keyFieldBreaches({ name, selectionSet }: FieldNode, type: GraphQLObjectType): string[] {
  const field = type.getFields()[name.value];
  if (field === undefined) return [`with the key "${name.value}", which ${type.name} does not have.`];
  if (field.args.some(isRequiredArgument)) {
    return [`with the key "${name.value}", which cannot be asked without arguments.`];
  }
  const inner = getNullableType(field.type);
  if (selectionSet === undefined) {
    return isLeafType(inner) ? [] : [`with the key "${name.value}", which is no leaf: select fields of it.`];
  }
  if (!isObjectType(inner)) return [`with the key "${name.value}", which has no fields to select.`];
  return selectionSet.selections.flatMap((selection) =>
    'name' in selection && 'selectionSet' in selection ? keyFieldBreaches(selection, inner) : [],
  );
}
