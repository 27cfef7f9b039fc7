import type { Kysely } from 'kysely';
import type { ServiceRefusalCode } from '../../../../schema/service-refusals.js';
import { materialsIn, type MaterialRecord } from '../../catalogue/index.js';
import type { ProvinceContext } from '../../context.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import { isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import { chinaDayOf, dateOf } from '../../shared/calendar.js';
import { fromJson, toJson } from '../../storage/stored.js';
import { type Draft, type DraftMaterial, preflight } from '../preflight.rules.js';
import { cureOf } from './cures.rules.js';
import { findOffer, type OfferRequest } from './offer.service.js';
import type { PreflightRow, PreflightTables, ToldGap } from './preflight.entity.js';

/** A draft to be checked for an item of this province. */
export interface PreflightRequest extends OfferRequest {
  readonly materials: readonly DraftMaterial[];
  readonly conditions: Draft['conditions'];
}

const tables = (context: ProvinceContext): Kysely<PreflightTables> => context.orm.em.getKysely<PreflightTables>();

/**
 * Checks a draft by the rules of this province, and keeps what was found. The same draft on the same day, by the same
 * version of the item, is the same row with its first time, however often it is asked.
 */
export async function runPreflight(
  context: ProvinceContext,
  request: PreflightRequest,
): Promise<PreflightRow | { readonly refusal: ServiceRefusalCode }> {
  const offer = await findOffer(context, request);
  if ('refusal' in offer) return offer;
  const nowMs = context.surroundings.nowMs();
  const { materials, conditions, applicantProvince, scenario } = request;
  const draft: Draft = { materials, conditions, today: dateOf(chinaDayOf(nowMs)) };
  const needed = materialsIn(fromJson(offer.row.materials), offer.scenario);
  const gaps = tellGaps(needed, { draft, conditions: fromJson(offer.row.acceptance_conditions) });
  const { item_code, version: item_version } = offer.row;
  const said = { item_code, item_version, scenario, applicant_province: applicantProvince };
  const digest = sha256(
    `tongban preflight 1\n${canonicalJson({ ...said, province: context.province.code, needed, draft, gaps })}`,
  );
  await tables(context)
    .insertInto('preflight')
    .values({ digest, ...said, draft: toJson(draft), gaps: toJson(gaps), checked_at: isoTime(nowMs) })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
  return tables(context).selectFrom('preflight').selectAll().where('digest', '=', digest).executeTakeFirstOrThrow();
}

function tellGaps(
  materials: readonly MaterialRecord[],
  { draft, conditions }: { readonly draft: Draft; readonly conditions: readonly string[] },
): readonly ToldGap[] {
  const byName = new Map(materials.map((material) => [material.name, material]));
  return preflight({ materials, acceptanceConditions: conditions }, draft).map((gap) => {
    const { zh, en } = cureOf(gap, byName.get(gap.subject));
    return { ...gap, cureZh: zh, cureEn: en };
  });
}

/** The preflight of a digest, or undefined: what an application names as evidence that everything was told at once. */
export function findPreflight(context: ProvinceContext, digest: string): Promise<PreflightRow | undefined> {
  return context.load(loadPreflights, digest);
}

async function loadPreflights(context: ProvinceContext, digests: readonly string[]) {
  const rows = await tables(context).selectFrom('preflight').selectAll().where('digest', 'in', digests).execute();
  return new Map(rows.map((row) => [row.digest, row]));
}
