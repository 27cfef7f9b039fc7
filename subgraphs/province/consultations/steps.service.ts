import type { ConsultationAct } from '../../../schema/consultation-lists.js';
import type { Outcome } from '../access/once/run-once.service.js';
import { isUnitOf } from '../catalogue/index.js';
import { advanceClock } from '../shared/clock.js';
import { isWritten } from '../shared/written-text.js';
import { fromJson, toJson } from '../storage/stored.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import { COORDINATION, isOfUnit } from '../access/unit.rules.js';
import { SUPERVISOR } from './coordination.rules.js';
import { type Prepared, takeStep } from './command.service.js';
import type { Thread } from './course.service.js';
import { handedOver, lastHolder, offered } from './ledger.service.js';
import type { Refused } from './open.service.js';
import type { Call } from './party.service.js';
import { readThreadClock } from './thread-clock.rules.js';

type Done = Promise<Outcome<Refused>>;

const saying = (
  thread: Thread,
  act: keyof typeof ConsultationAct.entries,
  text: string | null,
): Pick<Prepared, 'says'> => (isWritten(text) ? { says: { act, unit: thread.row.unit, text } } : {});

/** The coordinators give a thread to a unit of their province. */
export function route(bureau: Bureau, call: Call, { id, unit }: { readonly id: string; readonly unit: string }): Done {
  const prepare = async (_: Bureau, thread: Thread): Promise<Prepared> => ({
    facts: { isUnit: await isUnitOf(bureau.transaction, unit) },
    ...toUnit(bureau, thread, unit),
  });
  return takeStep(bureau, call, { id, event: 'route', text: null, prepare });
}

/** The unit takes a thread on. */
export const accept = (bureau: Bureau, call: Call, id: string): Done => plain(bureau, call, { id, event: 'accept' });

/** The unit closes what the asker has confirmed. */
export const close = (bureau: Bureau, call: Call, id: string): Done => plain(bureau, call, { id, event: 'close' });

/** The asker says that he has his answer. */
export const confirm = (bureau: Bureau, call: Call, id: string): Done => plain(bureau, call, { id, event: 'confirm' });

interface PlainStep {
  readonly id: string;
  readonly event: 'accept' | 'close' | 'confirm';
}

function plain(bureau: Bureau, call: Call, { id, event }: PlainStep): Done {
  return takeStep(bureau, call, { id, event, text: null, prepare: () => Promise.resolve({ facts: {} }) });
}

/** Where a thread goes: to a unit of this province, or to another province. */
export interface Transfer {
  readonly id: string;
  readonly reason: string;
  readonly unit: string | null;
  readonly province: string | null;
}

/** Gives a thread on. Its clock goes along. */
export function transfer(bureau: Bureau, call: Call, { id, reason, unit, province }: Transfer): Done {
  const common = (thread: Thread) => ({
    hasText: isWritten(reason),
    mayTransfer: thread.row.transfers < bureau.policy.valueOf('CONSULTATION_TRANSFERS'),
  });
  if (province !== null && province !== bureau.instance.code) {
    const prepare = (_: Bureau, thread: Thread): Promise<Prepared> =>
      Promise.resolve({
        facts: common(thread),
        changes: { transfers: thread.row.transfers + 1 },
        ledger: offered(thread.ledger, { province, unit: COORDINATION }),
        ...saying(thread, 'TRANSFER', reason),
      });
    return takeStep(bureau, call, { id, event: 'pass', text: reason, to: province, prepare });
  }
  const prepare = async (_: Bureau, thread: Thread): Promise<Prepared> => {
    const moved = toUnit(bureau, thread, unit ?? '');
    return {
      facts: { ...common(thread), isUnit: unit !== null && (await isUnitOf(bureau.transaction, unit)) },
      ...moved,
      changes: { ...moved.changes, transfers: thread.row.transfers + 1 },
      ...saying(thread, 'TRANSFER', reason),
    };
  };
  return takeStep(bureau, call, { id, event: 'move', text: reason, prepare });
}

function toUnit({ desk, instance }: Bureau, { ledger }: Thread, unit: string): Pick<Prepared, 'changes' | 'ledger'> {
  const changes = { unit, holder_unit: unit };
  if (lastHolder(ledger).unit === unit) return { changes };
  return { changes, ledger: handedOver(ledger, { province: instance.code, unit }, desk.clock.nowMs()) };
}

/** The unit answers. */
export function answer(bureau: Bureau, call: Call, { id, text }: { readonly id: string; readonly text: string }): Done {
  const prepare = (_: Bureau, thread: Thread): Promise<Prepared> =>
    Promise.resolve({ facts: { hasText: isWritten(text) }, ...saying(thread, 'ANSWER', text) });
  return takeStep(bureau, call, { id, event: 'answer', text, prepare });
}

