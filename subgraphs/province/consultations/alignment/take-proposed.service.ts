import { parseGlobalId } from '../../../../schema/global-id.js';
import { isoTime, type Letter } from '../../exchange/desk.js';
import { toJson } from '../../storage/stored.js';
import { type Bureau, tablesOf } from '../bureau.service.js';
import type { ThreadRow } from '../consultation.entity.js';
import { COORDINATION } from '../../access/unit.rules.js';
import { holdThread, stepThread, type Thread } from '../course.service.js';
import { acknowledged, goesOnFrom, lastHolder, storeLedger } from '../ledger.service.js';
import { parseSealed } from '../letters.rules.js';
import { negotiation } from '../machine/negotiation.rules.js';
import { collaborationOf, store } from '../open.service.js';
import { keepMessages, sealNames } from '../texts.service.js';
import type { Ledger } from '../thread-clock.rules.js';
import { parseProposed, type ProposedLetter } from './alignment-letters.rules.js';
import { refuseText } from './fits.service.js';
import { keepProposal } from './proposals.service.js';
import { hashText, isSigned } from './sign-text.service.js';
import { ownIdOf, proposing, wordWith } from './word.service.js';

/** Takes a text of the other province, and with it the word. Gives the rule that refuses it. */
export async function takeProposed(bureau: Bureau, letter: Letter, at: string): Promise<string | undefined> {
  const said = parseProposed(letter.payload);
  const local = said && parseGlobalId(said.originId)?.local;
  if (said === undefined || local === undefined || letter.collaborationNo !== collaborationOf(local))
    return 'MALFORMED';
  const hash = hashText(said.text);
  if (!isTheirs(bureau, said, letter.from) || !isSigned(bureau.desk, hash, said.signature)) return 'NOT_SIGNED';
  const refusal = await refuseText(bureau, said.text);
  if (refusal !== undefined) return refusal;
  const sealed = await bureau.desk.letters.open(said.sealed, letter);
  const part = sealed === undefined ? undefined : parseSealed(sealed);
  if (part === undefined) return 'MALFORMED';
  const id = ownIdOf(bureau, said.originId);
  const to = { province: bureau.instance.code, unit: COORDINATION };
  const ledger = acknowledged(said.ledger, to, Date.parse(at));
  const taken = await takeWord(bureau, { id, said, ledger, known: await holdThread(bureau, id) });
  if (taken !== undefined) return taken;
  const { signature, text } = said;
  await keepProposal(bureau, { consultation_id: id, hash, text: toJson(text), signature: toJson(signature) });
  await keepMessages(tablesOf(bureau), bureau.desk.vault.sealing, { id, messages: part.messages });
  return undefined;
}

function isTheirs({ instance }: Bureau, { text, signature, ledger }: ProposedLetter, from: string): boolean {
  const last = ledger.handoffs.at(-1);
  const isOffered = last?.acknowledgedAt === null && last.to.province === instance.code;
  const isBetweenUs = text.parties.includes(from) && text.parties.includes(instance.code);
  return isOffered && isBetweenUs && signature.province === from && lastHolder(ledger).province === from;
}

interface Word {
  readonly id: string;
  readonly said: ProposedLetter;
  readonly ledger: Ledger;
  readonly known: Thread | undefined;
}

async function takeWord(bureau: Bureau, { id, said, ledger, known }: Word): Promise<string | undefined> {
  if (known === undefined) return begin(bureau, { id, said, ledger });
  const { row } = known;
  if (row.kind !== 'NEGOTIATION' || row.origin_id !== said.originId) return 'THREAD_UNKNOWN';
  if (row.holder_province === bureau.instance.code) return 'OUT_OF_TURN';
  if (!goesOnFrom(said.ledger, known.ledger)) return 'LEDGER_DIFFERS';
  const changes = wordWith(row, ledger);
  const happening = { event: proposing(row), by: 'OTHER', facts: {}, ledger, changes } as const;
  const stepped = await stepThread(bureau, known, happening);
  return 'refusal' in stepped ? stepped.refusal : undefined;
}

async function begin(bureau: Bureau, { id, said, ledger }: Omit<Word, 'known'>): Promise<string | undefined> {
  const { originId, openedAt, text, clock } = said;
  if (parseGlobalId(originId)?.province === bureau.instance.code) return 'THREAD_UNKNOWN';
  const at = isoTime(bureau.desk.clock.nowMs());
  const row: ThreadRow = {
    ...{ id, origin_id: originId, collaboration_no: collaborationOf(parseGlobalId(id)?.local ?? '') },
    ...({ kind: 'NEGOTIATION', topic: 'RULE', item_code: text.item, case_id: null, asker_kind: 'UNIT' } as const),
    ...{ asker_person: null, asker_tag: null, ...sealNames(bureau.desk.vault.sealing, id, []) },
    ...{ state: negotiation.initial, told_state: null, since: at, version: 1, told_version: 0 },
    ...{ pending: null, refused_by: null, unit: COORDINATION, due_ms: null, transfers: 0, reopenings: 0 },
    ...{ first_province: ledger.first.province, first_unit: ledger.first.unit, started_ms: ledger.startedAt },
    ...{ opened_at: openedAt, updated_at: at, ...wordWith({ clock: toJson(clock), hop: 0 }, ledger) },
  };
  await store(bureau, row);
  await storeLedger(bureau, id, ledger);
  return undefined;
}
