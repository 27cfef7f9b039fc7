import type { HandlingMode } from '../../../../schema/code-lists.js';
import type { RuleSource } from '../../../../schema/refusal.js';

/** Where a leg is done: the place that leads or handles, the place that the matter comes from, every place along. */
export type FlowPlace = 'LEAD' | 'ORIGIN' | 'RECEIVING' | 'ALONG';

/** What a leg does to the world: nothing, something that can be taken back, or something that cannot. */
export type LegEffect = 'NONE' | 'REVERSIBLE' | 'IRREVERSIBLE';

/** One leg of a graph. `gives` and `takes` name what ceases to be held here, and what begins to be held there. */
export interface FlowLeg {
  readonly id: string;
  readonly role: 'RECEIVE' | 'HANDLE' | 'DELIVER' | 'LEAD' | 'PARTICIPATE' | 'EVIDENCE';
  readonly place: FlowPlace;
  /** The province, once the graph is laid out for a case. */
  readonly province?: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly dependsOn: readonly string[];
  readonly workingDays: number;
  readonly isRequired: boolean;
  readonly mayRefuse: boolean;
  readonly effect: LegEffect;
  readonly gives?: string;
  readonly takes?: string;
  readonly source: RuleSource;
}

/** When a joint case has what it needs. */
export type CompletionRule =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'ALL_REQUIRED' }
  | { readonly kind: 'ANY' }
  | { readonly kind: 'EXPRESSION'; readonly needs: Needs };

/** An item's own rule, over ids of legs. */
export type Needs =
  | { readonly leg: string }
  | { readonly all: readonly Needs[] }
  | { readonly atLeast: number; readonly of: readonly Needs[] };

/** How some items are handled: legs with limits, and the source of each. */
export interface Flow {
  readonly name: string;
  readonly mode: keyof typeof HandlingMode.entries;
  readonly itemCodes: readonly string[];
  readonly rule: CompletionRule;
  readonly legs: readonly FlowLeg[];
}

/** The provinces of one case. */
export interface FlowPlaces {
  readonly LEAD: string;
  readonly ORIGIN?: string;
  readonly RECEIVING?: string;
  readonly ALONG?: readonly string[];
}

/** The graph of one case: each leg with its province, a leg for every place along once for each of them. */
export function layOutFlow(flow: Flow, places: FlowPlaces): Flow {
  const copies = new Map(flow.legs.map((leg) => [leg.id, copiesOf(leg, places)]));
  const idsOf = (id: string): readonly string[] => copies.get(id)?.map((copy) => copy.id) ?? [id];
  const legs = flow.legs.flatMap(({ id, dependsOn }) =>
    (copies.get(id) ?? []).map((copy) => ({ ...copy, dependsOn: dependsOn.flatMap(idsOf) })),
  );
  const { rule } = flow;
  if (rule.kind !== 'EXPRESSION') return { ...flow, legs };
  return { ...flow, legs, rule: { kind: 'EXPRESSION', needs: layOutNeeds(rule.needs, idsOf) } };
}

function copiesOf(leg: FlowLeg, places: FlowPlaces): readonly FlowLeg[] {
  if (leg.place === 'ALONG') {
    return (places.ALONG ?? []).map((province) => ({ ...leg, id: `${leg.id}-${province}`, province }));
  }
  const province = places[leg.place];
  return [province === undefined ? leg : { ...leg, province }];
}

function layOutNeeds(needs: Needs, idsOf: (id: string) => readonly string[]): Needs {
  if ('leg' in needs) {
    const ids = idsOf(needs.leg);
    return ids.length === 1 ? { leg: ids[0] ?? needs.leg } : { all: ids.map((leg) => ({ leg })) };
  }
  if ('all' in needs) return { all: needs.all.map((part) => layOutNeeds(part, idsOf)) };
  return { atLeast: needs.atLeast, of: needs.of.map((part) => layOutNeeds(part, idsOf)) };
}
