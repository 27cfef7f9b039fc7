import type { Json } from '../../exchange/canonical-json.js';
import { sendEnvelope } from '../../exchange/send-envelope.js';
import { type Bureau, tablesOf } from '../bureau.service.js';
import type { Thread } from '../course.service.js';
import { ALIGNMENT_ENDED, ALIGNMENT_PROPOSED } from './alignment-letters.rules.js';
import type { Ledger } from '../thread-clock.rules.js';
import { openMessages } from '../texts.service.js';
import type { AlignmentText, SignedBy } from './alignment-text.rules.js';

/** How a negotiation ends, as the other side is told. */
export interface Ending {
  readonly how: 'agree' | 'differ' | 'escalate' | 'decide';
  /** Of the text that lies before both. */
  readonly hash: string;
  /** Of whoever agrees, or says that it was decided so; null where nothing comes into force. */
  readonly signature: SignedBy | null;
  readonly text?: string;
  readonly isAdopted?: boolean;
  readonly order?: string;
}

interface Proposed {
  readonly to: string;
  readonly text: AlignmentText;
  readonly signature: SignedBy;
}

/** Sends a signed text, and with it the word; gives the envelope. */
export async function sendProposed(
  bureau: Bureau,
  { row, ledger }: { readonly row: Thread['row']; readonly ledger: Ledger },
  { to, text, signature }: Proposed,
): Promise<string> {
  const { desk, transaction, instance } = bureau;
  const { collaboration_no: collaborationNo, origin_id: originId, opened_at: openedAt } = row;
  const messages = (await openMessages(tablesOf(bureau), desk.vault.sealing, row.id)).slice(-1);
  const part = JSON.stringify({ messages, person: null, names: [] });
  const sealed = await desk.letters.seal(part, { collaborationNo, from: instance.code, to });
  const clock: unknown = JSON.parse(row.clock);
  const facts = {
    originId,
    ledger,
    clock,
    transfers: row.transfers,
    reopenings: row.reopenings,
    openedAt,
    text,
    signature,
  };
  const payload = { ...plain(facts), sealed };
  return sendEnvelope(transaction, desk, { collaborationNo, to, event: ALIGNMENT_PROPOSED, payload });
}

/** Tells the other side how it ends; gives the envelope. */
export async function sendEnded(
  { desk, transaction, instance }: Bureau,
  { row }: Thread,
  { to, ending }: { readonly to: string; readonly ending: Ending },
): Promise<string> {
  const { collaboration_no: collaborationNo, origin_id: originId } = row;
  const { how, hash, signature, text, isAdopted = false, order = null } = ending;
  const link = { collaborationNo, from: instance.code, to };
  const sealed = text === undefined ? null : await desk.letters.seal(text, link);
  const payload = plain({ originId, how, hash, signature, sealed, isAdopted, order });
  return sendEnvelope(transaction, desk, { collaborationNo, to, event: ALIGNMENT_ENDED, payload });
}

// What is sent is plain data: it holds nothing that JSON does not.
const plain = (value: object): Readonly<Record<string, Json>> =>
  JSON.parse(JSON.stringify(value)) as Readonly<Record<string, Json>>;
