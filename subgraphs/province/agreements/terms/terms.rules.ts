import type { LegRole } from '../../../../schema/case-lists.js';
import { isEvidenceType, evidenceTypes } from '../../../../schema/evidence-types.js';
import { FieldClass } from '../../../../schema/trail-lists.js';
import type { Agreement, DataGrant, ItemClause } from '../../shared/agreement.js';

type Leg = keyof typeof LegRole.entries;

// Where an application comes in, and where it is decided: in a joint case the lead takes it in, the others take part.
const receivingSide: ReadonlySet<Leg> = new Set<Leg>(['RECEIVE', 'DELIVER', 'LEAD']);
const handlingSide: ReadonlySet<Leg> = new Set<Leg>(['HANDLE', 'PARTICIPATE', 'EVIDENCE']);

/** What a text lacks of what an agreement has: duties of both places, deadlines, sources of materials, liaisons. */
export function findMissingTerms({ parties, clauses, liaison }: Agreement): readonly string[] {
  const unnamed = parties.filter((party) => !liaison.some(({ province }) => province === party));
  return [
    ...(clauses.items.length === 0 ? ['clauses.items: there is no clause about items.'] : []),
    ...clauses.items.flatMap(findMissingOfClause),
    ...unnamed.map((party) => `liaison: ${party} has none.`),
  ];
}

function findMissingOfClause({ clause, modes, duties, deadlines, materialSources }: ItemClause): readonly string[] {
  const sides = duties.map(({ leg }) => leg);
  // What is handled online from end to end has no place that receives.
  const needsReceiver = modes.some((mode) => mode !== 'FULLY_ONLINE');
  return [
    ...(needsReceiver && !sides.some((leg) => receivingSide.has(leg)) ? ['the duties of the receiving place'] : []),
    ...(sides.some((leg) => handlingSide.has(leg)) ? [] : ['the duties of the handling place']),
    ...(deadlines.length === 0 ? ['deadlines of legs'] : []),
    ...(materialSources.length === 0 ? ['sources of materials'] : []),
  ].map((what) => `§${clause} lacks ${what}.`);
}

/** The grants of a text that go beyond the catalogue: types and classes that it does not have, or that are not shared. */
export function findWrongGrants({ clauses }: Agreement): readonly string[] {
  return clauses.dataGrants.flatMap((grant) => [
    ...grant.fields
      .filter((field) => !Object.hasOwn(FieldClass.entries, field))
      .map((field) => say(grant, `class ${field} is unknown`)),
    ...(grant.kind === 'EVIDENCE' ? grant.types.flatMap((type) => judgeType(grant, type)) : []),
  ]);
}

function judgeType(grant: DataGrant, type: string): readonly string[] {
  if (!isEvidenceType(type)) return [say(grant, `evidence ${type} is unknown`)];
  return evidenceTypes[type].sharing === 'NOT_SHARED' ? [say(grant, `evidence ${type} is not shared`)] : [];
}

const say = ({ clause }: DataGrant, problem: string): string => `§${clause}: ${problem}.`;

/** An item as a province performs it, as far as an agreement can go beyond it. */
export interface ListedItem {
  readonly itemCode: string;
  readonly scope: string;
  readonly statutory: { readonly value: number; readonly unit: 'WORKING_DAY' | 'CALENDAR_DAY' } | null;
}

/** The codes of the items that a province signs for; those that only other parties hand over or take over are not its. */
export function ownItems(agreement: Agreement, province: string): readonly string[] {
  return [...new Set(ownClauses(agreement, province).flatMap(listedIn))];
}

function ownClauses({ clauses }: Agreement, province: string): readonly ItemClause[] {
  return clauses.items.filter(({ from, to }) => {
    const concerned = [from, to].some((side) => side === undefined || side.includes(province));
    return concerned;
  });
}

// “All national items of a region” are those that its members perform: it names none that could be lacking.
const listedIn = ({ items }: ItemClause): readonly string[] => ('allOf' in items ? [] : items);

const crossing: ReadonlySet<string> = new Set(['NATIONWIDE', 'INTER_PROVINCE']);

/** The items of a text that this province does not perform, or not for other provinces. */
export function findUnlisted(
  agreement: Agreement,
  { province, list }: { readonly province: string; readonly list: readonly ListedItem[] },
): readonly string[] {
  return ownItems(agreement, province).flatMap((code) => {
    const item = list.find(({ itemCode }) => itemCode === code);
    if (item === undefined) return [`${code} is not on the list of ${province}.`];
    return crossing.has(item.scope) ? [] : [`${code} is not handled between provinces in ${province} (${item.scope}).`];
  });
}

/** The deadlines of a text that are longer than what the law gives for the item, by the list of this province. */
export function findLateDeadlines(
  agreement: Agreement,
  { province, list }: { readonly province: string; readonly list: readonly ListedItem[] },
): readonly string[] {
  return ownClauses(agreement, province).flatMap((clause) =>
    listedIn(clause).flatMap((code) => {
      const limit = list.find(({ itemCode }) => itemCode === code)?.statutory ?? null;
      if (limit === null) return [];
      const late = clause.deadlines.filter(({ workingDays }) => spanOf(workingDays, limit.unit) > limit.value);
      return late.map(
        ({ leg, workingDays }) =>
          `§${clause.clause}: ${workingDays} working days for ${leg} of ${code} are more than the law gives (${limit.value}).`,
      );
    }),
  );
}

// Five working days take a week at least.
const spanOf = (workingDays: number, unit: 'WORKING_DAY' | 'CALENDAR_DAY'): number =>
  unit === 'WORKING_DAY' ? workingDays : workingDays + 2 * Math.floor(workingDays / 5);
