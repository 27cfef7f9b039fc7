import { formatGlobalId } from '../../../schema/global-id.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { toJson } from '../storage/stored.js';
import { tablesIn } from './command.service.js';
import { watermarkOf } from './copy.rules.js';
import type { CopyCreator } from './licence.entity.js';

/** A copy that is made of a licence of this province. */
export interface NewCopy {
  /** Global id of the licence. */
  readonly licenceId: string;
  /** Who made it, or for whom it was made. */
  readonly creator: CopyCreator;
  readonly cause: string;
  readonly caseId: string | null;
  readonly expiresAt: string;
}

/** Keeps an annotated copy, and gives its id. Whether it may be made was asked before. */
export async function keepCopy(transaction: Transaction, desk: Desk, copy: NewCopy): Promise<string> {
  const { licenceId, creator, cause, caseId, expiresAt } = copy;
  const nowMs = desk.clock.nowMs();
  const local = createUuidV7(nowMs, desk.randomness);
  const id = formatGlobalId({ province: desk.signer.province, type: 'AnnotatedCopy', local });
  const row = {
    ...{ id, licence_id: licenceId, created_at: isoTime(nowMs), creator: toJson(creator) },
    ...{ cause, case_id: caseId, expires_at: expiresAt },
    watermark: watermarkOf({ cause, expiresAtMs: Date.parse(expiresAt) }),
  };
  await tablesIn(transaction).insertInto('annotated_copy').values(row).execute();
  return id;
}
