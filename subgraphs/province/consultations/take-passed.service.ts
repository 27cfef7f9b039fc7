import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import { isoTime, type Letter, NotYetError } from '../exchange/desk.js';
import { ownerOf } from '../../shared/ids.js';
import { toJson } from '../storage/stored.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import { COORDINATION } from '../access/unit.rules.js';
import type { ThreadRow } from './consultation.entity.js';
import { holdThread, mustStep, stepThread, type Thread } from './course.service.js';
import { acknowledged, goesOnFrom, hopsOf, lastHolder, storeLedger, withdrawn } from './ledger.service.js';
import { parsePassed, parseSealed, type Passed, type SealedPart } from './letters.rules.js';
import { tellOrigin } from './letters.service.js';
import { collaborationOf, store } from './open.service.js';
import { keepMessages, sealNames } from './texts.service.js';
import type { Ledger } from './thread-clock.rules.js';

/**
 * Takes a thread over from another province: from the instant of the receipt on it is this one’s. Gives the code of a
 * refusal, and then it stays where it was.
 */
export async function takePassed(bureau: Bureau, letter: Letter, at: string): Promise<string | undefined> {
  const passed = parsePassed(letter.payload);
  const local = passed && parseGlobalId(passed.originId)?.local;
  if (passed === undefined || local === undefined || passed.kind === 'NEGOTIATION') return 'MALFORMED';
  if (letter.collaborationNo !== collaborationOf(local)) return 'MALFORMED';
  if (!isOfferedHere(bureau, passed.ledger, letter.from)) return 'LEDGER_DIFFERS';
  const text = await bureau.desk.letters.open(passed.sealed, letter);
  const part = text === undefined ? undefined : parseSealed(text);
  if (part === undefined) return 'MALFORMED';
  const id = formatGlobalId({ province: bureau.instance.code, type: 'Consultation', local });
  const known = await holdThread(bureau, id);
  const ledger = acknowledged(passed.ledger, hereOf(bureau), Date.parse(at));
  const refusal = refuseKnown(bureau, known, passed);
  if (refusal !== undefined) return refusal;
  const thread = await begin(bureau, { id, known, passed, part, ledger });
  await keepMessages(tablesOf(bureau), bureau.desk.vault.sealing, { id, messages: part.messages });
  if (letter.from !== ownerOf(passed.originId)) await tellOrigin(bureau, thread);
  return undefined;
}

const hereOf = ({ instance }: Bureau) => ({ province: instance.code, unit: COORDINATION });

function isOfferedHere({ instance }: Bureau, ledger: Ledger, from: string): boolean {
  const last = ledger.handoffs.at(-1);
  if (last === undefined || last.acknowledgedAt !== null) return false;
  const isWhole = ledger.handoffs.slice(0, -1).every(({ acknowledgedAt }) => acknowledgedAt !== null);
  const isFromHolder = lastHolder(ledger).province === from && last.from.province === from;
  return isWhole && isFromHolder && last.to.province === instance.code && last.to.unit === COORDINATION;
}

function refuseKnown(bureau: Bureau, known: Thread | undefined, { originId, ledger }: Passed): string | undefined {
  if (known === undefined) return ownerOf(originId) === bureau.instance.code ? 'THREAD_UNKNOWN' : undefined;
  // It left here and comes back by another way before the receipt for its leaving: that receipt is under way.
  if (known.row.state === 'TRANSFERRED') throw new NotYetError('The thread is still on its way out.');
  if (known.row.state !== 'ELSEWHERE') return 'ALREADY_HERE';
  if (known.row.origin_id !== originId || !goesOnFrom(ledger, known.ledger)) return 'LEDGER_DIFFERS';
  return hopsOf(withdrawn(ledger)) >= known.row.hop ? undefined : 'LEDGER_DIFFERS';
}

interface Beginning {
  readonly id: string;
  readonly known: Thread | undefined;
  readonly passed: Passed;
  readonly part: SealedPart;
  readonly ledger: Ledger;
}

async function begin(bureau: Bureau, { id, known, passed, part, ledger }: Beginning): Promise<Thread> {
  const here = hereOf(bureau);
  const taken = {
    ...{ unit: here.unit, holder_province: here.province, holder_unit: here.unit, hop: hopsOf(ledger) },
    ...{ clock: toJson(passed.clock), transfers: passed.transfers, reopenings: passed.reopenings },
    ...{ pending: null, refused_by: null, told_state: null, due_ms: null },
  };
  if (known !== undefined)
    return mustStep(
      await stepThread(bureau, known, { event: 'arrive', by: 'OTHER', facts: {}, changes: taken, ledger }),
    );
  const at = isoTime(bureau.desk.clock.nowMs());
  const { kind, topic, itemCode, askerKind, openedAt, originId } = passed;
  const row: ThreadRow = {
    ...{ id, origin_id: originId, collaboration_no: collaborationOf(parseGlobalId(id)?.local ?? '') },
    ...{ kind, topic, item_code: itemCode, case_id: null, asker_kind: askerKind },
    ...{ asker_person: part.person, asker_tag: null, ...sealNames(bureau.desk.vault.sealing, id, part.names) },
    ...({ state: 'OPEN', since: at, version: 1, told_version: 0 } as const),
    ...{ first_province: ledger.first.province, first_unit: ledger.first.unit, started_ms: ledger.startedAt },
    ...{ opened_at: openedAt, updated_at: at, ...taken },
  };
  await store(bureau, row);
  await storeLedger(bureau, id, ledger);
  return { row, ledger };
}
