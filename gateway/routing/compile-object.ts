import {
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldMap,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { MergeKind } from '../../schema/directives.js';
import { isCoverageField } from '../../schema/field-directive.js';
import {
  keyFields,
  keyPaths,
  mergeDirectiveOf,
  siblingNames,
  type MergeDirective,
} from '../../schema/merge-directive.js';
import { invariant } from '../errors.js';
import type { Contract } from './contract.js';
import {
  injected,
  positionSlot,
  type DerivedSlot,
  type MergedObject,
  type MergedSlot,
  type MergeRule,
  type RowsSlot,
  type Slot,
} from './province-plan.js';
import { isPlain, joinByKey, selectedFields, withConditions, type SelectedField } from './selection.js';

/**
 * Compiles how an object is joined of the provinces' objects, at every depth. `set` is what the client selected of it,
 * with its references cut. The contract's rules hold: composition has checked them.
 */
export function compileObject(set: SelectionSetNode, typeName: string, contract: Contract): MergedObject {
  return compileJoined({ set, keys: [] }, typeName, contract);
}

const ROWS: ReadonlySet<string> = new Set(['edges', 'nodes']);

interface Joined {
  readonly set: SelectionSetNode;
  /** Key fields of a bucket. */
  readonly keys: readonly FieldNode[];
}

function compileJoined({ set, keys }: Joined, typeName: string, contract: Contract): MergedObject {
  const type = contract.schema.getType(typeName);
  const fields: GraphQLFieldMap<unknown, unknown> = isObjectType(type) ? type.getFields() : {};
  const needed = new Map<string, MergedSlot>();
  const fieldOf = (name: string): GraphQLField<unknown, unknown> => {
    const definition = fields[name];
    invariant(definition, `${typeName}.${name} exists`);
    return definition;
  };
  const need = (name: string): string => {
    const key = injected.by(name);
    const merge = mergeDirectiveOf(fieldOf(name));
    invariant(merge && isJoined(merge), `${typeName}.${name} is joined`);
    const field: FieldNode = { kind: Kind.FIELD, alias: nameNode(key), name: nameNode(name) };
    if (!needed.has(key)) needed.set(key, mergedSlot(plainly(field), merge));
    return key;
  };
  const mergedSlot = (selected: SelectedField, merge: JoinedDirective): MergedSlot => {
    const inner = getNamedType(fieldOf(selected.field.name.value).type).name;
    const { field, rule } = compileRule(merge, { selected, typeName: inner, need, contract });
    return { kind: 'merged', selected: { ...selected, field }, rule };
  };
  const isKey = (name: string): boolean => keys.some((key) => key.name.value === name);
  const selectedHere = joinSame(selectedFields(set.selections));
  const isOnly = selectedHere.filter(({ field }) => ROWS.has(field.name.value)).length === 1;
  const slots = selectedHere.map((selected): Slot => {
    const name = selected.field.name.value;
    if (name === '__typename') return { kind: 'typename', selected };
    const definition = fieldOf(name);
    const inner = selected.field.selectionSet;
    if (isCoverageField(definition) && inner) return { kind: 'coverage', selected, set: inner };
    // Objects of one bucket agree in their key, whatever rule it may have.
    const merge: MergeDirective | undefined = isKey(name)
      ? { how: 'ANY', by: '', orderBy: '' }
      : mergeDirectiveOf(definition);
    if (merge !== undefined)
      return isJoined(merge) ? mergedSlot(selected, merge) : derivedSlot(selected, definition, need);
    if (name === 'pageInfo' && inner) return { kind: 'page', selected, set: inner };
    return rowsSlot(selected, isOnly && leadToNodes(fields));
  });
  return { typeName, slots, needed: [...needed.values()] };
}

/** Fields of the same key as one; leaves have nothing to join but their conditions. */
function joinSame(fields: readonly SelectedField[]): SelectedField[] {
  const isObject = ({ field }: SelectedField): boolean =>
    field.selectionSet !== undefined && !ROWS.has(field.name.value);
  const joined = new Map(joinByKey(fields.filter(isObject)).map((field) => [field.key, field]));
  return fields.flatMap((field) => {
    if (!isObject(field)) return [field];
    const whole = joined.get(field.key);
    joined.delete(field.key); // stands where the first of them stood
    return whole ?? [];
  });
}

/** A rule by which provinces' values are joined; the others compute a value from joined ones. */
type JoinedDirective = MergeDirective & { readonly how: Exclude<MergeKind, DerivedSlot['how']> };

function isJoined(merge: MergeDirective): merge is JoinedDirective {
  return merge.how !== 'MEAN' && merge.how !== 'QUANTILE';
}

interface RuleContext {
  readonly selected: SelectedField;
  /** Name of the type of the field, or of its items. */
  readonly typeName: string;
  /** Asks for a field beside this one, and gives the key under which it is. */
  readonly need: (name: string) => string;
  readonly contract: Contract;
}

/** The rule, and the field as provinces are asked for it. */
function compileRule(
  { how, by, orderBy }: JoinedDirective,
  { selected: { field }, typeName, need, contract }: RuleContext,
): { readonly field: FieldNode; readonly rule: MergeRule } {
  const keys = keyFields(by) ?? [];
  const paths = keyPaths(keys).map(([head = '', ...rest]) => [injected.by(head), ...rest]);
  const set = field.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] };
  switch (how) {
    case 'OBJECT': {
      const object = compileJoined({ set, keys: [] }, typeName, contract);
      return { field: { ...field, selectionSet: sentSelections(object) }, rule: { how, object } };
    }
    case 'BUCKETS': {
      const object = compileJoined({ set, keys }, typeName, contract);
      const order = siblingNames(orderBy).map((name) => orderSlot(name, typeName, contract));
      const first = [...keys.map(asInjected), ...order.map(({ selected }) => selected.field)];
      return { field: withFirst(field, first, sentSelections(object)), rule: { how, object, keys: paths, order } };
    }
    case 'DISTINCT':
      // A leaf is its own key: the empty path leads to it.
      if (field.selectionSet === undefined) return { field, rule: { how, keys: [[]] } };
      return { field: withFirst(field, keys.map(asInjected), set), rule: { how, keys: paths } };
    case 'HISTOGRAM':
      return { field, rule: { how, bounds: need(by) } };
    case 'LATEST':
      return { field, rule: { how, by: need(by) } };
    case 'SUM':
    case 'MIN':
    case 'MAX':
    case 'ANY':
    case 'CONCAT':
      return { field, rule: { how } };
  }
}

