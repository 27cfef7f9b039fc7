import {
  astFromValue,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { possibleTypeNames } from '../../gateway/routing/contract.js';
import { encodeCursor } from '../../schema/cursor.js';
import type { Choices } from './choices.js';
import type { Row } from './stand-in-province.js';
import type { World } from './union-oracle.js';

/** The variables of a document under construction: their definitions, and the values that some of them get. */
export interface RandomVariables {
  readonly definitions: Map<string, string>;
  readonly values: Record<string, unknown>;
}

export interface ArgumentSources extends RandomVariables {
  readonly schema: GraphQLSchema;
  readonly world: World;
  readonly choices: Choices;
}

type Field = GraphQLField<unknown, unknown>;

// Arguments of paging backwards, which must not stand beside those of paging forwards.
const FORWARDS = ['first', 'after'];
const BACKWARDS = ['last', 'before'];

/** Arguments for a field as text, `(name: value …)`, or nothing; every value is one that the field accepts. */
export function randomArguments(field: Field, sources: ArgumentSources): string {
  const { choices } = sources;
  const order = choices.of(['RANK_ASC', 'RANK_DESC']);
  const avoided = choices.below(2) === 0 ? BACKWARDS : FORWARDS;
  // A cursor is a position in one order, so the order that is the default has to be said unless it is that one.
  // `before` goes with `last`, so that is always said too.
  const isSaid = (name: string): boolean => name === 'last' || (name === 'orderBy' && order === 'RANK_DESC');
  const given = field.args.flatMap((argument) => {
    if (avoided.includes(argument.name)) return [];
    if (!isNonNullType(argument.type) && !isSaid(argument.name) && choices.below(3) === 0) return [];
    return [`${argument.name}: ${randomValue(argument, { field, order }, sources)}`];
  });
  return given.length === 0 ? '' : `(${given.join(' ')})`;
}

interface Meaning {
  readonly field: Field;
  readonly order: string;
}

/** A literal, or a variable that comes with a value, with a default, or with nothing where that is allowed. */
function randomValue(argument: GraphQLArgument, meaning: Meaning, sources: ArgumentSources): string {
  const { choices, definitions, values } = sources;
  const isOptional = !isNonNullType(argument.type) && !['orderBy', 'last'].includes(argument.name);
  const value = isOptional && choices.once(10) ? null : meaningfulValue(argument.type, argument.name, meaning, sources);
  const literal = print(astFromValue(value, argument.type) ?? { kind: 'NullValue' as never });
  if (!choices.once(3)) return literal;
  const name = `v${definitions.size}`;
  const nullable = getNullableType(argument.type).toString();
  switch (choices.below(4)) {
    case 1: // a default that is taken
      definitions.set(name, `${nullable} = ${literal}`);
      return isNonNullType(argument.type) && value === null ? literal : `$${name}`;
    case 2: // a default that is not
      if (value === null) return literal;
      definitions.set(name, `${nullable} = ${literal}`);
      break;
    case 3: // no value at all: the argument's own default
      definitions.set(name, isOptional ? nullable : argument.type.toString());
      if (isOptional) return `$${name}`;
      break;
    default:
      definitions.set(name, value === null ? nullable : `${nullable}!`);
  }
  values[name] = value;
  return `$${name}`;
}

/** The small table of values that mean something; everything else goes by type. */
function meaningfulValue(type: GraphQLInputType, name: string, meaning: Meaning, sources: ArgumentSources): unknown {
  const { choices, world } = sources;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (name === 'ids' && rowsOf(world).length === 0) return [];
    const length = name === 'orderBy' ? 1 : 1 + choices.below(3);
    const items = Array.from({ length }, () => meaningfulValue(nullable.ofType, name, meaning, sources));
    return items.length === 1 && choices.once(6) ? items[0] : items; // one item may stand for a list of itself
  }
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map((value) => value.name);
    return name === 'orderBy' && names.includes(meaning.order) ? meaning.order : choices.of(names);
  }
  switch (nullable.toString()) {
    case 'ID':
      return name === 'provinces' ? choices.of([...world.keys()]) : randomId(meaning.field, sources);
    case 'Int':
      return 1 + choices.below(7);
    case 'Float': // a quantile
      return choices.below(11) / 10;
    case 'Boolean':
      return choices.below(2) === 1;
    default:
      return ['after', 'before'].includes(name)
        ? randomCursor(meaning.order, sources)
        : choices.of(['a', 'b', 'c', '']);
  }
}

/** An id of what the field returns; now and then one that its province does not have. */
function randomId(field: Field, { schema, world, choices }: ArgumentSources): string {
  const type = choices.of([...possibleTypeNames(schema, getNamedType(field.type).name)]);
  const rows = rowsOf(world);
  // What another subgraph refers to has to be there: it would stand half filled otherwise, as in any federation.
  const mayDangle = field.name !== 'featured';
  const dangling = { id: `${choices.of([...world.keys()])}:Row:99` };
  const { id } = rows.length === 0 || (mayDangle && choices.once(8)) ? dangling : choices.of(rows);
  return id.replace(':Row:', `:${type}:`);
}

function randomCursor(order: string, { world, choices }: ArgumentSources): string {
  const rows = rowsOf(world);
  const { id, rank } = rows.length === 0 ? { id: `${choices.of([...world.keys()])}:Row:0`, rank: 0 } : choices.of(rows);
  return encodeCursor({ order, keys: [rank], id });
}

function rowsOf(world: World): readonly Row[] {
  return [...world.values()].flat();
}
