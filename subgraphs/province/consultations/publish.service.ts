import { formatGlobalId } from '../../../schema/global-id.js';
import type { Outcome } from '../access/once/run-once.service.js';
import { isoTime } from '../exchange/desk.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { isWritten } from '../shared/written-text.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import { type Prepared, takeStep } from './command.service.js';
import type { FaqRow } from './consultation.entity.js';
import type { Thread } from './course.service.js';
import { findTraces } from './deidentify.rules.js';
import type { Refused } from './open.service.js';
import type { Call } from './party.service.js';
import { openNames } from './texts.service.js';

/** What is published of a thread: written anew, so that nothing of it is what somebody said about himself. */
export interface Publication {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

/** Publishes an answer of this unit as a frequent question of its item. */
export async function publish(
  bureau: Bureau,
  call: Call,
  { id, question, answer }: Publication,
): Promise<Outcome<Refused>> {
  if (!isWritten(question) || !isWritten(answer)) return { refusal: 'TEXT_MISSING' };
  const about: { itemCode?: string } = {};
  const prepare = async (_: Bureau, thread: Thread): Promise<Prepared | Refused> => {
    const { item_code: itemCode } = thread.row;
    if (itemCode === null || !(await hasAnswered(bureau, thread))) return { refusal: 'NOT_ANSWERED' };
    about.itemCode = itemCode;
    const names = openNames(bureau.desk.vault.sealing, thread.row);
    return { facts: { isDeidentified: [question, answer].every((text) => findTraces(text, names).length === 0) } };
  };
  const done = await takeStep(bureau, call, { id, event: 'publish', text: null, prepare });
  const { itemCode } = about;
  if ('refusal' in done || itemCode === undefined) return done;
  await tablesOf(bureau)
    .insertInto('faq_entry')
    .values(entryOf(bureau, { id, itemCode, question, answer, unit: call.caller?.unit ?? '' }))
    .execute();
  return done;
}

// Another unit may have answered before it was reopened; the last answer counts.
async function hasAnswered({ transaction, instance }: Bureau, { row }: Thread): Promise<boolean> {
  const answers = tablesOf({ transaction }).selectFrom('consultation_message').select(['province', 'unit']);
  const last = await answers
    .where('consultation_id', '=', row.id)
    .where('act', '=', 'ANSWER')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.province === instance.code && last.unit === row.unit;
}

interface NewEntry extends Publication {
  readonly itemCode: string;
  readonly unit: string;
}

function entryOf({ desk, instance }: Bureau, { id, itemCode, question, answer, unit }: NewEntry): FaqRow {
  const nowMs = desk.clock.nowMs();
  const local = createUuidV7(nowMs, desk.randomness);
  return {
    id: formatGlobalId({ province: instance.code, type: 'FaqEntry', local }),
    ...{ item_code: itemCode, question, answer, unit },
    ...{ published_at: isoTime(nowMs), consultation_id: id },
  };
}
