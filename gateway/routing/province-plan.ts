import type { GraphQLField, SelectionSetNode } from 'graphql';
import type { ReadData } from '../upstream/read-answer.js';
import type { CheckValue } from './check-value.js';
import type { RouteRule } from './contract.js';
import type { PlainMerge } from './merge-values.js';
import type { SelectedField, Variables } from './selection.js';

/** What one planner fetch means for the provinces: compiled once, executed for every request with that fetch. */
export interface ProvincePlan {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly parts: readonly Part[];
}

/** Coverage that a client wants inside one province's answer: of a connection below one of its entities, say. */
export interface InnerCoverage {
  /** Response keys that lead to it; lists on the way are walked through. */
  readonly path: readonly string[];
  readonly set: SelectionSetNode;
}

/** One root field of the fetch. */
export type Part = OwnerPart | GatherPart | EntitiesPart | GatewayPart;

/** What the gateway itself knows: who takes part, and how each province is. */
export interface GatewayPart {
  readonly kind: 'gateway';
  readonly selected: SelectedField;
}

/** A ready operation text, and the variables that it uses. */
export interface ProvinceOperation {
  readonly text: string;
  readonly variables: readonly string[];
}

interface RootField {
  readonly selected: SelectedField;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly operation: ProvinceOperation;
  /** Whether a province's value is one that the contract allows. */
  readonly fits: CheckValue;
  /** Coverage that the client wants inside one province's answer. */
  readonly coverage: readonly InnerCoverage[];
  /** References in the answer to entities of other provinces. */
  readonly follow: EntityLevel | undefined;
}

export interface OwnerPart extends RootField {
  readonly kind: 'owner';
  readonly rule: Extract<RouteRule, { kind: 'owner' }>;
  /** Types that an id may name here; undefined when the argument need not be the id of what is returned. */
  readonly idTypes: ReadonlySet<string> | undefined;
  /** False for a command. */
  readonly isRead: boolean;
  /** Those of them that are national reference data: the id is the whole reference, and no province is asked. */
  readonly nationalTypes: ReadonlySet<string>;
}

export interface GatherPart extends RootField {
  readonly kind: 'gather';
  readonly rule: Extract<RouteRule, { kind: 'gather' }>;
  readonly shape: 'connection' | 'object' | 'list';
  /** How the answer is put together; without slots for a list. */
  readonly object: MergedObject;
  /** Reads a province's page without taking its rows apart, where that can be. */
  readonly read: ReadData | undefined;
  /** Path from a province's value to the codes of those who are asked next; undefined where all are asked at once. */
  readonly further: readonly string[] | undefined;
  /** True when the client gets rows as provinces send them. */
  readonly passesRowsOn: boolean;
}

/** The planner's own request for entities, by their representations. */
export interface EntitiesPart {
  readonly kind: 'entities';
  readonly selected: SelectedField;
  /** The variable that brings the representations. */
  readonly variable: string;
  /** Its one group stands for the whole list. */
  readonly level: EntityLevel;
}

/**
 * Entities that are fetched from their owners at the same time: all references that stand at one depth of an answer.
 * Each province that owns some of them gets one request.
 */
export interface EntityLevel {
  readonly operation: ProvinceOperation;
  readonly groups: readonly EntityGroup[];
  /** References inside these entities. */
  readonly next: EntityLevel | undefined;
}

/** The references that stand in one field. */
export interface EntityGroup {
  /** Key of the group's entities in a province's answer. */
  readonly alias: string;
  /** Variable that carries the group's representations. */
  readonly variable: string;
  /** Index of the group in the level above whose entities hold the references; 0 where the part's value does. */
  readonly from: number;
  /** Response keys that lead to the references from there; lists on the way are walked through. */
  readonly path: readonly string[];
  /** Whether more than the key is wanted, for these variables; the reference itself is the answer where it is not. */
  isWanted(variables: Variables): boolean;
  /** Whether an entity is one that the contract allows. */
  readonly fits: CheckValue;
  /** Coverage that the client wants inside an entity. */
  readonly coverage: readonly InnerCoverage[];
}

/** The slot whose rows say where they stand; undefined where positions stand in a list of their own. */
export function positionSlot({ slots }: MergedObject): RowsSlot | undefined {
  return slots.find((slot): slot is RowsSlot => slot.kind === 'rows' && slot.positionKey !== undefined);
}

