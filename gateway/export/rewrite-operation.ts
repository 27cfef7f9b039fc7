import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { countLists } from './declare-columns.js';
import type { FoundList } from './find-list.js';
import { fieldOf } from './select.js';

/** The operation that fetches any page of a list, and the names of what differs from page to page. */
export interface PageOperation {
  readonly query: string;
  /** The variable that takes the cursor; undefined for a list that comes in one answer. */
  readonly after: string | undefined;
  /** The variable that is true for the first page alone, which counts; undefined where nothing is counted. */
  readonly isFirst: string | undefined;
}

interface Rewriting {
  readonly schema: GraphQLSchema;
  readonly list: FoundList;
  readonly names: { readonly after: string; readonly isFirst: string };
  readonly pageSize: number;
}

/**
 * Makes an operation that asks for the list and for what says how far it goes, and for nothing else: what is not in the
 * file is not asked for.
 */
export function rewriteOperation(
  operation: OperationDefinitionNode,
  list: FoundList,
  { schema, pageSize }: Pick<Rewriting, 'schema' | 'pageSize'>,
): PageOperation {
  const taken = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const names = { after: freeName('exportAfter', taken), isFirst: freeName('exportIsFirst', taken) };
  const root = schema.getQueryType();
  const own = operation.selectionSet.selections;
  const selections = root ? rewriteSet(own, { type: root, depth: 0 }, { schema, list, names, pageSize }) : own;
  const rewritten = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const used = variablesIn(rewritten);
  const after = used.has(names.after) ? names.after : undefined;
  const isFirst = used.has(names.isFirst) ? names.isFirst : undefined;
  const variableDefinitions = [
    ...(operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
    ...(after === undefined ? [] : [define(after, String(argumentType(list, 'after')))]),
    ...(isFirst === undefined ? [] : [define(isFirst, 'Boolean!')]),
  ];
  return { query: print({ ...rewritten, variableDefinitions }), after, isFirst };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;
}

function variablesIn(operation: OperationDefinitionNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit({ ...operation, variableDefinitions: [] }, { Variable: ({ name }) => void used.add(name.value) });
  return used;
}

function define(name: string, type: string): VariableDefinitionNode {
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
  return { kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(type) };
}

function argumentType({ connection }: FoundList, argument: string): unknown {
  return connection?.field.args.find(({ name }) => name === argument)?.type;
}

interface Place {
  readonly type: GraphQLCompositeType;
  /** How many keys of the path lead here. */
  readonly depth: number;
}

/** Of selections on the way to the list, those that lead there, and what is told of the list where they stand. */
function rewriteSet(
  selections: readonly SelectionNode[],
  { type, depth }: Place,
  rewriting: Rewriting,
): readonly SelectionNode[] {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition && rewriting.schema.getType(selection.typeCondition.name.value);
      const on = isCompositeType(condition) ? condition : type;
      const inner = rewriteSet(selection.selectionSet.selections, { type: on, depth }, rewriting);
      return inner.length === 0
        ? []
        : [{ ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }];
    }
    if (selection.kind !== Kind.FIELD || keyOf(selection) !== rewriting.list.path[depth]) return [];
    return [rewriteField(selection, { type, depth }, rewriting)];
  });
  return kept.length === 0 || !isObjectType(type) ? kept : [...kept, ...tellings(type)];
}

function rewriteField(node: FieldNode, { type, depth }: Place, rewriting: Rewriting): FieldNode {
  const { list } = rewriting;
  const isLast = depth === list.path.length - 1;
  const field = fieldOf(type, node.name.value);
  const named = field && getNamedType(field.type);
  if (node.selectionSet === undefined || !isCompositeType(named)) return node;
  const { selections } = node.selectionSet;
  if (!isLast) return withSelections(node, rewriteSet(selections, { type: named, depth: depth + 1 }, rewriting));
  if (list.connection === undefined || !isObjectType(named)) return node;
  const told = [...pageTellings(named, rewriting), ...tellings(named)];
  const page = withSelections(node, [
    ...keepRows(selections, [...list.rows, ...(list.row === undefined ? [] : [list.row])]),
    ...told,
  ]);
  return { ...page, arguments: pageArguments(node, rewriting) };
}

/** The selections of rows alone: of a connection its `nodes`, or its `edges` and of them the `node`. */
function keepRows(
  selections: readonly SelectionNode[],
  [key, ...further]: readonly string[],
): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = keepRows(selection.selectionSet.selections, [key ?? '', ...further]);
      return inner.length === 0
        ? []
        : [{ ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }];
    }
    if (selection.kind !== Kind.FIELD || keyOf(selection) !== key) return [];
    if (further.length === 0) return [selection];
    return [withSelections(selection, keepRows(selection.selectionSet?.selections ?? [], further))];
  });
}

function withSelections(node: FieldNode, selections: readonly SelectionNode[]): FieldNode {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function pageArguments({ arguments: given = [] }: FieldNode, { names, pageSize }: Rewriting): readonly ArgumentNode[] {
  const named = (name: string, value: ArgumentNode['value']): ArgumentNode => ({
    ...{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value },
  });
  const isSized = given.some(({ name }) => name.value === 'first');
  return [
    ...given.filter(({ name }) => !['after', 'last', 'before'].includes(name.value)),
    ...(isSized ? [] : [named('first', { kind: Kind.INT, value: String(pageSize) })]),
    named('after', { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: names.after } }),
  ];
}

/** Where the page stands, and on the first how many rows there are. */
function pageTellings(type: GraphQLObjectType, { names }: Rewriting): readonly SelectionNode[] {
  const counts = type.getFields()['totalCount'];
  const isCounted = counts !== undefined && isLeafType(getNamedType(counts.type)) && counts.args.length === 0;
  return [
    ...parseSelections('pageInfo { hasNextPage endCursor }'),
    ...(isCounted ? parseSelections(`totalCount @include(if: $${names.isFirst})`) : []),
  ];
}

const COVERAGE = parseSelections(
  'coverage { exact asked { code } answered { code } missing { province { code } reason since behindCursor } }',
);

/** What an object says of how far it goes: which provinces it covers, and which of them refused to be asked so. */
function tellings(type: GraphQLObjectType): readonly SelectionNode[] {
  const { coverage, refusals } = type.getFields();
  const told = coverage === undefined ? undefined : getNamedType(coverage.type);
  const isCoverage =
    isObjectType(told) && ['exact', 'asked', 'answered', 'missing'].every((one) => one in told.getFields());
  const refusal = refusals && countLists(refusals.type) === 1 ? getNamedType(refusals.type) : undefined;
  return [...(isCoverage ? COVERAGE : []), ...(isObjectType(refusal) ? refusalSelection(refusal) : [])];
}

/** Everything of a refusal that takes no argument and has no list in it, and the code of its province. */
function refusalSelection(type: GraphQLObjectType): readonly SelectionNode[] {
  const said = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.length > 0 || countLists(field.type) > 0) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    return isObjectType(named) && 'code' in named.getFields() ? [`${field.name} { code }`] : [];
  });
  return said.length === 0 ? [] : parseSelections(`refusals { ${said.join(' ')} }`);
}

function parseSelections(text: string): readonly SelectionNode[] {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
