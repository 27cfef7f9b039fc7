import type { AttributionRuleCode, RatingIndicatorCode } from '../../../schema/rating-lists.js';
import type { LegRole } from '../../../schema/case-lists.js';

/** A leg as far as it can be at fault. */
export interface JudgedLeg {
  readonly name: string;
  readonly province: string;
  readonly role: keyof typeof LegRole.entries;
  readonly unitCode: string | null;
  readonly overdueMinutes: number;
  readonly usedPercent: number;
  readonly sentBack: number;
}

/** The leg at fault, and by which rule. */
export interface Attribution {
  readonly leg: JudgedLeg;
  readonly rule: AttributionRuleCode;
}

/** What an indicator points at. */
type Pointed = 'COUNTER' | 'INTAKE' | 'SLOWEST' | 'DECIDING';

/** Which leg each indicator names [P]; of several indicators of a rating, the first of this table counts. */
export const pointing: Readonly<Record<RatingIndicatorCode, Pointed>> = {
  ATTITUDE: 'COUNTER',
  COMPETENCE: 'COUNTER',
  COUNTER_EFFICIENCY: 'SLOWEST',
  ONLINE_EFFICIENCY: 'SLOWEST',
  GUIDE_ACCURACY: 'DECIDING',
  CONVENIENCE: 'INTAKE',
  OPERABILITY: 'INTAKE',
};

/** What the table of indicators means, for people. */
export const pointedAt: Readonly<Record<Pointed, { readonly zh: string; readonly en: string }>> = {
  COUNTER: { zh: '收件窗口所在环节', en: 'the leg of the window where the applicant was' },
  INTAKE: { zh: '接收申请的环节', en: 'the leg that took the application in' },
  SLOWEST: { zh: '占用时限比例最高的环节', en: 'the leg that used most of its limit' },
  DECIDING: { zh: '作出决定的环节', en: 'the leg that decides, by whose guide it went' },
};

/**
 * The leg at fault for a bad rating [P]: the one that was overdue longest; if none was, the one whose work was sent back
 * most often; if none was, the one that the indicator names; and where no indicator is named, the one that decides.
 * Among equals the earlier one. Undefined for a case without legs.
 */
export function attribute(
  legs: readonly JudgedLeg[],
  indicators: readonly RatingIndicatorCode[],
): Attribution | undefined {
  const overdue = most(legs, ({ overdueMinutes }) => overdueMinutes);
  if (overdue !== undefined) return { leg: overdue, rule: 'LONGEST_OVERDUE' };
  const returned = most(legs, ({ sentBack }) => sentBack);
  if (returned !== undefined) return { leg: returned, rule: 'SENT_BACK' };
  const [named] = (Object.keys(pointing) as RatingIndicatorCode[]).filter((code) => indicators.includes(code));
  const leg = named === undefined ? undefined : pointed(legs, pointing[named]);
  if (leg !== undefined) return { leg, rule: 'NAMED_BY_INDICATOR' };
  const deciding = pointed(legs, 'DECIDING');
  return deciding && { leg: deciding, rule: 'DECIDING_LEG' };
}

const decides: ReadonlySet<JudgedLeg['role']> = new Set(['HANDLE', 'LEAD']);

function pointed(legs: readonly JudgedLeg[], at: Pointed): JudgedLeg | undefined {
  const deciding = legs.find(({ role }) => decides.has(role)) ?? legs[0];
  if (at === 'DECIDING') return deciding;
  if (at === 'SLOWEST') return most(legs, ({ usedPercent }) => usedPercent) ?? deciding;
  return legs.find(({ role }) => role === 'RECEIVE') ?? deciding;
}

// The first of those that have most of it; none where nobody has any.
function most(legs: readonly JudgedLeg[], amount: (leg: JudgedLeg) => number): JudgedLeg | undefined {
  const highest = Math.max(0, ...legs.map(amount));
  return highest === 0 ? undefined : legs.find((leg) => amount(leg) === highest);
}
