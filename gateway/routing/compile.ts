import {
  getNamedType,
  Kind,
  OperationTypeNode,
  parse,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { gatherShape } from '../../schema/contract-rules.js';
import { invariant } from '../errors.js';
import { compileCheck } from './check-value.js';
import { compileEntities, compileLevel } from './compile-entities.js';
import { compileObject, sentSelections } from './compile-object.js';
import { possibleTypeNames, type Contract, type RouteRule } from './contract.js';
import { cutElsewhere, keySelections, referencesToFollow, type Cut } from './cut-elsewhere.js';
import { provinceOperation } from './province-operation.js';
import type { GatherPart, OwnerPart, Part, EntityLevel, ProvincePlan } from './province-plan.js';
import { joinByKey, selectedFields, type SelectedField } from './selection.js';

/**
 * Compiles one fetch of the query plan: splits it by root field, since the planner puts fields with different rules
 * into one operation, and prepares what each province is asked. Throws only on bugs; the plan was validated.
 */
export function compileProvincePlan(text: string, contract: Contract): ProvincePlan {
  const operation = parse(text, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  invariant(operation, 'a fetch holds one operation');
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const root = isMutation ? contract.schema.getMutationType() : contract.schema.getQueryType();
  invariant(root, 'the operation kind exists in the contract');
  const parts = joinByKey(selectedFields(operation.selectionSet.selections)).map((selected): Part => {
    if (selected.field.name.value === '_entities') return compileEntities(selected, operation, contract);
    const definition = root.getFields()[selected.field.name.value];
    const rule = contract.rules.get(`${root.name}.${selected.field.name.value}`);
    invariant(definition && rule, `${selected.field.name.value} has a routing rule`);
    return rule.kind === 'owner'
      ? compileOwner({ selected, definition, operation, contract }, rule)
      : compileGather({ selected, definition, operation, contract }, rule);
  });
  return { operation: isMutation ? 'mutation' : 'query', parts };
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
  const set = cut && (idTypes === undefined ? cut.set : withKey(cut.set, type));
  const sent: FieldNode = { ...selected.field, directives: [], ...(set && { selectionSet: set }) };
  return {
    kind: 'owner',
    selected,
    definition,
    rule,
    operation: provinceOperation([sent], root.operation),
    fits: compileCheck(definition.type, set, contract.schema),
    follow: cut && followOf(cut, root),
    idTypes,
    nationalTypes: isRead && idTypes !== undefined ? contract.nationalTypes.intersection(idTypes) : new Set(),
  };
}

function compileGather(root: RootContext, rule: Extract<RouteRule, { kind: 'gather' }>): GatherPart {
  const { selected, definition, contract } = root;
  const shape = gatherShape(definition.type);
  invariant(shape, `${definition.name} can be gathered`);
  const type = getNamedType(definition.type);
  const cut = selected.field.selectionSet && cutElsewhere(selected.field.selectionSet, type, contract);
  const set = shape === 'list' ? undefined : cut?.set;
  const object = compileObject(set ?? { kind: Kind.SELECTION_SET, selections: [] }, type.name, contract);
  const sentSet = set === undefined ? cut?.set : sentSelections(object);
  const sent: FieldNode = {
    ...selected.field,
    directives: [],
    arguments: (selected.field.arguments ?? []).filter(({ name }) => name.value !== rule.narrowBy),
    ...(sentSet && { selectionSet: sentSet }),
  };
  return {
    kind: 'gather',
    selected,
    definition,
    rule,
    operation: provinceOperation([sent], root.operation),
    fits: compileCheck(definition.type, sentSet, contract.schema),
    follow: cut && followOf(cut, root),
    shape,
    object,
  };
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
