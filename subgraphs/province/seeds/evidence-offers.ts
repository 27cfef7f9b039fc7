import { type EvidenceTypeCode, evidenceTypes } from '../../../schema/evidence-types.js';
import type { OfferRow } from '../evidence/index.js';
import { licenceTypes } from '../licences/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { authorityCode } from './authorities.js';

// Decree 809 has conditional requests answered in 10 working days; recalled, and not checked against its text.
const GRANT_DAYS = 10;

/** What a province provides as evidence: every type that it issues licences of, by the authority that issues them. */
export function createEvidenceOffers(instance: ProvinceInstance): readonly OfferRow[] {
  return (Object.keys(evidenceTypes) as EvidenceTypeCode[]).map((type) => {
    const { licence, sharing } = evidenceTypes[type];
    const issuedBy = licenceTypes.find(({ name }) => name === licence);
    if (issuedBy === undefined) throw new Error(`No type of licence is called ${licence}.`);
    return {
      ...{ type, sharing },
      authority_code: authorityCode(instance, issuedBy.competentAuthority),
      basis:
        sharing === 'NOT_SHARED'
          ? '未成年人信息保护（拟定，未核实） · protection of minors (proposed, not verified)'
          : null,
      grant_days: sharing === 'CONDITIONAL' ? GRANT_DAYS : null,
    };
  });
}
