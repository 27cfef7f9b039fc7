import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';
import { type Action, authorityMatrix, isAction } from '../../../../schema/authority-matrix.js';
import { type FindGround, type GivenArguments, groundOf } from '../ground.js';

/** A field that an operation selects, in the light of what guards it. */
export interface SelectedField {
  readonly coordinate: string;
  /** Its own action, else that of what it was reached through. */
  readonly action: Action;
  /** On what it rests, or what it was reached through; undefined for what says none. */
  readonly ground: FindGround | undefined;
  /** The arguments of the root field that it was reached through. */
  readonly given: GivenArguments;
}

/** A selection that the province does not answer. */
export interface UnknownField {
  readonly coordinate: string;
  readonly node: FieldNode;
}

export type Selection = { readonly fields: readonly SelectedField[] } | { readonly unknown: UnknownField };

/** A document with its only operation. */
export interface AskedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

// Other subgraphs have most of their fields; what they tell is national and open to everybody.
const nationalTypes: ReadonlySet<string> = new Set(['Province', 'StandardItem']);

/** Everything that an operation selects of a province's schema, whatever its conditions; each fragment is read once. */
export function selectFields(schema: GraphQLSchema, asked: AskedOperation): Selection {
  const { document, operation } = asked;
  const root = schema.getRootType(operation.operation);
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const walk = new Walk(schema, asked, fragments);
  if (root) walk.into(operation.selectionSet, root, { action: 'readPublic', ground: undefined, given: undefined });
  return walk.unknown === undefined ? { fields: walk.fields } : { unknown: walk.unknown };
}

interface Guard {
  readonly action: Action;
  readonly ground: FindGround | undefined;
  /** Undefined at the root. */
  readonly given: GivenArguments | undefined;
}

class Walk {
  readonly fields: SelectedField[] = [];
  unknown: UnknownField | undefined;
  readonly #opened = new Set<string>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly asked: AskedOperation,
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  into({ selections }: SelectionSetNode, type: GraphQLCompositeType, guard: Guard): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#field(selection, type, guard);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.#narrow(selection, type, guard);
      else this.#spread(selection.name.value, type, guard);
    }
  }

  #spread(name: string, type: GraphQLCompositeType, guard: Guard): void {
    const fragment = this.fragments.get(name);
    const key = JSON.stringify([name, guard.action, guard.ground?.name, guard.given]);
    if (fragment === undefined || this.#opened.has(key)) return;
    this.#opened.add(key);
    this.#narrow(fragment, type, guard);
  }

  #narrow(
    fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & Partial<Pick<FragmentDefinitionNode, 'typeCondition'>>,
    type: GraphQLCompositeType,
    guard: Guard,
  ): void {
    const condition = fragment.typeCondition && typeFromAST(this.schema, fragment.typeCondition);
    this.into(fragment.selectionSet, isCompositeType(condition) ? condition : type, guard);
  }

  #field(node: FieldNode, type: GraphQLCompositeType, outer: Guard): void {
    const name = node.name.value;
    if (name.startsWith('__')) return;
    const coordinate = `${type.name}.${name}`;
    const definition = 'getFields' in type ? type.getFields()[name] : undefined;
    if (definition === undefined) {
      if (nationalTypes.has(type.name))
        this.fields.push({ coordinate, action: 'readPublic', ground: undefined, given: {} });
      else this.unknown ??= { coordinate, node };
      return;
    }
    const guard = { ...this.#guardOf(definition, { type, outer }), given: outer.given ?? this.#argumentsOf(node) };
    this.fields.push({ coordinate, ...guard });
    const inner = getNamedType(definition.type);
    if (node.selectionSet !== undefined && isCompositeType(inner)) this.into(node.selectionSet, inner, guard);
  }

  // Of an interface any of its objects may come; what guards one of them is named.
  #actionOf(type: GraphQLCompositeType, name: string): Action | undefined {
    const holders = isAbstractType(type) ? [type, ...this.schema.getPossibleTypes(type)] : [type];
    const actions = holders
      .map((holder) => ('getFields' in holder ? holder.getFields()[name]?.extensions['action'] : undefined))
      .filter(isAction);
    return actions.find((action) => !authorityMatrix[action].isOpen) ?? actions[0];
  }

  // A field with an action of its own rests on what it says itself, and not on what it was reached through.
  #guardOf(
    { name, extensions }: GraphQLField<unknown, unknown>,
    { type, outer }: { readonly type: GraphQLCompositeType; readonly outer: Guard },
  ): Pick<Guard, 'action' | 'ground'> {
    const action = this.#actionOf(type, name);
    return action === undefined ? outer : { action, ground: groundOf(extensions) };
  }

  #argumentsOf({ arguments: given = [] }: FieldNode): GivenArguments {
    const { variables } = this.asked;
    return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]));
  }
}
