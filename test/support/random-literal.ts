import {
  astFromValue,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  print,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import type { Choices } from './choices.js';

/** Where decisions come from, and the variables of the document under construction. */
export interface RandomInputs {
  readonly choices: Choices;
  readonly definitions: Map<string, string>;
  readonly values: Record<string, unknown>;
}

type Place = GraphQLArgument | GraphQLInputField;

const WORDS: readonly unknown[] = ['1', '2', 'a', '3', 'b', 'x', ''];
const ANYTHING: readonly unknown[] = ['text', 7, true, null, [1, 'a'], { b: { c: [null] } }, 0.5];

/** A literal or variable that an argument accepts, or undefined where it is left out. */
export function randomLiteral(place: Place, inputs: RandomInputs): string | undefined {
  const { choices } = inputs;
  const isRequired = isNonNullType(place.type) && place.defaultValue === undefined;
  if (!isRequired && choices.below(3) === 0) return undefined;
  return choices.once(3) ? randomVariable(place.type, inputs) : literal(place.type, inputs);
}

function randomVariable(type: GraphQLInputType, { choices, definitions, values }: RandomInputs): string {
  const name = `v${definitions.size}`;
  const value = randomValue(type, choices);
  const nullable = getNullableType(type).toString();
  switch (choices.below(4)) {
    case 0: {
      const node = isStatic(type) ? astFromValue(value, type) : undefined;
      definitions.set(name, `${type.toString()}${node ? ` = ${print(node)}` : ''}`);
      if (node) return `$${name}`;
      break;
    }
    case 1:
      definitions.set(name, type.toString());
      if (!isNonNullType(type)) return `$${name}`;
      break;
    default:
      definitions.set(name, value === null ? nullable : `${nullable}!`);
  }
  values[name] = value;
  return `$${name}`;
}

// Defaults of custom scalars and input objects have no literal that can be told from their value.
const isStatic = (type: GraphQLInputType): boolean => /^(ID|Int|String|Boolean)!?$/.test(type.toString());

function literal(type: GraphQLInputType, inputs: RandomInputs): string {
  const { choices } = inputs;
  const nullable = getNullableType(type);
  if (!isNonNullType(type) && choices.once(8)) return 'null';
  if (isListType(nullable)) {
    const items = Array.from({ length: choices.below(3) }, () => literal(nullable.ofType, inputs));
    return `[${items.join(', ')}]`;
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).flatMap((field) => {
      const given = randomLiteral(field, inputs);
      return given === undefined ? [] : [`${field.name}: ${given}`];
    });
    return `{ ${fields.join(', ')} }`;
  }
  if (isEnumType(nullable)) return String(randomValue(nullable, choices));
  return jsonLiteral(randomValue(getNullableType(type), choices, true));
}

function jsonLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name}: ${jsonLiteral(item)}`)
    .join(', ')} }`;
}

function randomValue(type: GraphQLInputType, choices: Choices, isSet = isNonNullType(type)): unknown {
  const nullable = getNullableType(type);
  if (!isSet && choices.once(8)) return null;
  if (isListType(nullable)) {
    return Array.from({ length: choices.below(3) }, () => randomValue(nullable.ofType, choices));
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) || choices.below(2) === 1,
    );
    return Object.fromEntries(fields.map((field) => [field.name, randomValue(field.type, choices)]));
  }
  if (isEnumType(nullable)) return choices.of(nullable.getValues()).name;
  switch (nullable.toString()) {
    case 'ID':
    case 'String':
      return choices.of(WORDS);
    case 'Int':
      return choices.below(6);
    case 'Float':
      return choices.below(9) / 2;
    case 'Boolean':
      return choices.below(2) === 1;
    default:
      return choices.of(isSet ? ANYTHING.filter((value) => value !== null) : ANYTHING);
  }
}
