import type { ConsultationTopic } from '../../../schema/consultation-lists.js';
import type { ConsultationRefusalCode } from '../../../schema/consultation-refusals.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import { findItemOf } from '../catalogue/index.js';
import { isoTime } from '../exchange/desk.js';
import type { Outcome } from '../access/once/run-once.service.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { namesOfPerson } from '../persons/index.js';
import type { Holder } from '../shared/responsibility.js';
import { toJson } from '../storage/stored.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import { COORDINATION } from '../access/unit.rules.js';
import type { ThreadRow } from './consultation.entity.js';
import { answerClock, holdThread, mustStep, say, stepThread, type Thread } from './course.service.js';
import { offered } from './ledger.service.js';
import { sendPassed } from './letters.service.js';
import type { AskerKey } from './party.service.js';
import { sealNames } from './texts.service.js';

/** A refusal of a command. */
export type Refused = { readonly refusal: ConsultationRefusalCode };

/** What a citizen asks. */
export interface Question {
  readonly topic: keyof typeof ConsultationTopic.entries;
  readonly isComplex: boolean;
  readonly itemCode: string | null;
  readonly caseId: string | null;
  readonly text: string;
}

/** Opens the thread of a citizen; the coordinators of the province have it until they route it. */
export async function openQuestion(bureau: Bureau, asker: AskerKey, question: Question): Promise<Outcome<Refused>> {
  const { topic, itemCode, caseId, isComplex, text } = question;
  if (itemCode !== null && (await findItemOf(bureau.transaction, itemCode)) === undefined)
    return { refusal: 'ITEM_UNKNOWN' };
  const days = bureau.policy.valueOf(isComplex ? 'CONSULTATION_COMPLEX' : 'CONSULTATION_SIMPLE');
  const first = { province: bureau.instance.code, unit: COORDINATION };
  // By these names nothing may be published; where nobody has stated one, none is known.
  const { transaction, desk } = bureau;
  const names = asker.person === null ? [] : await namesOfPerson(transaction, desk.vault, asker.person);
  const row = {
    ...rowOf(bureau, { first, days }),
    ...({ kind: 'CITIZEN', topic, item_code: itemCode, case_id: caseId } as const),
    ...{ asker_kind: asker.kind, asker_person: asker.person, asker_tag: asker.person === null ? asker.tag : null },
  };
  await store(bureau, { ...row, ...sealNames(bureau.desk.vault.sealing, row.id, names) });
  await say(bureau, row.id, { act: 'QUESTION', unit: null, text });
  return { subject: row.id };
}

/** What a unit asks another province. */
export interface OfficialQuestion {
  readonly to: string;
  readonly unit: string;
  readonly itemCode: string | null;
  readonly text: string;
}

/** Opens the thread of a unit, and sends it to the other province; until that one signs, it stays the unit’s. */
export async function openOfficial(
  bureau: Bureau,
  { to, unit, itemCode, text }: OfficialQuestion,
): Promise<Outcome<Refused>> {
  const first = { province: bureau.instance.code, unit };
  const days = bureau.policy.valueOf('CONSULTATION_OFFICIAL');
  const row = {
    ...rowOf(bureau, { first, days }),
    ...({ kind: 'OFFICIAL', topic: 'RULE', item_code: itemCode, case_id: null } as const),
    ...({
      asker_kind: 'UNIT',
      asker_person: null,
      asker_tag: null,
      ...sealNames(bureau.desk.vault.sealing, '', []),
    } as const),
  };
  await store(bureau, row);
  await say(bureau, row.id, { act: 'QUESTION', unit, text });
  const opened = await holdThread(bureau, row.id);
  if (opened === undefined) throw new Error('What was stored is there.');
  await passOn(bureau, opened, to);
  return { subject: row.id };
}

async function passOn(bureau: Bureau, thread: Thread, to: string): Promise<void> {
  const ledger = offered(thread.ledger, { province: to, unit: COORDINATION });
  const passed = mustStep(await stepThread(bureau, thread, { event: 'pass', by: 'SYSTEM', facts: {}, ledger }));
  await keepPending(bureau, passed, await sendPassed(bureau, passed, to));
}

/** Notes the letter that is under way. */
export async function keepPending(bureau: Bureau, { row }: Thread, pending: string): Promise<void> {
  const update = tablesOf(bureau).updateTable('consultation').set({ pending, refused_by: null });
  await update.where('id', '=', row.id).execute();
}

/** What every thread begins with. */
export function rowOf(bureau: Bureau, { first, days }: { readonly first: Holder; readonly days: number }) {
  const { desk, instance } = bureau;
  const nowMs = desk.clock.nowMs();
  const at = isoTime(nowMs);
  const local = createUuidV7(nowMs, desk.randomness);
  const id = formatGlobalId({ province: instance.code, type: 'Consultation', local });
  return {
    ...{ id, origin_id: id, collaboration_no: collaborationOf(local) },
    ...({ state: 'OPEN', told_state: null, since: at, version: 1, hop: 0, told_version: 0 } as const),
    ...{ pending: null, refused_by: null, first_province: first.province, first_unit: first.unit, started_ms: nowMs },
    ...{ unit: first.unit, holder_province: first.province, holder_unit: first.unit },
    ...{ clock: toJson(answerClock(bureau, days)), due_ms: null, transfers: 0, reopenings: 0 },
    ...{ opened_at: at, updated_at: at },
  };
}

/** Under which number the letters of a thread go; each has its own. */
export const collaborationOf = (local: string): string => `ZX-${local}`;

/** Stores a new thread, with the first line of its log. */
export async function store(bureau: Bureau, row: ThreadRow): Promise<void> {
  await tablesOf(bureau).insertInto('consultation').values(row).execute();
  const line = {
    consultation_id: row.id,
    seq: row.version,
    at: row.updated_at,
    event: 'open',
    actor: 'ASKER',
  } as const;
  await tablesOf(bureau)
    .insertInto('consultation_log')
    .values({ ...line, from_state: row.state, to_state: row.state })
    .execute();
}
