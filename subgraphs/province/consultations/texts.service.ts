import type { Kysely } from 'kysely';
import type { ConsultationAct } from '../../../schema/consultation-lists.js';
import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf, type Sealing } from '../storage/sealing.js';
import type { ConsultationTables, MessageRow, ThreadRow } from './consultation.entity.js';

/** What of this module is sealed, for the rotation of keys. */
export const sealedThreads: readonly SealedTable[] = [
  { table: 'consultation', key: ['id'], columns: ['asker_names'] },
  { table: 'consultation_message', key: ['consultation_id', 'seq'], columns: ['text'] },
];

const placeOfNames = (id: string) => ({ table: 'consultation', column: 'asker_names', row: id });
const placeOfText = (id: string, seq: number) => ({
  table: 'consultation_message',
  column: 'text',
  row: `${id} ${seq}`,
});

/** One thing that was said, in clear. */
export interface Message {
  readonly seq: number;
  readonly at: string;
  readonly act: keyof typeof ConsultationAct.entries;
  readonly province: string;
  /** Null for what the asker says. */
  readonly unit: string | null;
  readonly text: string;
}

/** The names of an asker as they are stored. */
export function sealNames(
  sealing: Sealing,
  id: string,
  names: readonly string[],
): Pick<ThreadRow, 'asker_names' | 'sealing_key_id'> {
  if (names.length === 0) return { asker_names: null, sealing_key_id: null };
  const sealed = sealing.seal(JSON.stringify(names), placeOfNames(id));
  return { asker_names: sealed, sealing_key_id: keyIdOf(sealed) };
}

/** The names by which an asker is known. */
export function openNames(sealing: Sealing, { id, asker_names: sealed }: ThreadRow): readonly string[] {
  return sealed === null ? [] : (JSON.parse(sealing.open(sealed, placeOfNames(id))) as readonly string[]);
}

/** A message as it is stored. */
export function sealMessage(sealing: Sealing, id: string, { text, ...message }: Message): MessageRow {
  const sealed = sealing.seal(text, placeOfText(id, message.seq));
  return { consultation_id: id, ...message, text: sealed, sealing_key_id: keyIdOf(sealed) };
}

/** The messages of a thread in their order, in clear: for letters, and for readers who may. */
export async function openMessages(
  db: Kysely<ConsultationTables>,
  sealing: Sealing,
  id: string,
): Promise<readonly Message[]> {
  const messages = db.selectFrom('consultation_message').selectAll().where('consultation_id', '=', id);
  return (await messages.orderBy('seq').execute()).map(({ seq, at, act, province, unit, text }) => ({
    ...{ seq, at, act, province, unit },
    text: sealing.open(text, placeOfText(id, seq)),
  }));
}

/** Keeps messages that were said elsewhere; those that are here already stay as they are. */
export async function keepMessages(
  db: Kysely<ConsultationTables>,
  sealing: Sealing,
  { id, messages }: { readonly id: string; readonly messages: readonly Message[] },
): Promise<void> {
  for (const message of messages) {
    const insert = db.insertInto('consultation_message').values(sealMessage(sealing, id, message));
    await insert.onConflict((conflict) => conflict.columns(['consultation_id', 'seq']).doNothing()).execute();
  }
}

/** Takes back what was said last, if it is of that kind: the other province has refused the letter that said it. */
export async function unsayLast(db: Kysely<ConsultationTables>, id: string, act?: Message['act']): Promise<void> {
  const messages = db.selectFrom('consultation_message').where('consultation_id', '=', id);
  const last = await messages.select(['seq', 'act']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  if (act !== undefined && last?.act !== act) return;
  const gone = db.deleteFrom('consultation_message').where('consultation_id', '=', id);
  await gone.where('seq', '=', last?.seq ?? 0).execute();
}
