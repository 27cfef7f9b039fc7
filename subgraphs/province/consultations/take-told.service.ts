import { isoTime, type Letter, NotYetError } from '../exchange/desk.js';
import { toJson } from '../storage/stored.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import type { ThreadRow } from './consultation.entity.js';
import { holdThread } from './course.service.js';
import { goesOnFrom, hopsOf, lastHolder, storeLedger } from './ledger.service.js';
import { parseSealed, parseTold, type SealedPart, type Told } from './letters.rules.js';
import { keepMessages } from './texts.service.js';

/**
 * Keeps what the province that has a thread says of it. What is older than what was told already, by the number of
 * provinces that the thread has seen, changes nothing; what was said then is kept where it is missing.
 */
export async function takeTold(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const told = parseTold(letter.payload);
  if (told === undefined) return 'MALFORMED';
  const thread = await holdThread(bureau, told.originId);
  if (thread === undefined || thread.row.collaboration_no !== letter.collaborationNo) return 'THREAD_UNKNOWN';
  if (lastHolder(told.ledger).province !== letter.from) return 'NOT_THE_HOLDER';
  const { row, ledger } = thread;
  if (isOlder(row, told, letter.from)) {
    if (goesOnFrom(ledger, told.ledger)) await keepMissing(bureau, letter, told);
    return undefined;
  }
  // It has gone on from where it was sent before the receipt for that came back.
  if (row.state === 'TRANSFERRED') throw new NotYetError('The thread is still on its way out.');
  if (row.state !== 'ELSEWHERE') return 'ALREADY_HERE';
  if (!goesOnFrom(told.ledger, ledger)) return 'LEDGER_DIFFERS';
  const part = await openPart(bureau, letter, told);
  if (part === undefined) return 'MALFORMED';
  await keep(bureau, row, told);
  await storeLedger(bureau, row.id, told.ledger);
  const { sealing } = bureau.desk.vault;
  await keepMessages(tablesOf(bureau), sealing, { id: row.id, messages: part.messages });
  return undefined;
}

async function openPart(bureau: Bureau, letter: Letter, { sealed }: Told): Promise<SealedPart | undefined> {
  const text = await bureau.desk.letters.open(sealed, letter);
  return text === undefined ? undefined : parseSealed(text);
}

// Letters of two holders overtake each other. Whoever had it says nothing behind what its holder has said since.
async function keepMissing(bureau: Bureau, letter: Letter, told: Told): Promise<void> {
  const part = await openPart(bureau, letter, told);
  const [tables, id] = [tablesOf(bureau), told.originId];
  const said = tables.selectFrom('consultation_message').select((row) => row.fn.max('seq').as('seq'));
  const last = (await said.where('consultation_id', '=', id).executeTakeFirst())?.seq ?? 0;
  const messages = part?.messages.filter(({ seq }) => seq < last) ?? [];
  await keepMessages(tables, bureau.desk.vault.sealing, { id, messages });
}

function isOlder(row: ThreadRow, told: Told, from: string): boolean {
  const hop = hopsOf(told.ledger);
  if (hop !== row.hop) return hop < row.hop;
  return from !== row.holder_province || told.version <= row.told_version;
}

async function keep(bureau: Bureau, row: ThreadRow, told: Told): Promise<void> {
  const { province, unit } = lastHolder(told.ledger);
  const changes = {
    ...{ told_state: told.state, told_version: told.version, since: told.since, hop: hopsOf(told.ledger) },
    ...{ holder_province: province, holder_unit: unit, clock: toJson(told.clock), due_ms: told.dueMs },
    ...{ transfers: told.transfers, reopenings: told.reopenings },
    ...{ version: row.version + 1, updated_at: isoTime(bureau.desk.clock.nowMs()) },
  };
  const update = tablesOf(bureau).updateTable('consultation').set(changes);
  await update.where('id', '=', row.id).execute();
}
