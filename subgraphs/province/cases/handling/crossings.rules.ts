import type { HandlingMode } from '../../../../schema/code-lists.js';
import type { Flow, FlowPlaces } from '../joint/flow.rules.js';

/** From whom to whom a case goes. */
export interface CaseCrossing {
  readonly from: string;
  readonly to: string;
}

/** What a file says of where its case is handled. */
export interface HandlingPlaces {
  readonly mode: keyof typeof HandlingMode.entries;
  readonly places: FlowPlaces;
  readonly flow: Flow | null;
  readonly applicantProvince: string;
}

/** Between which provinces a case is handled; of a joint case, that of the leg which is named, or of all its legs. */
export function crossingsOf(
  { mode, places, flow, applicantProvince }: HandlingPlaces,
  name: string,
): readonly CaseCrossing[] {
  const { LEAD, RECEIVING } = places;
  if (mode === 'RECEIVE_AND_FORWARD') return [{ from: RECEIVING ?? LEAD, to: LEAD }];
  const legs = flow?.legs ?? [];
  const meant = legs.filter(({ id }) => id === name);
  const provinces = new Set((meant.length > 0 ? meant : legs).map(({ province = LEAD }) => province));
  const others = [...provinces].filter((province) => province !== LEAD);
  // What one province does alone it does for somebody of another.
  return others.length > 0 ? others.map((to) => ({ from: LEAD, to })) : [{ from: applicantProvince, to: LEAD }];
}
