import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import type { Identity } from '../../../schema/identity.js';
import { inTransaction } from '../exchange/desk.js';
import { type Bureau, holdSupply, stepSupply } from './course.service.js';
import type { SupplyRow } from './evidence.entity.js';
import { questionOf, releaseSupply } from './release.service.js';
import type { EvidencePlace } from './request.service.js';
import { stepAndTell } from './tell.service.js';

/** What the person concerned does with a preview. */
export type PreviewAct = 'open' | 'approve' | 'decline';

/** The request as it stands, or the rule that refuses. */
export type PreviewOutcome = { readonly id: string } | { readonly refusal: EvidenceRule };

/**
 * Opens a preview or decides on it, for the person whom it is about and nobody else. What is approved is released before
 * this ends, or by the next sweep when something is in its way. Saying the same again changes nothing.
 */
export async function actOnPreview(
  place: EvidencePlace,
  caller: Identity | undefined,
  { id, act }: { readonly id: string; readonly act: PreviewAct },
): Promise<PreviewOutcome> {
  const refusal = await inTransaction(place.desk, (transaction) =>
    step({ ...place, transaction }, caller, { id, act }),
  );
  if (refusal !== undefined) return { refusal };
  // What stands in the way of a release does not undo the approval: the sweep tries again, and reports it.
  if (act === 'approve') await releaseSupply(place, id).catch(() => undefined);
  place.wake();
  return { id };
}

async function step(
  bureau: Bureau,
  caller: Identity | undefined,
  { id, act }: { readonly id: string; readonly act: PreviewAct },
): Promise<EvidenceRule | undefined> {
  const row = await holdSupply(bureau, id);
  // Whether there is such a request is nobody's business but the subject's.
  if (row === undefined || row.question === null || !isSubject(row, caller)) return 'NOT_THE_SUBJECT';
  if (isSaidBefore(row, act)) return undefined;
  const by = 'APPLICANT';
  const facts = { isSubject: true };
  if (isOver(bureau, row)) return expireInstead(bureau, row);
  if (act === 'decline') return stepAndTell(bureau, row, { event: act, by, facts });
  const stepped = await stepSupply(bureau, row, { event: act, by, facts });
  return 'refusal' in stepped ? stepped.refusal : undefined;
}

/** True for the person whom a request is about. */
export function isSubject(row: SupplyRow, caller: Identity | undefined): boolean {
  return caller?.person !== undefined && row.question !== null && questionOf(row).subject === caller.person;
}

const agreed: ReadonlySet<string> = new Set(['APPROVED', 'ACCESS_LOGGED', 'PROVIDED', 'RECEIVED']);

const isSaidBefore = ({ state, path }: SupplyRow, act: PreviewAct): boolean =>
  path === 'EXPLICIT_REQUEST' &&
  ((act === 'approve' && agreed.has(state)) || (act === 'decline' && state === 'DECLINED'));

// The sweep may be late; the limit is not.
function isOver({ desk }: Bureau, { state, due_ms: dueMs }: SupplyRow): boolean {
  const isPreview = state === 'PREVIEW_PENDING' || state === 'PREVIEW_OPENED';
  return isPreview && dueMs !== null && dueMs <= desk.clock.nowMs();
}

async function expireInstead(bureau: Bureau, row: SupplyRow): Promise<EvidenceRule> {
  await stepAndTell(bureau, row, {
    ...{ event: 'expirePreview', by: 'SYSTEM' },
    ...{ facts: { isOut: true }, rule: 'PREVIEW_OVER' },
  });
  return 'PREVIEW_OVER';
}
