import { agreementCollaboration } from '../../../schema/agreement-collaboration.js';
import { canonicalJson, type Json } from '../exchange/canonical-json.js';
import { fits } from '../exchange/payload-limit.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import type { AgreementRow } from './agreement.entity.js';
import { type Bureau, partiesOf } from './bureau.service.js';
import { AGREEMENT_ASKED, AGREEMENT_TOLD, type Move } from './moves/move.rules.js';

const payloadOf = (move: Move): Json => JSON.parse(canonicalJson(move)) as Json;

/** True when a move fits one letter. */
export function fitsLetter(move: Move): boolean {
  return fits(canonicalJson(move));
}

/** The keeper tells all other parties what has been done, whoever did it. */
export async function tellParties(bureau: Bureau, row: AgreementRow, move: Move): Promise<void> {
  const { desk, instance, transaction } = bureau;
  const collaborationNo = agreementCollaboration(move.number);
  for (const to of partiesOf(row).filter((party) => party !== instance.code))
    await sendEnvelope(transaction, desk, { collaborationNo, to, event: AGREEMENT_TOLD, payload: payloadOf(move) });
}

/** A party asks the keeper to take what it does into the order of things. */
export async function askKeeper({ desk, transaction }: Bureau, { keeper }: AgreementRow, move: Move): Promise<void> {
  const collaborationNo = agreementCollaboration(move.number);
  const payload = payloadOf(move);
  await sendEnvelope(transaction, desk, { collaborationNo, to: keeper, event: AGREEMENT_ASKED, payload });
}