/** The asker is not content: the unit has it again, with a new limit. */
export function reopen(bureau: Bureau, call: Call, { id, text }: { readonly id: string; readonly text: string }): Done {
  const prepare = (_: Bureau, thread: Thread): Promise<Prepared> => Promise.resolve(reopening(bureau, thread, text));
  return takeStep(bureau, call, { id, event: 'reopen', text, prepare });
}

/** What a reopening rests on and changes. */
export function reopening({ policy }: Bureau, { row }: Thread, text: string | null): Prepared {
  const mayReopen = row.reopenings < policy.valueOf('CONSULTATION_REOPENINGS');
  const says = isWritten(text) ? { says: byAsker(row, 'REOPENING', text) } : {};
  return { facts: { hasText: isWritten(text), mayReopen }, changes: { reopenings: row.reopenings + 1 }, ...says };
}

const byAsker = (row: Thread['row'], act: keyof typeof ConsultationAct.entries, text: string) => ({
  ...{ act, text, province: row.first_province },
  unit: row.asker_kind === 'UNIT' ? row.first_unit : null,
});

/** Once, for so many working days more, with a reason, while there is still time. */
export function extend(
  bureau: Bureau,
  call: Call,
  { id, days, reason }: { readonly id: string; readonly days: number; readonly reason: string },
): Done {
  const prepare = (_: Bureau, thread: Thread): Promise<Prepared> => {
    const at = bureau.desk.clock.nowMs();
    const clock = fromJson(thread.row.clock);
    const isInTime = readThreadClock(thread.ledger, clock, at)?.isOverdue === false;
    // Whether there is time left, the whole ledger says; the clock itself knows one calendar.
    const extended = advanceClock(clock, {
      kind: 'EXTENDED',
      at: clock.startedAt,
      by: days,
      approvedBy: thread.row.unit,
    });
    const mayExtend = isInTime && !('refusal' in extended);
    const facts = { hasText: isWritten(reason), mayExtend };
    if ('refusal' in extended) return Promise.resolve({ facts });
    const { extension } = extended.clock;
    const kept = { ...extended.clock, extension: extension === null ? null : { ...extension, at } };
    return Promise.resolve({ facts, changes: { clock: toJson(kept) }, ...saying(thread, 'EXTENSION', reason) });
  };
  return takeStep(bureau, call, { id, event: 'extend', text: reason, prepare });
}

/** The asker, once it is overdue, or the unit, takes a thread to the supervisor. */
export function escalate(
  bureau: Bureau,
  call: Call,
  { id, text }: { readonly id: string; readonly text: string },
): Done {
  const prepare = async (_: Bureau, thread: Thread): Promise<Prepared> => {
    const { unit } = thread.row;
    const prepared = await escalation(bureau, thread, text);
    const isTheirs = isOfUnit(call.caller, { province: bureau.instance.code, unit });
    return isTheirs ? { ...prepared, ...saying(thread, 'ESCALATION', text) } : prepared;
  };
  return takeStep(bureau, call, { id, event: 'escalate', text, prepare });
}

/** What taking it to the supervisor rests on. */
export async function escalation(bureau: Bureau, thread: Thread, text: string | null): Promise<Prepared> {
  const reading = readThreadClock(thread.ledger, fromJson(thread.row.clock), bureau.desk.clock.nowMs());
  const mayEscalate = (await countEscalations(bureau, thread.row.id)) < MAX_ESCALATIONS;
  return {
    facts: { hasText: isWritten(text), mayEscalate, isOverdue: reading?.isOverdue === true },
    ...(isWritten(text) ? { says: byAsker(thread.row, 'ESCALATION', text) } : {}),
  };
}

// With five transfers, three reopenings, an answer and an extension for each, a question has 23 texts at most, and as many
// of the longest fit one letter.
const MAX_ESCALATIONS = 3;

async function countEscalations(bureau: Bureau, id: string): Promise<number> {
  const said = tablesOf(bureau).selectFrom('consultation_message').select('seq').where('consultation_id', '=', id);
  return (await said.where('act', '=', 'ESCALATION').execute()).length;
}

/** The supervisor says which unit answers. */
export function decide(
  bureau: Bureau,
  call: Call,
  { id, text, unit }: { readonly id: string; readonly text: string; readonly unit: string },
): Done {
  const prepare = async (_: Bureau, thread: Thread): Promise<Prepared> => ({
    facts: { hasText: isWritten(text), isUnit: await isUnitOf(bureau.transaction, unit) },
    ...toUnit(bureau, thread, unit),
    ...(isWritten(text) ? { says: { act: 'DECISION', unit: SUPERVISOR, text } } : {}),
  });
  return takeStep(bureau, call, { id, event: 'decide', text, prepare });
}
