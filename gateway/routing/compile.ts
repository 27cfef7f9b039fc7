import {
  getNamedType,
  Kind,
  OperationTypeNode,
  parse,
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { gatherShape } from '../../schema/contract-rules.js';
import { invariant } from '../errors.js';
import { compileCheck } from './check-value.js';
import { compilePageReader } from './compile-page-reader.js';
import { compileEntities, compileLevel } from './compile-entities.js';
import { compileObject, sentSelections } from './compile-object.js';
import { possibleTypeNames, type Contract, type Onward, type RouteRule } from './contract.js';
import { cutCoverage, cutInnerCoverage } from './cut-coverage.js';
import { cutElsewhere, keySelections, referencesToFollow, type Cut } from './cut-elsewhere.js';
import { keyPaths } from '../../schema/merge-directive.js';
import { provinceOperation, variableNode } from './province-operation.js';
import {
  injected,
  type GatherPart,
  type MergedObject,
  type OwnerPart,
  type Part,
  type EntityLevel,
  type ProvincePlan,
} from './province-plan.js';
import { joinByKey, selectedFields, type SelectedField } from './selection.js';

/**
 * Compiles one fetch of the query plan: splits it by root field, since the planner puts fields with different rules
 * into one operation, and prepares what each province is asked. `passedOn` names fields that may come as text. Throws only on bugs; the plan was validated.
 */
export function compileProvincePlan(text: string, contract: Contract, passedOn = ''): ProvincePlan {
  const operation = parse(text, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  invariant(operation, 'a fetch holds one operation');
  const root = contract.schema.getRootType(operation.operation);
  invariant(root, 'the operation kind exists in the contract');
  // The root's own `__typename`, which the planner sends on where it stands in a fragment, is the engine's to answer.
  const fields = selectedFields(operation.selectionSet.selections).filter(
    ({ field }) => field.name.value !== '__typename',
  );
  const parts = joinByKey(fields).map((selected): Part => {
    if (selected.field.name.value === '_entities') return compileEntities(selected, operation, contract);
    const definition = root.getFields()[selected.field.name.value];
    const rule = contract.rules.get(`${root.name}.${selected.field.name.value}`);
    invariant(definition && rule, `${selected.field.name.value} has a routing rule`);
    switch (rule.kind) {
      case 'owner':
        return compileOwner({ selected, definition, operation, contract }, rule);
      case 'gather':
        return compileGather({ selected, definition, operation, contract }, rule, new Set(passedOn.split(' ')));
      case 'gateway':
        return { kind: 'gateway', selected };
    }
  });
  return { operation: operation.operation, parts };
}

interface RootContext {
  readonly selected: SelectedField;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly operation: OperationDefinitionNode;
  readonly contract: Contract;
}

function compileOwner(root: RootContext, rule: Extract<RouteRule, { kind: 'owner' }>): OwnerPart {
  const { selected, definition, contract } = root;
  const isById = rule.by.length === 1 && rule.by[0] === 'id';
  const type = getNamedType(definition.type);
  const idTypes = isById ? possibleTypeNames(contract.schema, type.name) : undefined;
  const isRead = root.operation.operation === OperationTypeNode.QUERY;
  const cut = selected.field.selectionSet && cutElsewhere(selected.field.selectionSet, type, contract);
  const bare = cut && cutCoverage(cut.set, type, contract);
  const set = bare && (idTypes === undefined ? bare.set : withKey(bare.set, type));
  const sent: FieldNode = { ...selected.field, directives: [], ...(set && { selectionSet: set }) };
  return {
    kind: 'owner',
    selected,
    definition,
    rule,
    operation: provinceOperation([sent], root.operation),
    fits: compileCheck(definition.type, set, contract.schema),
    coverage: bare?.inner ?? [],
    follow: cut && followOf(cut, root),
    idTypes,
    isRead: root.operation.operation !== OperationTypeNode.MUTATION,
    nationalTypes: isRead && idTypes !== undefined ? contract.nationalTypes.intersection(idTypes) : new Set(),
  };
}

function compileGather(
  root: RootContext,
  rule: Extract<RouteRule, { kind: 'gather' }>,
  passedOn: ReadonlySet<string>,
): GatherPart {
  const { selected, definition, contract } = root;
  const shape = gatherShape(definition.type);
  invariant(shape, `${definition.name} can be gathered`);
  const type = getNamedType(definition.type);
  const cut = selected.field.selectionSet && cutElsewhere(selected.field.selectionSet, type, contract);
  const bare = cut && cutInnerCoverage(cut.set, type, contract);
  const set = shape === 'list' ? undefined : bare?.set;
  const object = compileObject(set ?? { kind: Kind.SELECTION_SET, selections: [] }, type.name, contract);
  const sentSet = set === undefined ? bare?.set : withFurther(sentSelections(object), rule.onward);
  const sent: FieldNode = {
    ...selected.field,
    directives: [],
    arguments: sentArguments(selected.field, rule, shape),
    ...(sentSet && { selectionSet: sentSet }),
  };
  const follow = cut && followOf(cut, root);
  const { key } = selected;
  const rowsKey = object.slots.find(({ kind }) => kind === 'rows')?.selected.key ?? '';
  const isWhole = bare?.inner.length === 0 && sentSet !== undefined;
  return {
    kind: 'gather',
    selected,
    definition,
    rule,
    operation: provinceOperation([sent], root.operation),
    fits: compileCheck(definition.type, sentSet, contract.schema),
    coverage: (bare?.inner ?? []).map((inner) => ({ ...inner, path: pathInAnswer(inner.path, object) })),
    follow,
    shape,
    object,
    further: furtherPath(rule.onward),
    read: isWhole ? compilePageReader({ key, typeName: type.name, object, sent: sentSet, contract }) : undefined,
    passesRowsOn: cut?.references.length === 0 && (passedOn.has(key) || passedOn.has(`${key}.${rowsKey}`)),
  };
}

/** Where a province's answer has what the client has under these keys. */
function pathInAnswer(path: readonly string[], { slots }: MergedObject): readonly string[] {
  const [key, ...rest] = path;
  const slot = slots.find((one) => one.kind === 'rows' && one.isInPositions);
  return slot !== undefined && slot.selected.key === key ? [injected.position, 'node', ...rest] : path;
}

/** Asks for those who are to be asked next, under a key of ours. */
function withFurther(set: SelectionSetNode, onward: Onward | undefined): SelectionSetNode {
  if (onward === undefined) return set;
  const further: FieldNode = { ...onward.further, alias: { kind: Kind.NAME, value: injected.further } };
  return { kind: Kind.SELECTION_SET, selections: [...set.selections, further] };
}

function furtherPath(onward: Onward | undefined): readonly string[] | undefined {
  return onward && keyPaths([onward.further]).map(([, ...rest]) => [injected.further, ...rest])[0];
}

/** What is left to a province of the arguments: not the narrowing, and a cursor as the gateway has read it. */
function sentArguments(
  { arguments: given = [] }: FieldNode,
  { narrowBy }: Extract<RouteRule, { kind: 'gather' }>,
  shape: GatherPart['shape'],
): ArgumentNode[] {
  const own = given.filter(({ name }) => name.value !== narrowBy);
  if (shape !== 'connection') return own;
  return own.map((argument) => {
    const name = argument.name.value;
    return name === 'after' || name === 'before' ? { ...argument, value: variableNode(injected[name]) } : argument;
  });
}

function withKey(set: SelectionSetNode, type: GraphQLNamedType): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: [...keySelections(type), ...set.selections] };
}

/** References in a root field's value, as the first level of what is followed. */
function followOf(cut: Cut, { operation, contract }: RootContext): EntityLevel | undefined {
  const groups = referencesToFollow(cut).map((reference) => ({
    from: 0,
    path: reference.path,
    references: [reference],
  }));
  return compileLevel(groups, { ...operation, operation: OperationTypeNode.QUERY }, contract);
}
