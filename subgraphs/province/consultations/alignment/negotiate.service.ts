import type { ItemAspectKindCode } from '../../../../schema/item-aspects.js';
import type { ListedMaterial } from '../../../../schema/listed-rules.js';
import type { Outcome } from '../../access/once/run-once.service.js';
import { findItemOf, rulesOf } from '../../catalogue/index.js';
import { decideBy } from '../../shared/state-table.js';
import { isWritten } from '../../shared/written-text.js';
import { toJson } from '../../storage/stored.js';
import type { Bureau } from '../bureau.service.js';
import { COORDINATION } from '../../access/unit.rules.js';
import { SUPERVISOR } from '../coordination.rules.js';
import { holdThread, say, tableOf, type Thread } from '../course.service.js';
import { offered, storeLedger } from '../ledger.service.js';
import { negotiation } from '../machine/negotiation.rules.js';
import { refusalOf, type ThreadEvent } from '../machine/words.rules.js';
import { keepPending, type Refused, rowOf, store } from '../open.service.js';
import { actorsOf, type Call } from '../party.service.js';
import { sealNames } from '../texts.service.js';
import { type AlignmentText, isDay } from './alignment-text.rules.js';
import { bindsText } from './alignment-letters.rules.js';
import { type Ending, sendEnded, sendProposed } from './alignment-letters.service.js';
import { refuseText, todayOf } from './fits.service.js';
import { findLast, keepProposal } from './proposals.service.js';
import { hashText, signText } from './sign-text.service.js';

/** What is proposed for one aspect. */
export interface Wanted {
  readonly value: string | null;
  readonly adoptedBy: readonly string[];
  readonly effectiveFrom: string;
  readonly reason: string;
  /** Of a material that this province does not list; its name is that of the aspect. */
  readonly material: Omit<ListedMaterial, 'name'> | null;
}

/** The difference that a negotiation is about. */
export interface Subject {
  readonly to: string;
  readonly itemCode: string;
  readonly kind: ItemAspectKindCode;
  readonly subject: string;
}

type Done = Promise<Outcome<Refused>>;

/** Opens a negotiation with a signed text; it is with this province until the other one has signed for the letter. */
export async function propose(bureau: Bureau, { to, itemCode, kind, subject }: Subject, wanted: Wanted): Done {
  const first = { province: bureau.instance.code, unit: COORDINATION };
  const days = bureau.policy.valueOf('CONSULTATION_OFFICIAL');
  const row = {
    ...rowOf(bureau, { first, days }),
    ...({
      kind: 'NEGOTIATION',
      topic: 'RULE',
      item_code: itemCode,
      case_id: null,
      state: negotiation.initial,
    } as const),
    ...({
      asker_kind: 'UNIT',
      asker_person: null,
      asker_tag: null,
      ...sealNames(bureau.desk.vault.sealing, '', []),
    } as const),
  };
  const text = await textOf(bureau, wanted, {
    ...{ version: 1, thread: row.id, item: itemCode, parties: [bureau.instance.code, to], aspect: { kind, subject } },
  });
  const refusal = await refuseWanted(bureau, wanted, text);
  if (refusal !== undefined) return { refusal };
  await store(bureau, row);
  await say(bureau, row.id, { act: 'QUESTION', unit: COORDINATION, text: wanted.reason });
  const thread = await holdThread(bureau, row.id);
  if (thread === undefined) throw new Error('What was stored is there.');
  await offer(bureau, thread, text);
  return { subject: row.id };
}

/** Answers a text with another one. */
export async function counter(
  bureau: Bureau,
  call: Call,
  { id, wanted }: { readonly id: string; readonly wanted: Wanted },
): Done {
  const thread = await mayAct(bureau, call, { id, event: 'counter', facts: {} });
  if ('refusal' in thread) return thread;
  const last = await lastProposal(bureau, id);
  const text = await textOf(bureau, wanted, last.text);
  const refusal = await refuseWanted(bureau, wanted, text);
  if (refusal !== undefined) return { refusal };
  if (hashText(text) === last.row.hash) return { refusal: 'NO_DIFFERENCE' };
  await say(bureau, id, { act: 'TRANSFER', unit: COORDINATION, text: wanted.reason });
  await offer(bureau, thread, text);
  return { subject: id };
}

async function offer(bureau: Bureau, thread: Thread, text: AlignmentText): Promise<void> {
  const { row } = thread;
  const province = otherThan(bureau.instance.code, text);
  const ledger = offered(thread.ledger, { province, unit: COORDINATION });
  await storeLedger(bureau, row.id, ledger);
  const hash = hashText(text);
  const signature = await signText(bureau.desk, hash);
  await keepProposal(bureau, { consultation_id: row.id, hash, text: toJson(text), signature: toJson(signature) });
  await keepPending(bureau, thread, await sendProposed(bureau, { row, ledger }, { to: province, text, signature }));
}