/** A field by which buckets are sorted, asked for under a key of ours. */
function orderSlot(name: string, typeName: string, contract: Contract): MergedSlot {
  const type = contract.schema.getType(typeName);
  const definition = isObjectType(type) ? type.getFields()[name] : undefined;
  const how = definition && mergeDirectiveOf(definition)?.how;
  invariant(how === 'MIN' || how === 'MAX', `${typeName}.${name} sorts`);
  const selected = plainly({ kind: Kind.FIELD, alias: nameNode(injected.by(name)), name: nameNode(name) });
  return { kind: 'merged', selected, rule: { how } };
}

function derivedSlot(
  selected: SelectedField,
  definition: GraphQLField<unknown, unknown>,
  need: (name: string) => string,
): DerivedSlot {
  const merge = mergeDirectiveOf(definition);
  invariant(merge?.how === 'MEAN' || merge?.how === 'QUANTILE', `${definition.name} is derived`);
  return { kind: 'derived', selected, definition, how: merge.how, from: siblingNames(merge.by).map(need) };
}

function asInjected(field: FieldNode): FieldNode {
  return { ...field, alias: nameNode(injected.by(field.name.value)) };
}

function withFirst(field: FieldNode, first: readonly SelectionNode[], set = field.selectionSet): FieldNode {
  const selections = [...first, ...(set?.selections ?? [])];
  return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function plainly(field: FieldNode): SelectedField {
  return { key: field.alias?.value ?? field.name.value, field, conditions: [], typeConditions: [] };
}

function nameNode(value: string): { readonly kind: Kind.NAME; readonly value: string } {
  return { kind: Kind.NAME, value };
}

/** Asks for the id of every row, to be held against its cursor (rows that were mixed up must not pass), and for that. */
function rowsSlot(selected: SelectedField, mayBeInPositions: boolean): RowsSlot {
  const { field } = selected;
  const selections = field.selectionSet?.selections ?? [];
  if (field.name.value !== 'edges') {
    const { node, idKey } = withId(field);
    return {
      kind: 'rows',
      selected: { ...selected, field: node },
      nodeKeys: [],
      cursorKeys: [],
      idKey,
      isInPositions: mayBeInPositions && isPlain(selected),
      positionKey: undefined,
    };
  }
  const inner = selectedFields(selections);
  const keysOf = (name: string): string[] => inner.flatMap((one) => (one.field.name.value === name ? [one.key] : []));
  const [nodeKeys, cursorKeys] = [keysOf('node'), keysOf('cursor')];
  const nodes = inner.filter((one) => nodeKeys.includes(one.key));
  // With several nodes, each is asked for its id in the same way.
  const idKey = nodes.length === 1 && nodes[0] !== undefined ? withId(nodes[0].field).idKey : injected.key;
  const own = inner.find((one) => one.field.name.value === 'cursor' && isPlain(one))?.key;
  const sent = mapNodes(selections, (node) => (idKey === injected.key ? withFirst(node, [keySelection]) : node));
  const edges = { ...field, selectionSet: { kind: Kind.SELECTION_SET as const, selections: sent } };
  return {
    kind: 'rows',
    selected: {
      ...selected,
      field: own === undefined && isPlain(selected) ? withFirst(edges, [cursorSelection]) : edges,
    },
    nodeKeys,
    cursorKeys,
    idKey,
    isInPositions: false,
    positionKey: isPlain(selected) ? (own ?? injected.cursor) : undefined,
  };
}

/** Whether the edges of a connection lead to what its nodes are, as everywhere (GraphQL Cursor Connections). */
function leadToNodes(fields: GraphQLFieldMap<unknown, unknown>): boolean {
  const [edge, node] = [fields['edges'], fields['nodes']].map((field) => field && getNamedType(field.type));
  const ofEdge = isObjectType(edge) ? edge.getFields()['node'] : undefined;
  return ofEdge !== undefined && getNamedType(ofEdge.type) === node;
}

/** A node that is asked for its id: as the client asks for it, or under a key of ours. */
function withId(node: FieldNode): { readonly node: FieldNode; readonly idKey: string } {
  const isAsked = selectedFields(node.selectionSet?.selections ?? []).some(
    (inner) => inner.key === 'id' && inner.field.name.value === 'id' && isPlain(inner),
  );
  return isAsked ? { node, idKey: 'id' } : { node: withFirst(node, [keySelection]), idKey: injected.key };
}

/** The selections with every `node` changed; one may stand inside fragments that carry conditions. */
function mapNodes(selections: readonly SelectionNode[], change: (node: FieldNode) => FieldNode): SelectionNode[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === 'node' ? change(selection) : selection;
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    const inner = mapNodes(selection.selectionSet.selections, change);
    return { ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } };
  });
}

