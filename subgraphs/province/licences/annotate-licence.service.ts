import { viewForCase } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import type { AccessBasis } from '../../../schema/trail-lists.js';
import type { View } from '../persons/index.js';
import { lockLicence } from './change-status.service.js';
import { type LicenceOutcome, runLicenceCommand } from './command.service.js';
import { refuseCopy } from './copy.rules.js';
import { keepCopy } from './keep-copy.service.js';
import type { LicenceRow } from './licence.entity.js';
import { findLicence, termOf } from './licence.service.js';

/** The copy that somebody asks for. */
export interface AskedCopy {
  readonly licenceId: string;
  readonly cause: string;
  readonly caseId: string | null;
  readonly expiresAt: string;
  readonly idempotencyKey: string;
}

/**
 * Makes an annotated copy of a licence: for its holder, or for a case of the holder, by who may read the holder in clear
 * for that case. Once for each key.
 */
export async function annotateLicence(context: ProvinceContext, asked: AskedCopy): Promise<LicenceOutcome> {
  const { idempotencyKey, ...said } = asked;
  const request = { command: 'annotateLicence', ...said };
  const found = await findLicence(context, asked.licenceId);
  // Whoever may not have a copy learns nothing of what is here.
  if (found === undefined || (await viewForCopy(context, found, asked.caseId))?.kind !== 'CLEAR')
    return { refusal: 'NOT_ENTITLED' };
  return runLicenceCommand(context, { idempotencyKey, request }, async (transaction) => {
    const row = await lockLicence(transaction, found.id);
    if (row === undefined) return { refusal: 'NOT_ENTITLED' };
    const nowMs = context.surroundings.nowMs();
    const annotation = { cause: asked.cause, expiresAtMs: Date.parse(asked.expiresAt) };
    const refusal = refuseCopy(termOf(row), annotation, nowMs);
    if (refusal !== undefined) return { refusal };
    const { role = null, province = null, unit = null } = context.caller ?? {};
    const { cause, caseId, expiresAt } = asked;
    const copy = { licenceId: row.id, creator: { role, province, unit }, cause, caseId, expiresAt };
    return { subject: await keepCopy(transaction, context.exchange.desk, copy) };
  });
}

/** How who asks for a copy gets to see the holder: he is it, or for the case that the copy is for. */
export async function viewForCopy(
  context: ProvinceContext,
  { holder_person: person }: Pick<LicenceRow, 'holder_person'>,
  caseId: string | null,
): Promise<View | undefined> {
  const { caller } = context;
  if (caller?.person !== undefined && caller.person === person) return { kind: 'CLEAR', basis: HOLDER };
  return caseId === null ? undefined : viewForCase(context, { caseId, person });
}

const HOLDER: AccessBasis = { kind: 'OWN', text: '本人的证照 · the licence is the reader’s own' };