/** Ends a negotiation, or takes it to the supervisor, from the side that has the word. */
export async function end(
  bureau: Bureau,
  call: Call,
  { id, ending }: { readonly id: string; readonly ending: EndingWanted },
): Done {
  // Held before it is read, so that no other text comes to lie there meanwhile.
  if ((await holdThread(bureau, id)) === undefined) return { refusal: 'CONSULTATION_UNKNOWN' };
  const last = await findLast(bureau, id);
  const { how } = ending;
  const facts = {
    isSameText: 'hash' in ending && ending.hash === last?.row.hash,
    hasText: 'text' in ending && isWritten(ending.text),
  };
  const thread = await mayAct(bureau, call, { id, event: how, facts });
  if ('refusal' in thread || last === undefined)
    return 'refusal' in thread ? thread : { refusal: 'CONSULTATION_UNKNOWN' };
  // What was decided binds whatever the lists say; what is agreed on must fit them still.
  const refusal = how === 'agree' ? await refuseText(bureau, last.text) : undefined;
  if (refusal !== undefined) return { refusal };
  const to = otherThan(bureau.instance.code, last.text);
  if ('text' in ending) {
    const [act, unit] =
      how === 'decide' ? (['DECISION', SUPERVISOR] as const) : (['ESCALATION', COORDINATION] as const);
    await say(bureau, id, { act, unit, text: ending.text });
  }
  const isAdopted = 'isAdopted' in ending && ending.isAdopted;
  const whole: Ending = {
    ...ending,
    hash: last.row.hash,
    signature: bindsText({ how, isAdopted }) ? await signText(bureau.desk, last.row.hash) : null,
  };
  await keepPending(bureau, thread, await sendEnded(bureau, thread, { to, ending: whole }));
  return { subject: id };
}

/** How somebody wants to end it. */
export type EndingWanted =
  | { readonly how: 'agree'; readonly hash: string }
  | { readonly how: 'differ' }
  | { readonly how: 'escalate'; readonly text: string }
  | { readonly how: 'decide'; readonly text: string; readonly isAdopted: boolean; readonly order: string };

interface Act {
  readonly id: string;
  readonly event: ThreadEvent;
  readonly facts: Parameters<typeof decideBy>[1]['facts'];
}

async function mayAct(bureau: Bureau, call: Call, { id, event, facts }: Act): Promise<Thread | Refused> {
  const thread = await holdThread(bureau, id);
  const { code: province } = bureau.instance;
  const actors = thread && actorsOf(thread, call, { matching: bureau.desk.vault.matching, province });
  if (thread?.row.kind !== 'NEGOTIATION' || actors === undefined || actors.length === 0)
    return { refusal: 'CONSULTATION_UNKNOWN' };
  if (thread.row.pending !== null) return { refusal: 'ACT_UNDERWAY' };
  // The word is with one side, and so is what the supervisor decides on.
  if (thread.row.holder_province !== province) return { refusal: 'NOT_BY_THIS_ACTOR' };
  const by = event === 'decide' ? 'SUPERVISOR' : 'COORDINATOR';
  if (!actors.includes(by)) return { refusal: 'NOT_BY_THIS_ACTOR' };
  const refusal = refusalOf(decideBy(tableOf(thread.row), { state: thread.row.state, event, by, facts }));
  return refusal === undefined ? thread : { refusal };
}

type TextBase = Pick<AlignmentText, 'version' | 'thread' | 'item' | 'parties' | 'aspect'>;

// Whoever has the material or the fee brings it whole, so that who has none can have the same.
async function textOf(
  bureau: Bureau,
  wanted: Wanted,
  { version, thread, item, parties, aspect }: TextBase,
): Promise<AlignmentText> {
  const { value, effectiveFrom, adoptedBy } = wanted;
  const row = await findItemOf(bureau.transaction, item);
  const own = row && rulesOf(row);
  const material = own?.materials.find(({ name }) => name === aspect.subject) ?? named(wanted.material, aspect.subject);
  const fee = own?.fees.find(({ name }) => name === aspect.subject) ?? null;
  return {
    ...{ version, thread, item, parties, aspect, value, effectiveFrom },
    material: aspect.kind === 'MATERIAL' && value !== null ? material : null,
    fee: aspect.kind === 'FEE' && value !== null ? fee : null,
    adoptedBy: parties.filter((code) => adoptedBy.includes(code)),
  };
}

const named = (material: Wanted['material'], name: string): ListedMaterial | null =>
  material === null ? null : { name, ...material };

async function refuseWanted(bureau: Bureau, wanted: Wanted, text: AlignmentText) {
  if (!isWritten(wanted.reason)) return 'TEXT_MISSING';
  const isWhole = text.adoptedBy.length > 0 && text.adoptedBy.length === new Set(wanted.adoptedBy).size;
  if (!isWhole || !isDay(text.effectiveFrom) || text.effectiveFrom < todayOf(bureau)) return 'TEXT_UNFIT';
  return refuseText(bureau, text);
}

const otherThan = (code: string, { parties }: AlignmentText): string => parties.find((one) => one !== code) ?? code;

async function lastProposal(bureau: Bureau, id: string) {
  const last = await findLast(bureau, id);
  if (last === undefined) throw new Error('A negotiation begins with a text.');
  return last;
}
