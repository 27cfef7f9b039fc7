import type { LegRole } from '../../../../schema/case-lists.js';
import type { HandlingForm, HandlingMode } from '../../../../schema/code-lists.js';
import type { ResultReturn } from '../../../../schema/linkage-lists.js';
import type { RuleSource } from '../../../../schema/refusal.js';
import type { Due } from '../../shared/clock.js';
import { planLegs } from '../../shared/deadlines.js';
import type { FlowPlace } from '../joint/flow.rules.js';
import { findFlow } from '../joint/flows.rules.js';
import { type Limit, policyLimits } from '../machine/clock-face.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** What an item says that decides its way between provinces. */
export interface GuidedItem {
  readonly itemCode: string;
  readonly mode: Name<typeof HandlingMode>;
  readonly forms: readonly Name<typeof HandlingForm>[];
  readonly promised: Limit;
}

/** Who applies where, and who handles it. */
export interface GuidedPlaces {
  readonly applicant: string;
  readonly handling: string;
}

/** One stretch of the way: who holds the matter, for how long, by whose working days. */
export interface GuideLegPlan {
  readonly id: string;
  readonly role: Name<typeof LegRole>;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Null for the places along a route, which only the application names. */
  readonly province: string | null;
  readonly limit: Limit;
  readonly after: readonly string[];
  readonly source: RuleSource;
}

/** The place that takes the papers. Powers do not move: receiving elsewhere is no acceptance. */
export function receivingPlace(mode: GuidedItem['mode'], places: GuidedPlaces): string {
  return mode === 'RECEIVE_AND_FORWARD' ? places.applicant : places.handling;
}

/** How the result can come back. */
export function waysBack({ mode, forms }: GuidedItem): readonly Name<typeof ResultReturn>[] {
  const own: Readonly<Record<GuidedItem['mode'], Name<typeof ResultReturn>>> = {
    FULLY_ONLINE: 'ELECTRONIC',
    RECEIVE_AND_FORWARD: 'RECEIVING_PLACE',
    JOINT_HANDLING: 'HANDLING_PLACE',
  };
  return forms.includes('COURIER') ? [own[mode], 'COURIER'] : [own[mode]];
}

/** The legs of an item: those of its recorded flow, or those that its mode has everywhere. */
export function guideLegs(item: GuidedItem, places: GuidedPlaces): readonly GuideLegPlan[] {
  const flow = findFlow(item.itemCode);
  // Provinces differ in the mode; a flow of another mode says nothing of this one.
  if (flow?.mode !== item.mode) return legsOfMode(item, places);
  const provinces: Readonly<Record<FlowPlace, string | null>> = {
    LEAD: places.handling,
    ORIGIN: places.applicant,
    RECEIVING: places.applicant,
    ALONG: null,
  };
  return flow.legs.map(({ id, role, nameZh, nameEn, place, workingDays, dependsOn, source }) => ({
    id,
    role,
    nameZh,
    nameEn,
    province: provinces[place],
    limit: { value: workingDays, unit: 'WORKING_DAY' },
    after: dependsOn,
    source,
  }));
}

const readSource = (text: string): RuleSource => ({
  text: text.slice(4),
  mark: text.charAt(1) as RuleSource['mark'],
});

function legsOfMode({ mode, promised }: GuidedItem, { applicant, handling }: GuidedPlaces): readonly GuideLegPlan[] {
  const own = { text: '承诺办结时限 · promised limit of the item', mark: 'P' } as const;
  const handle = {
    id: 'handle',
    role: mode === 'JOINT_HANDLING' ? ('LEAD' as const) : ('HANDLE' as const),
    nameZh: '受理、审查与决定',
    nameEn: 'accept, review and decide',
    province: handling,
    limit: promised,
    source: own,
  };
  const deliver = { id: 'deliver', role: 'DELIVER' as const, nameZh: '送达', nameEn: 'deliver', after: ['handle'] };
  if (mode !== 'RECEIVE_AND_FORWARD') {
    const { source, value, unit } = policyLimits.DELIVERY;
    const limit = { value, unit };
    return [
      { ...handle, after: [] },
      { ...deliver, province: handling, limit, source: readSource(source) },
    ];
  }
  const { FORWARD, HANDING } = policyLimits;
  return [
    {
      id: 'receive',
      role: 'RECEIVE',
      nameZh: '收件、形式审查与身份核验、转交',
      nameEn: 'receive, check form and identity, forward',
      province: applicant,
      limit: { value: FORWARD.value, unit: FORWARD.unit },
      after: [],
      source: readSource(FORWARD.source),
    },
    { ...handle, after: ['receive'] },
    {
      ...deliver,
      province: applicant,
      limit: { value: HANDING.value, unit: HANDING.unit },
      source: readSource(HANDING.source),
    },
  ];
}

/**
 * When each leg is due at the latest if the first begins now, by the working days of the province that holds it. A leg
 * that waits for a place which is not known yet has no due time, and is left out.
 */
export function dueTimes(legs: readonly GuideLegPlan[], startedAtMs: number): ReadonlyMap<string, Due> {
  const open = new Set<string>();
  const known = legs.flatMap(({ id, province, limit, after }) => {
    if (province !== null && !after.some((name) => open.has(name))) {
      return [{ name: id, province, limit, after, doneAt: null }];
    }
    open.add(id);
    return [];
  });
  const plan = planLegs(startedAtMs, known);
  return 'dues' in plan ? plan.dues : new Map();
}
