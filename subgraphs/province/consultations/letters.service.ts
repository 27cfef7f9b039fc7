import type { Json } from '../exchange/canonical-json.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { ownerOf } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import type { Thread } from './course.service.js';
import {
  type Acted,
  type SealedPart,
  THREAD_ACTED,
  THREAD_PASSED,
  THREAD_TOLD,
  type ThreadFacts,
} from './letters.rules.js';
import { type Message, openMessages, openNames } from './texts.service.js';

/** Hands a thread to another province; gives the envelope. Throws an AddresseeKeyError when nothing can be sealed to it. */
export async function sendPassed(bureau: Bureau, thread: Thread, to: string): Promise<string> {
  const { row } = thread;
  const messages = await readMessages(bureau, row.id);
  const names = openNames(bureau.desk.vault.sealing, row);
  const sealed = await sealFor(bureau, thread, { to, part: { messages, person: row.asker_person, names } });
  const { kind, topic, item_code: itemCode, asker_kind: askerKind, opened_at: openedAt } = row;
  const payload = { ...factsOf(thread), kind, topic, itemCode, askerKind, openedAt, sealed };
  return send(bureau, thread, { to, event: THREAD_PASSED, payload });
}

// A step says one thing at most, and a transfer that is not told another: what was told before is not said again.
const LAST_MESSAGES = 3;

/** Tells the province where a thread was opened where it stands; nothing when it was opened here. */
export async function tellOrigin(bureau: Bureau, thread: Thread): Promise<void> {
  const { row } = thread;
  const to = ownerOf(row.origin_id);
  if (to === bureau.instance.code) return;
  const messages = (await readMessages(bureau, row.id)).slice(-LAST_MESSAGES);
  const sealed = await sealFor(bureau, thread, { to, part: { messages, person: null, names: [] } });
  const { state, since, version, due_ms: dueMs } = row;
  await send(bureau, thread, {
    to,
    event: THREAD_TOLD,
    payload: { ...factsOf(thread), state, since, version, dueMs, sealed },
  });
}

/** Tells the province that has a thread what its asker does; gives the envelope. */
export async function sendActed(
  bureau: Bureau,
  thread: Thread,
  { act, text }: { readonly act: Acted['act']; readonly text: string | null },
): Promise<string> {
  const to = thread.row.holder_province;
  const link = linkTo(bureau, thread, to);
  const sealed = text === null ? null : await bureau.desk.letters.seal(text, link);
  const payload = { originId: thread.row.origin_id, act, sealed };
  return send(bureau, thread, { to, event: THREAD_ACTED, payload });
}

function factsOf({ row, ledger }: Thread): Readonly<Record<string, Json>> {
  const facts: ThreadFacts = {
    originId: row.origin_id,
    ledger,
    clock: fromJson(row.clock),
    transfers: row.transfers,
    reopenings: row.reopenings,
  };
  return JSON.parse(JSON.stringify(facts)) as Readonly<Record<string, Json>>; // plain data, as letters hold
}

const readMessages = (bureau: Bureau, id: string): Promise<readonly Message[]> =>
  openMessages(tablesOf(bureau), bureau.desk.vault.sealing, id);

interface Sealed {
  readonly to: string;
  readonly part: SealedPart;
}

const sealFor = (bureau: Bureau, thread: Thread, { to, part }: Sealed): Promise<string> =>
  bureau.desk.letters.seal(JSON.stringify(part), linkTo(bureau, thread, to));

const linkTo = ({ instance }: Bureau, { row }: Thread, to: string) => ({
  collaborationNo: row.collaboration_no,
  from: instance.code,
  to,
});

interface Sent {
  readonly to: string;
  readonly event: string;
  readonly payload: Json;
}

const send = ({ transaction, desk }: Bureau, { row }: Thread, { to, event, payload }: Sent): Promise<string> =>
  sendEnvelope(transaction, desk, { collaborationNo: row.collaboration_no, to, event, payload });
