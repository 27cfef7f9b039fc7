import type { LegRole } from '../../../../schema/case-lists.js';
import { type Basis, type BindingAgreement, isClause } from '../../shared/agreement.js';
import type { ClockName, Limit } from '../machine/clock-face.rules.js';

type Role = keyof typeof LegRole.entries;

/** What provinces have agreed on for the clocks of a case; it shortens what law and policy give, and never extends it. */
export type AgreedLimits = Readonly<Partial<Record<ClockName, Limit>>>;

// The work that a place has in a case of one leg after another, and the clock of that work.
const clocksOfRoles: Readonly<Partial<Record<Role, ClockName>>> = {
  RECEIVE: 'FORWARD',
  HANDLE: 'HANDLING',
  DELIVER: 'HANDING',
};

/**
 * The limits in the clause that a case rests on, by this province's own copy: a case that has begun under a clause keeps
 * its deadlines, whatever becomes of the agreement. `jointRole` is what the leg of a joint case does there.
 */
export function findAgreedLimits(
  basis: Basis | undefined,
  agreements: readonly BindingAgreement[],
  jointRole: Role | undefined,
): AgreedLimits {
  if (!isClause(basis)) return {};
  const { agreement } =
    agreements.find(
      ({ agreement: { number, version } }) => number === basis.agreementNo && version === basis.version,
    ) ?? {};
  const clause = agreement?.clauses.items.find((one) => one.clause === basis.clause);
  const limits = (clause?.deadlines ?? []).flatMap(({ leg, workingDays }): readonly [ClockName, Limit][] => {
    const clock = jointRole === undefined ? clocksOfRoles[leg] : leg === jointRole ? 'LEG' : undefined;
    return clock === undefined ? [] : [[clock, { value: workingDays, unit: 'WORKING_DAY' }]];
  });
  return Object.fromEntries(limits);
}
