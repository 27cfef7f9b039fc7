import { typesProving } from '../../../schema/evidence-types.js';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import type { Identity } from '../../../schema/identity.js';
import { bringPiece, findCaseNeeds } from '../cases/index.js';
import { inTransaction } from '../exchange/desk.js';
import { type Bureau, holdRequest, stepRequest } from './course.service.js';
import type { RequestRow } from './evidence.entity.js';
import type { EvidencePlace } from './request.service.js';
import { isOfHandlingUnit } from './handling-unit.service.js';
import { openContent } from './seal-content.service.js';

/** What received evidence is used for. */
export interface Using {
  readonly id: string;
  /** Name of the material for which it stands. */
  readonly material: string;
}

/** The id of the request, or the rule that refuses. */
export type UsingOutcome = { readonly id: string } | { readonly refusal: EvidenceRule };

/**
 * Uses received evidence as a material of its case: a piece of grade A, as if the authority had brought it itself. By
 * the unit that has the case; saying the same again changes nothing.
 */
export async function useEvidence(
  place: EvidencePlace,
  caller: Identity | undefined,
  using: Using,
): Promise<UsingOutcome> {
  const refusal = await inTransaction(place.desk, (transaction) => use({ ...place, transaction }, caller, using));
  return refusal === undefined ? { id: using.id } : { refusal };
}

async function use(
  bureau: Bureau,
  caller: Identity | undefined,
  { id, material }: Using,
): Promise<EvidenceRule | undefined> {
  const row = await holdRequest(bureau, id);
  const needs = row === undefined ? undefined : await findCaseNeeds(bureau, row.case_id);
  // What is another unit's and what is not there are one answer.
  if (row === undefined || needs === undefined || !isOfHandlingUnit(bureau, caller, needs)) return 'REQUEST_UNKNOWN';
  if (row.state === 'USED' && row.used_for === material) return undefined;
  if (needs.isDecided) return 'CASE_ENDED';
  const isNeeded = needs.materials.includes(material) && typesProving(material).includes(row.type);
  const changes = { used_for: material };
  const stepped = await stepRequest(bureau, row, { event: 'use', by: 'UNIT', facts: { isNeeded }, changes });
  if ('refusal' in stepped) return stepped.refusal;
  await bring(bureau, row, material);
  return undefined;
}

async function bring(bureau: Bureau, row: RequestRow, name: string): Promise<void> {
  if (row.content === null) throw new Error('What is used has been received.');
  const { validTo } = openContent(bureau.desk.vault.sealing, row.id, row.content);
  const piece = { name, form: 'ELECTRONIC', grade: 'A', originals: 0, copies: 0, validUntil: validTo } as const;
  await bringPiece(bureau, { caseId: row.case_id, piece });
}