/** The rows of a connection: its `edges` or `nodes`. */
export interface RowsSlot {
  readonly kind: 'rows';
  readonly selected: SelectedField;
  /** Keys that lead from an edge to its node; none where the row is the node itself. */
  readonly nodeKeys: readonly string[];
  /** Keys of an edge under which its cursor stands. */
  readonly cursorKeys: readonly string[];
  /** Key of the row's id, in the node where the row is an edge. */
  readonly idKey: string;
  /** True for nodes that are asked for beside their positions, as what those edges lead to. */
  readonly isInPositions: boolean;
  /** Key of the row's own position; undefined where rows are nodes, or conditions decide about them. */
  readonly positionKey: string | undefined;
}

/** A gathered object, or one that is joined inside it: how each of its fields is come by. */
export interface MergedObject {
  readonly typeName: string;
  /** What the client selected, in its order. */
  readonly slots: readonly Slot[];
  /** Joined because other fields are computed from it; never part of the answer. */
  readonly needed: readonly MergedSlot[];
}

/** Where one field of a gathered object comes from. */
export type Slot =
  | RowsSlot
  | { readonly kind: 'typename'; readonly selected: SelectedField }
  | { readonly kind: 'page' | 'coverage'; readonly selected: SelectedField; readonly set: SelectionSetNode }
  | MergedSlot
  | DerivedSlot;

/** A field whose values in the provinces are joined. */
export interface MergedSlot {
  readonly kind: 'merged';
  /** As provinces are asked for it. */
  readonly selected: SelectedField;
  readonly rule: MergeRule;
}

/** A field that no province is asked for: it is computed from joined values. */
export interface DerivedSlot {
  readonly kind: 'derived';
  readonly selected: SelectedField;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly how: 'MEAN' | 'QUANTILE';
  /** Keys of the slots in `needed`, in the order in which the rule names the fields. */
  readonly from: readonly string[];
}

/** The compiled `@merge` of a field. `keys` are paths from an item to the values of its key. */
export type MergeRule =
  | { readonly how: PlainMerge; readonly object?: never }
  | { readonly how: 'OBJECT'; readonly object: MergedObject }
  | {
      readonly how: 'BUCKETS';
      readonly object: MergedObject;
      readonly keys: readonly (readonly string[])[];
      /** Fields of an item that sort the buckets before their key does. */
      readonly order: readonly MergedSlot[];
    }
  | { readonly how: 'DISTINCT'; readonly keys: readonly (readonly string[])[]; readonly object?: never }
  /** `by` is the key of what is greatest in the object whose value is taken. */
  | { readonly how: 'LATEST'; readonly by: string; readonly object?: never }
  /** `bounds` is the key of the bounds beside the counts. */
  | { readonly how: 'HISTOGRAM'; readonly bounds: string; readonly object?: never };

/**
 * Keys that routing adds to what a province is asked. Names with two underscores are GraphQL's own, and a document that
 * uses one for an alias or a variable is refused (`operation/read-document.ts`).
 */
export const injected = {
  /** `cursor` of an edge: where the row stands in the order over all provinces. */
  cursor: '__cursor',
  /** `edges { cursor }`: the same for rows that have no cursor of their own. */
  position: '__position',
  /** `pageInfo { hasNextPage hasPreviousPage }` of the province's own page. */
  page: '__page',
  /** `id` of an entity or reference: what is followed, and an answer under the wrong key is found and refused. */
  key: '__key',
  /** The field that names the provinces to ask next. */
  further: '__further',
  /** Variables with the cursor that a province gets in place of the client's (`page-cursor.ts`). */
  after: '__after',
  before: '__before',
  /** A field that a merge rule names: a key, a sum, a count, bounds. */
  by: (field: string) => `__by_${field}`,
  /** The entities of the n-th group of a level. */
  entities: (group: number) => `__entities${group}`,
  /** The variable with their representations. */
  representations: (group: number) => `__representations${group}`,
} as const;

/** True for a key whose value merging or asking needs and the client did not ask for. */
export function isInjected(key: string | number): boolean {
  return typeof key === 'string' && (key.startsWith(injected.by('')) || key === injected.further);
}