const keySelection = parseSelection(`{ ${injected.key}: id }`);
const cursorSelection = parseSelection(`{ ${injected.cursor}: cursor }`);
const positionSelection = parseSelection(`{ ${injected.position}: edges { cursor } }`);
const pageSelection = parseSelection(`{ ${injected.page}: pageInfo { hasNextPage hasPreviousPage } }`);
const typenameSelection = parseSelection('{ __typename }');

/** What a province is asked of a gathered object: the client's fields, and what merging needs. */
export function sentSelections(object: MergedObject): SelectionSetNode {
  const { slots, needed } = object;
  const merged = [...slots, ...needed].flatMap((slot) =>
    slot.kind === 'merged' ? [withConditions(slot.selected)] : [],
  );
  const rows = slots.filter((slot) => slot.kind === 'rows');
  const needsPosition = slots.some(({ kind }) => kind === 'page' || kind === 'rows');
  const inPositions = rows.find(({ isInPositions }) => isInPositions);
  const selections = [
    ...merged,
    ...(needsPosition ? [pageSelection] : []),
    // Rows come last: they are read when the rest is known, and only as far as they are needed.
    ...rows.flatMap((slot) => (slot.isInPositions ? [] : [withConditions(slot.selected)])),
    ...(needsPosition && positionSlot(object) === undefined ? [positionsOf(inPositions)] : []),
    // Coverage alone still asks the provinces: only who answers counts as having answered.
    ...(merged.length === 0 && !needsPosition ? [typenameSelection] : []),
  ];
  return { kind: Kind.SELECTION_SET, selections };
}

/** Positions in a list of their own, with the nodes that are asked for beside them. */
function positionsOf(slot: RowsSlot | undefined): SelectionNode {
  if (slot === undefined) return positionSelection;
  const { field } = slot.selected;
  const node: FieldNode = {
    kind: Kind.FIELD,
    name: nameNode('node'),
    ...(field.selectionSet && { selectionSet: field.selectionSet }),
  };
  return withLast(positionSelection, node);
}

function withLast(field: FieldNode, last: SelectionNode): FieldNode {
  const selections = [...(field.selectionSet?.selections ?? []), last];
  return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function parseSelection(set: string): FieldNode {
  const [definition] = parse(set, { noLocation: true }).definitions;
  const selection = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
  invariant(selection?.kind === Kind.FIELD, 'a constant selection of one field');
  return selection;
}
