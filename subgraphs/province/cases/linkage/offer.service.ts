import type { ServiceRefusalCode } from '../../../../schema/service-refusals.js';
import { findImplementation, findScenario, type ScenarioRecord, type ServiceItemRow } from '../../catalogue/index.js';
import type { ProvinceContext } from '../../context.js';
import { parseProvinceCode, parseStandardItemId } from '../../../shared/ids.js';
import { fromJson } from '../../storage/stored.js';

/** Which item, for whom, in which situation. */
export interface OfferRequest {
  /** Global id of the national item. */
  readonly standardItem: string;
  readonly applicantProvince: string;
  /** Null where the applicant's situation is not known. */
  readonly scenario: string | null;
}

/** What this province offers to applicants of a province, or why it does not. */
export type Offer =
  | { readonly row: ServiceItemRow; readonly scenario: ScenarioRecord | null }
  | { readonly refusal: ServiceRefusalCode };

/** The item of this province that is asked for. Refuses with BAD_ID or BAD_USER_INPUT what cannot name one. */
export async function findOffer(context: ProvinceContext, request: OfferRequest): Promise<Offer> {
  const applicant = parseProvinceCode(request.applicantProvince);
  const row = await findImplementation(context, parseStandardItemId(request.standardItem));
  if (row === undefined) return { refusal: 'ITEM_NOT_OFFERED' };
  if (applicant !== context.province.code && !fromJson(row.cross_region).coveredProvinces.includes(applicant)) {
    return { refusal: 'NOT_ACROSS_PROVINCES' };
  }
  if (request.scenario === null) return { row, scenario: null };
  const scenario = findScenario(fromJson(row.scenarios), request.scenario);
  return scenario === undefined ? { refusal: 'SCENARIO_UNKNOWN' } : { row, scenario };
}
