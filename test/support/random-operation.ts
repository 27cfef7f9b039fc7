import {
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { readChoices, type Choices } from './choices.js';
import { randomLiteral, type RandomInputs } from './random-literal.js';

// Deep enough for three references one behind another, with lists between them.
const MAX_DEPTH = 5;
const MAX_SELECTIONS = 5;
const ALIASES = ['x', 'y', 'id', 'name', 'title', 'constructor', 'then', 'toString', 'hasOwnProperty', 'valueOf'];
const INTROSPECTION = [
  '__schema { queryType { name } mutationType { name fields { name } } }',
  'meta: __schema { directives { name args { name } } }',
  't: __type(name: "Query") { kind name fields { name type { kind ofType { name } } } }',
];

type Field = GraphQLField<unknown, unknown>;

interface Keyed {
  readonly parent: GraphQLCompositeType;
  readonly field: Field;
  readonly key: string;
  readonly given: string;
}

interface Fragment {
  readonly name: string;
  readonly on: GraphQLCompositeType;
  readonly text: string;
  readonly height: number;
}

interface Draft extends RandomInputs {
  readonly schema: GraphQLSchema;
  readonly keyed: Keyed[];
  readonly fragments: Fragment[];
}

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Builds an operation over any schema from a list of decisions; nearly always valid, and small when the list is. */
export function randomOperation(schema: GraphQLSchema, list: readonly number[]): RandomOperation {
  const choices = readChoices(list);
  const draft: Draft = { schema, choices, definitions: new Map(), values: {}, keyed: [], fragments: [] };
  const mutation = schema.getMutationType();
  const isMutation = mutation && choices.below(3) > 0;
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('a schema has a query type');
  const { text } = selectionSet(root, MAX_DEPTH, draft);
  const definitions = [...draft.definitions].map(([name, type]) => `$${name}: ${type}`);
  const head = definitions.length > 0 ? `(${definitions.join(', ')}) ` : '';
  const fragments = draft.fragments.map(({ name, on, text: set }) => `\nfragment ${name} on ${on.name} ${set}`);
  return { query: `${isMutation ? 'mutation' : 'query'} ${head}${text}${fragments.join('')}`, variables: draft.values };
}

interface Selected {
  readonly text: string;
  readonly height: number;
}

function selectionSet(type: GraphQLCompositeType, depth: number, draft: Draft): Selected {
  const { choices } = draft;
  const count = 1 + choices.below(MAX_SELECTIONS);
  const selections: Selected[] = [];
  while (selections.length < count) {
    if (selections.length > 0 && choices.isOver) break;
    selections.push(selection(type, depth, draft));
  }
  return {
    text: `{ ${selections.map(({ text }) => text).join(' ')} }`,
    height: Math.max(...selections.map(({ height }) => height)),
  };
}

function selection(type: GraphQLCompositeType, depth: number, draft: Draft): Selected {
  const { choices, schema } = draft;
  const kind = choices.below(14);
  if (kind === 13) return spread(type, depth, draft);
  if (kind >= 11 || (isUnionType(type) && kind > 2)) return inlineFragment(type, depth, draft);
  if (kind === 10 && type === schema.getQueryType() && choices.once(4)) {
    return { text: choices.of(INTROSPECTION), height: 1 };
  }
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const open = fields.filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
  if (kind === 9 || open.length === 0) {
    return { text: `${choices.of(['__typename', 'kind: __typename', '__typename'])}${conditions(draft)}`, height: 1 };
  }
  const { field, key, given } = chooseField(type, open, draft);
  const inner = getNamedType(field.type);
  const below = isCompositeType(inner) ? selectionSet(inner, depth - 1, draft) : { text: '', height: 0 };
  const alias = key === field.name ? '' : `${key}: `;
  return { text: `${alias}${field.name}${given}${conditions(draft)} ${below.text}`, height: 1 + below.height };
}

/** A field that stands in the document already, to be merged with it, or one under a key that is free for it. */
function chooseField(parent: GraphQLCompositeType, open: readonly Field[], draft: Draft): Keyed {
  const { choices, keyed } = draft;
  const known = keyed.filter((other) => other.parent === parent && open.includes(other.field));
  if (known.length > 0 && choices.once(4)) return choices.of(known);
  const field = choices.of(open);
  const given = randomArguments(field, draft);
  const wanted = choices.once(4) ? choices.of(ALIASES) : field.name;
  const free = (key: string): boolean => keyed.every((other) => agrees(other, { parent, field, key, given }));
  const key = free(wanted) ? wanted : free(field.name) ? field.name : `k${keyed.length}`;
  const result = { parent, field, key, given };
  keyed.push(result);
  return result;
}

function randomArguments(field: Field, draft: Draft): string {
  const given = field.args.flatMap((argument) => {
    const literal = randomLiteral(argument, draft);
    return literal === undefined ? [] : [`${argument.name}: ${literal}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** Whether two fields may stand in one document (GraphQL specification, 5.3.2), whatever is selected around them. */
function agrees(one: Keyed, other: Keyed): boolean {
  if (one.key !== other.key) return true;
  if (one.field.type.toString() !== other.field.type.toString()) return false;
  if (one.field.name === other.field.name && one.given === other.given) return true;
  return one.parent !== other.parent && isObjectType(one.parent) && isObjectType(other.parent);
}

function inlineFragment(type: GraphQLCompositeType, depth: number, draft: Draft): Selected {
  const on = draft.choices.once(4) && !isUnionType(type) ? undefined : overlapping(type, draft);
  const { text, height } = selectionSet(on ?? type, depth, draft);
  return { text: `...${on ? ` on ${on.name}` : ''}${conditions(draft)} ${text}`, height };
}

function overlapping(type: GraphQLCompositeType, { schema, choices }: Draft): GraphQLCompositeType {
  const types = Object.values(schema.getTypeMap()).filter(isCompositeType);
  return choices.of(types.filter((other) => doTypesOverlap(schema, other, type)));
}

function spread(type: GraphQLCompositeType, depth: number, draft: Draft): Selected {
  const { schema, choices, fragments } = draft;
  const known = fragments.filter(({ on, height }) => height <= depth && doTypesOverlap(schema, on, type));
  if (known.length > 0 && choices.below(2) === 1) {
    const { name, height } = choices.of(known);
    return { text: `...${name}${conditions(draft)}`, height };
  }
  const on = overlapping(type, draft);
  const set = selectionSet(on, depth, draft);
  const name = `F${fragments.length}`;
  fragments.push({ name, on, ...set });
  return { text: `...${name}${conditions(draft)}`, height: set.height };
}

function conditions(draft: Draft): string {
  const names = ['include', 'skip'].filter(() => draft.choices.once(10));
  return names.map((name) => ` @${name}(if: ${condition(draft)})`).join('');
}

function condition({ choices, definitions, values }: { choices: Choices } & RandomInputs): string {
  const value = choices.below(2) === 1;
  if (choices.below(3) === 0) return String(value);
  const known = [...definitions].filter(([, type]) => type.startsWith('Boolean!')).map(([name]) => name);
  if (known.length > 0 && choices.below(2) === 1) return `$${choices.of(known)}`;
  const name = `v${definitions.size}`;
  if (choices.once(3)) definitions.set(name, `Boolean! = ${String(value)}`);
  else {
    definitions.set(name, 'Boolean!');
    values[name] = value;
  }
  return `$${name}`;
}
