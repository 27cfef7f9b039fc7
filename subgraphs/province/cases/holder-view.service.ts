import type { ProvinceContext } from '../context.js';
import type { View } from '../persons/index.js';
import { findCaseView } from './applicant.service.js';
import { findCase } from './case.service.js';
import { decidedStates } from './handling/case-face.rules.js';
import { findHandledCase } from './handling/read-handling.service.js';

/**
 * What the caller gets to see of a person for a case in which that person has applied, whatever of the person it is;
 * undefined when it is nothing, or another person's case.
 */
export async function viewForCase(
  context: ProvinceContext,
  { caseId, person }: { readonly caseId: string; readonly person: string },
): Promise<View | undefined> {
  const row = await findCase(context, caseId);
  return row === undefined || row.applicant_person !== person ? undefined : findCaseView(context, row, person);
}

/** A case that provinces handle together, as far as it lets one of them read what another keeps. */
export interface CaseBetween {
  /** Code of the national item. */
  readonly itemCode: string;
  /** Person key of the applicant. */
  readonly person: string | null;
  /** The provinces that have a part in it. */
  readonly provinces: readonly string[];
}

/** A case of this province while it runs; undefined for a draft, one that is decided, a mere record, or none. */
export async function findCaseBetween(context: ProvinceContext, caseId: string): Promise<CaseBetween | undefined> {
  const [row, handled] = [await findCase(context, caseId), await findHandledCase(context, caseId)];
  if (row === undefined || handled === undefined || row.state === 'DRAFT' || decidedStates.has(row.state))
    return undefined;
  const { content, courses } = handled;
  const { LEAD, ORIGIN = LEAD, RECEIVING = LEAD, ALONG = [] } = content.places;
  const provinces = [LEAD, ORIGIN, RECEIVING, ...ALONG, ...courses.map(({ province }) => province)];
  return { itemCode: content.itemCode, person: row.applicant_person, provinces };
}
