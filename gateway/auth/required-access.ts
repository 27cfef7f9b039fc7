import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Identity } from '../../schema/identity.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { AccessRule, AccessRules } from './access-rules.js';

/** One rule that an operation's caller must meet, and what it guards. */
export interface RequiredAccess {
  /** `Query.cases`, or `Case` for a type. */
  readonly coordinate: string;
  readonly rule: AccessRule;
}

/** The rules of all fields and types that an operation selects, whatever its conditions. */
export function requiredAccess(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { schema, rules }: { readonly schema: GraphQLSchema; readonly rules: AccessRules },
): readonly RequiredAccess[] {
  const root = schema.getRootType(operation.operation);
  if (rules.size === 0 || !root) return [];
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const coordinates = new Set<string>();
  collect(operation.selectionSet, root, { schema, fragments, coordinates, opened: new Set() });
  return [...coordinates].flatMap((coordinate) =>
    (rules.get(coordinate) ?? []).map((rule): RequiredAccess => ({ coordinate, rule })),
  );
}

interface Collecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly coordinates: Set<string>;
  readonly opened: Set<string>;
}

function collect({ selections }: SelectionSetNode, type: GraphQLCompositeType, into: Collecting): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      addField(selection.name.value, type, into);
      const inner = fieldType(type, selection.name.value);
      if (selection.selectionSet && isCompositeType(inner)) collect(selection.selectionSet, inner, into);
      continue;
    }
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
    const fragment = name === undefined ? selection : into.fragments.get(name);
    if (fragment === undefined || !('selectionSet' in fragment) || (name !== undefined && into.opened.has(name)))
      continue;
    if (name !== undefined) into.opened.add(name);
    const condition = fragment.typeCondition && typeFromAST(into.schema, fragment.typeCondition);
    collect(fragment.selectionSet, isCompositeType(condition) ? condition : type, into);
  }
}

/** A field, its holder and its type; of an interface those of its objects too, which may be any of them. */
function addField(name: string, type: GraphQLCompositeType, { schema, coordinates }: Collecting): void {
  if (name === '__typename') return;
  for (const holder of isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type]) {
    coordinates.add(holder.name).add(`${holder.name}.${name}`);
    const inner = fieldType(holder, name);
    if (inner !== undefined) coordinates.add(inner.name);
  }
}

function fieldType(type: GraphQLCompositeType, name: string): ReturnType<typeof getNamedType> | undefined {
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
}

/** The rules that a caller does not meet, as errors that name each; nothing when all are met. */
export function refuseAccess(
  required: readonly RequiredAccess[],
  identity: Identity | undefined,
): readonly ErrorEntry[] {
  return required.filter(({ rule }) => !isMet(rule, identity)).map((one) => errorEntry(refusal(one, identity)));
}

/** A policy is the name of a role: whoever has the role meets it. */
function isMet({ kind, sets }: AccessRule, identity: Identity | undefined): boolean {
  if (identity === undefined) return false;
  if (kind === 'authenticated') return true;
  const has = (one: string): boolean => (kind === 'scopes' ? identity.scopes.has(one) : identity.role === one);
  return sets.some((set) => set.every(has));
}

const directives: Readonly<Record<AccessRule['kind'], string>> = {
  authenticated: '@authenticated',
  scopes: '@requiresScopes',
  policies: '@policy',
};

function refusal({ coordinate, rule: { kind, sets, action } }: RequiredAccess, identity: Identity | undefined): Fault {
  const wanted = kind === 'authenticated' ? 'a valid token' : sets.map((set) => set.join(' and ')).join(', or ');
  const asks = `${coordinate} asks for ${wanted} (${directives[kind]}).`;
  const message =
    action === undefined ? asks : `${asks} ${action.zh}（${action.name}）。 · ${action.en} (${action.name}).`;
  return new Fault(identity === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN', message);
}
