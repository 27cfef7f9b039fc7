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
import { randomArguments, type ArgumentSources, type RandomVariables } from './random-arguments.js';
import type { Question, World } from './union-oracle.js';

// Fields below the root; deep enough for a page, its rows, and three references one behind another.
const MAX_DEPTH = 6;
const MAX_SELECTIONS = 5;
// Some are names of other fields, of keys even, and some are names that every JavaScript object inherits.
const ALIASES = ['x', 'y', 'id', 'label', 'text', 'constructor'];

type Field = GraphQLField<unknown, unknown>;

/** A field under the key by which the answer has it. */
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

interface Draft extends ArgumentSources {
  readonly keyed: Keyed[];
  readonly fragments: Fragment[];
  readonly leftOut: readonly string[];
}

/** Builds a query over any schema, valid by construction, with variables that fit; leaves out the fields named. */
export function randomQuery(
  schema: GraphQLSchema,
  world: World,
  { list, leftOut = [] }: { readonly list: readonly number[]; readonly leftOut?: readonly string[] },
): Question {
  const choices = readChoices(list);
  const variables: RandomVariables = { definitions: new Map(), values: {} };
  const draft: Draft = { schema, world, choices, ...variables, keyed: [], fragments: [], leftOut };
  const root = schema.getQueryType();
  if (!root) throw new Error('a schema has a query type');
  const { text } = selectionSet(root, MAX_DEPTH, draft);
  const definitions = [...variables.definitions].map(([name, type]) => `$${name}: ${type}`);
  const head = definitions.length > 0 ? `query (${definitions.join(', ')}) ` : choices.of(['', 'query Named ']);
  const fragments = draft.fragments.map(({ name, on, text: set }) => `\nfragment ${name} on ${on.name} ${set}`);
  return { query: `${head}${text}${fragments.join('')}`, variables: variables.values };
}

/** Text, and how many levels of fields stand in it. */
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
  const { choices } = draft;
  // Fragments nest without going deeper, so decisions that have run out must not lead into them.
  const kind = choices.below(12);
  if (kind === 11) return spread(type, depth, draft);
  if (kind === 10) return inlineFragment(type, depth, draft);
  if (isUnionType(type) && kind > 2) return inlineFragment(type, depth, draft);
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const open = fields.filter((field) => !draft.leftOut.includes(field.name) && (depth > 1 || isLeafField(field)));
  if (kind === 9 || open.length === 0) return { text: `${typename(draft)}${directives(draft)}`, height: 1 };
  const { field, key, given } = chooseField(type, open, draft);
  const alias = key === field.name ? '' : `${key}: `;
  const inner = getNamedType(field.type);
  const below = isCompositeType(inner) ? selectionSet(inner, depth - 1, draft) : { text: '', height: 0 };
  return { text: `${alias}${field.name}${given}${directives(draft)} ${below.text}`, height: 1 + below.height };
}

function isLeafField(field: Field): boolean {
  return isLeafType(getNamedType(field.type));
}

function typename({ choices }: Draft): string {
  return choices.once(4) ? 'kind: __typename' : '__typename';
}

/** A field that stands in the document already, to be merged with it, or one under a key that is free for it. */
function chooseField(parent: GraphQLCompositeType, open: readonly Field[], draft: Draft): Keyed {
  const { choices, keyed } = draft;
  const known = keyed.filter((other) => other.parent === parent && open.includes(other.field));
  if (known.length > 0 && choices.once(4)) return choices.of(known);
  const field = choices.of(open);
  const given = randomArguments(field, draft);
  const wanted = choices.once(3) ? choices.of(ALIASES) : field.name;
  const free = (key: string): boolean => keyed.every((other) => agrees(other, { parent, field, key, given }));
  const key = free(wanted) ? wanted : free(field.name) ? field.name : `k${keyed.length}`;
  const result = { parent, field, key, given };
  keyed.push(result);
  return result;
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
  return { text: `...${on ? ` on ${on.name}` : ''}${directives(draft)} ${text}`, height };
}

function overlapping(type: GraphQLCompositeType, { schema, choices }: Draft): GraphQLCompositeType {
  const types = Object.values(schema.getTypeMap()).filter(isCompositeType);
  return choices.of(types.filter((other) => mayStandOn(schema, other, type)));
}

/** Whether a fragment on one type may stand in a selection of another. */
function mayStandOn(schema: GraphQLSchema, on: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
  return doTypesOverlap(schema, type, on);
}

function spread(type: GraphQLCompositeType, depth: number, draft: Draft): Selected {
  const { schema, choices, fragments } = draft;
  const known = fragments.filter(({ on, height }) => height <= depth && mayStandOn(schema, on, type));
  if (known.length > 0 && choices.below(2) === 1) {
    const { name, height } = choices.of(known);
    return { text: `...${name}${directives(draft)}`, height };
  }
  const on = overlapping(type, draft);
  const set = selectionSet(on, depth, draft);
  const name = `F${fragments.length}`;
  fragments.push({ name, on, ...set });
  return { text: `...${name}${directives(draft)}`, height: set.height };
}

function directives({ choices, definitions, values }: Draft): string {
  const conditions = ['include', 'skip'].filter(() => choices.once(10));
  return conditions.map((name) => ` @${name}(if: ${condition(choices, { definitions, values })})`).join('');
}

function condition(choices: Choices, { definitions, values }: RandomVariables): string {
  const value = choices.below(2) === 1;
  if (choices.below(3) === 0) return String(value);
  const known = [...definitions].filter(([, type]) => type.startsWith('Boolean')).map(([name]) => name);
  if (known.length > 0 && choices.below(2) === 1) return `$${choices.of(known)}`;
  const name = `v${definitions.size}`;
  if (choices.once(3)) definitions.set(name, `Boolean! = ${String(value)}`);
  else {
    definitions.set(name, 'Boolean!');
    values[name] = value;
  }
  return `$${name}`;
}
