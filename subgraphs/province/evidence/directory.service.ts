import { isEvidenceType, typesProving, type EvidenceTypeCode } from '../../../schema/evidence-types.js';
import { findServiceItemRow } from '../catalogue/index.js';
import type { MaterialRecord } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { fromJson } from '../storage/stored.js';
import type { EvidenceTables, OfferRow } from './evidence.entity.js';

/** A material of an item, and the types of evidence that can stand for it; none when the applicant brings it. */
export interface Requirement {
  readonly material: MaterialRecord;
  readonly types: readonly EvidenceTypeCode[];
}

/** What an item of this province asks for, and what can stand for it; undefined when there is no such item. */
export async function listRequirements(
  context: ProvinceContext,
  itemId: string,
): Promise<readonly Requirement[] | undefined> {
  const row = await findServiceItemRow(context, itemId);
  if (row === undefined) return undefined;
  return fromJson(row.materials).map((material) => ({ material, types: typesProving(material.name) }));
}

/** How this province provides a type; undefined when it does not, or when there is no such type. */
export async function findOffer(context: ProvinceContext, type: string): Promise<OfferRow | undefined> {
  if (!isEvidenceType(type)) return undefined;
  const offers = context.orm.em.getKysely<EvidenceTables>().selectFrom('evidence_offer').selectAll();
  return offers.where('type', '=', type).executeTakeFirst();
}
