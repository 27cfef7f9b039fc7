import { NO_APPLICANT } from '../../access/own-case.js';
import { refusalCodes, isRefusalCode, type RefusalCode } from '../../../../schema/refusal-codes.js';
import { type Desk, type EventHandler, type EventHandlers, isoTime, type Letter } from '../../exchange/desk.js';
import type { Receipt } from '../../exchange/envelope.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { keepManifest } from '../../materials/index.js';
import { takePerson } from '../../persons/index.js';
import { readInstance } from '../../../shared/instance.js';
import { noteEvent } from '../feed/note-event.service.js';
import type { Facts } from '../machine/facts.rules.js';
import { envelopeEvents, type EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { jointLeg } from '../modes/joint-leg.rules.js';
import { refuseClausesOfLetter } from './clause-check.service.js';
import {
  broughtWith,
  counterpartOf,
  forwardedCourses,
  getMachine,
  handoffAnswers,
  legMaterialsWith,
  materialsWith,
  stateAfter,
} from './case-face.rules.js';
import {
  type Dossier,
  findDossier,
  findKnownItem,
  type Office,
  planCourse,
  storeCourse,
  storeFile,
  tablesOf,
} from './dossier.service.js';
import type { FileContent } from './handling.entity.js';
import { makeMove } from './make-move.service.js';
import { checkFile, newCaseId, openCase } from './open-case.service.js';
import { parseFileContent, parsePayload, type ReadPayload } from './read-payload.service.js';
import { recordTold } from './record-case.service.js';
import { addresseeOf } from './tell-province.service.js';

/** What this module does about the letters of other provinces, and about the receipts of its own. */
export function createCaseHandlers(desk: Desk, { agreements }: Pick<Office, 'agreements'>): EventHandlers {
  const instance = readInstance(desk.signer.province);
  const at = (transaction: Transaction): Office => ({ desk, instance, agreements, transaction });
  const handler = (event: EnvelopeEvent): EventHandler => ({
    apply: (transaction, letter) => applyLetter(at(transaction), event, letter),
    onApplied: (transaction, letter, receipt) => noteApplied(at(transaction), { event, letter, receipt }),
    onRefused: (transaction, letter, receipt) => noteRefused(at(transaction), { event, letter, receipt }),
  });
  const events = Object.keys(envelopeEvents) as EnvelopeEvent[];
  return new Map(events.map((event) => [event, handler(event)]));
}

async function applyLetter(office: Office, event: EnvelopeEvent, letter: Letter): Promise<RefusalCode | undefined> {
  const payload = parsePayload(letter.payload);
  if (payload === undefined) return 'LETTER_MALFORMED';
  const dossier = await dossierFor(office, { event, letter, payload });
  if (typeof dossier === 'string') return dossier;
  // Papers come to a case. Of a leg nobody could count them, and they would lack for ever.
  if (legMaterialsWith.has(event) && (payload.manifest?.papers.length ?? 0) > 0) return 'LETTER_MALFORMED';
  const name = counterpartOf(payload.leg);
  const refusal = await bringIn(office, dossier, { event, letter, payload });
  if (refusal !== undefined) return refusal;
  const actor = { role: 'OTHER_PROVINCE', isEntitled: true, unitCode: null, subject: null } as const;
  const code = await makeMove(office, dossier, {
    name,
    event,
    actor,
    said: {},
    letter: { letter, said: payload.said },
  });
  if (code !== undefined) return code;
  await keepTold(office, dossier, { name: payload.leg, state: payload.state });
  await keepMaterials(office, dossier, { event, letter, payload });
  return undefined;
}

async function keepMaterials(office: Office, dossier: Dossier, { event, letter, payload }: Arrival): Promise<void> {
  const record = dossier.courses.get(counterpartOf(payload.leg));
  const { manifest } = payload;
  if (manifest === null || record === undefined || !materialsWith.has(event)) return;
  const ofCase = legMaterialsWith.has(event) ? null : dossier.caseId;
  const brought = { caseId: ofCase ?? record.id, from: letter.from, manifest };
  await keepManifest(office.transaction, { ...brought, receivedAt: isoTime(office.desk.clock.nowMs()) });
}

interface Arrival {
  readonly event: EnvelopeEvent;
  readonly letter: Letter;
  readonly payload: ReadPayload;
}

/** Checks who says it and what it answers, and puts what it brings into the file, to be stored with the move. */
async function bringIn(
  office: Office,
  dossier: Dossier,
  { event, letter, payload }: Arrival,
): Promise<RefusalCode | undefined> {
  const record = dossier.courses.get(counterpartOf(payload.leg));
  if (record === undefined) return 'LEG_UNKNOWN';
  if (addresseeOf(office, dossier, record) !== letter.from) return 'NOT_A_PARTY';
  const { handoffId, brought, digest } = payload;
  // Responsibility moves with the handoff that is answered, never with the case: it may have come round since.
  if (handoffAnswers.has(event) && (record.handoffId === null || record.handoffId !== handoffId))
    return 'HANDOFF_NOT_OPEN';
  if (broughtWith.has(event)) {
    const offered = event === 'caseForwarded' ? (handoffId ?? letter.id) : record.handoffId;
    dossier.courses.set(record.name, { ...record, handoffId: offered, brought: { content: brought, digest } });
  }
  const isReplaced = event === 'caseForwarded' || event === 'caseCorrected';
  const unfit = isReplaced ? await replaceFile(office, dossier, { event, payload }) : undefined;
  // A handoff that is repeated was judged when it came first.
  const isKnown = record.handoffId !== null && record.handoffId === handoffId;
  if (unfit !== undefined || isKnown || !handoffs.has(event)) return unfit;
  return refuseClausesOfLetter(office, dossier.content, { event, letter, payload });
}

const handoffs: ReadonlySet<EnvelopeEvent> = new Set(['caseForwarded', 'legDispatched']);

// The place that decides checks what it got by its own list; the other place's word is not asked.
async function replaceFile(
  office: Office,
  dossier: Dossier,
  { event, payload }: Pick<Arrival, 'event' | 'payload'>,
): Promise<RefusalCode | undefined> {
  const content = parseFileContent(payload.brought);
  const item = await findKnownItem(office, dossier.content.itemCode);
  if (content === undefined) return 'LETTER_MALFORMED';
  if (item === undefined) return 'ITEM_NOT_IN_FORCE';
  if (content.itemCode !== dossier.content.itemCode) return 'DIGEST_NOT_EQUAL';
  const { materials, conditions, isConsentGiven } = content;
  // A correction brings what was missing; what the case rests on was judged when it was handed over.
  const { basis } = event === 'caseForwarded' ? content : dossier.content;
  dossier.content = { ...dossier.content, materials, conditions, isConsentGiven, basis };
  dossier.gaps = checkFile(office, item, dossier.content);
  await storeFile(office, dossier);
  return undefined;
}

async function dossierFor(office: Office, arrival: Arrival): Promise<Dossier | RefusalCode> {
  const { event, letter, payload } = arrival;
  const known = await findDossier(office, letter.collaborationNo);
  if (event !== 'caseForwarded' && event !== 'legDispatched') return known ?? 'CASE_UNKNOWN';
  if (known?.courses.has(counterpartOf(payload.leg)) === true) return known;
  const content = parseFileContent(payload.brought);
  if (content === undefined) return 'LETTER_MALFORMED';
  return event === 'caseForwarded'
    ? openForwarded(office, arrival, content)
    : openLeg(office, arrival, { content, known });
}

async function openForwarded(
  office: Office,
  { letter, payload }: Arrival,
  content: FileContent,
): Promise<Dossier | RefusalCode> {
  const { LEAD, RECEIVING } = content.places;
  if (LEAD !== office.instance.code || RECEIVING !== letter.from) return 'NOT_A_PARTY';
  const item = await findKnownItem(office, content.itemCode);
  if (item === undefined) return 'ITEM_NOT_IN_FORCE';
  const { collaborationNo } = letter;
  const courses = forwardedCourses(RECEIVING, LEAD).map((planned, seq) => {
    const isOwn = planned.province === LEAD;
    const told = planned.name === 'receive' ? { state: 'FORWARDED' } : {};
    const place = isOwn ? { kind: 'OWN' as const, unitCode: item.unitCode } : { kind: 'TOLD' as const, ...told };
    return planCourse(office, collaborationNo, { ...planned, seq, ...place });
  });
  const applicant = await applicantOf(office, { letter, payload });
  if (applicant === undefined) return 'LETTER_MALFORMED';
  const dossier: Dossier = {
    ...{ collaborationNo, caseId: newCaseId(office), applicant, content, gaps: null },
    courses: new Map(courses.map((record) => [record.name, record])),
  };
  await openCase(office, dossier, item);
  return dossier;
}

/** Who has applied, by what the letter says; undefined when that was not sealed for this letter. */
async function applicantOf(
  { transaction, desk }: Office,
  { letter, payload }: Pick<Arrival, 'letter' | 'payload'>,
): Promise<Dossier['applicant'] | undefined> {
  const { applicant: sealed } = payload;
  if (sealed === null) return NO_APPLICANT;
  const person = await takePerson(transaction, desk, { sealed, link: letter });
  return person === undefined ? undefined : { ...NO_APPLICANT, person };
}

/** A participant has the legs that it was sent, and no case. */
async function openLeg(
  office: Office,
  { letter, payload }: Arrival,
  { content, known }: { readonly content: FileContent; readonly known: Dossier | undefined },
): Promise<Dossier | RefusalCode> {
  const leg = content.flow?.legs.find(({ id }) => id === payload.leg);
  if (leg === undefined) return 'LEG_UNKNOWN';
  const { LEAD } = known?.content.places ?? content.places;
  if (leg.province !== office.instance.code || LEAD !== letter.from) return 'NOT_A_PARTY';
  const { collaborationNo } = letter;
  const applicant = known?.applicant ?? (await applicantOf(office, { letter, payload }));
  if (applicant === undefined) return 'LETTER_MALFORMED';
  const dossier = known ?? {
    collaborationNo,
    caseId: null,
    applicant,
    content,
    gaps: null,
    courses: new Map(),
  };
  if (known === undefined) await storeFile(office, dossier);
  const unitCode = (await findKnownItem(office, content.itemCode))?.unitCode ?? null;
  const planned = { name: leg.id, role: leg.role, machine: jointLeg, province: office.instance.code };
  const place = { seq: dossier.courses.size, kind: 'OWN', state: 'READY', unitCode } as const;
  dossier.courses.set(leg.id, planCourse(office, collaborationNo, { ...planned, ...place }));
  return dossier;
}

async function keepTold(
  office: Office,
  dossier: Dossier,
  told: { readonly name: string; readonly state: string },
): Promise<void> {
  const record = dossier.courses.get(told.name);
  if (record?.kind !== 'TOLD' || !getMachine(record.machine).states.includes(told.state)) return;
  const stored = await storeCourse(office, dossier, { ...record, state: told.state });
  await recordTold(office, dossier);
  await noteEvent(office, dossier, { record: stored, event: null, province: record.province });
}

interface Ending {
  readonly event: EnvelopeEvent;
  readonly letter: Letter;
  readonly receipt: Receipt;
}

async function noteApplied(office: Office, ending: Ending): Promise<void> {
  await endHandoff(office, ending);
  const { event, letter } = ending;
  const dossier = await findDossier(office, letter.collaborationNo);
  const payload = parsePayload(letter.payload);
  const other = dossier?.courses.get(counterpartOf(payload?.leg ?? ''));
  if (dossier === undefined || other?.kind !== 'TOLD') return;
  // What it applied, its table took: the state that this leads to is known by its receipt.
  const state = stateAfter(getMachine(other.machine), other.state, event);
  if (state !== undefined) await keepTold(office, dossier, { name: other.name, state });
}

// A handoff and a leg that the other side does not take come back at once; of anything else the refusal is kept.
async function noteRefused(office: Office, ending: Ending): Promise<void> {
  await endHandoff(office, ending);
  const { event, letter, receipt } = ending;
  const dossier = await findDossier(office, letter.collaborationNo);
  const name = parsePayload(letter.payload)?.leg;
  const record = dossier?.courses.get(name ?? '');
  if (dossier === undefined || record === undefined) return;
  const actor = { role: 'OTHER_PROVINCE', isEntitled: true, unitCode: null, subject: null } as const;
  const code = receipt.code ?? '';
  const back = { name: record.name, actor, said: { opinion: code } };
  if (event === 'caseForwarded' && record.handoffId === letter.id) {
    await makeMove(office, dossier, {
      ...back,
      event: 'handoffRejected',
      letter: { letter: returned(letter), said: {} },
    });
  }
  if (event === 'legDispatched') {
    const said: Facts = { reasons: { code, text: textOf(code), remedies: '' } };
    await makeMove(office, dossier, { ...back, event: 'legRefused', letter: { letter: returned(letter), said } });
  }
}

// In the log a refused letter stands as what it is: the word of its addressee.
const returned = (letter: Letter): Letter => ({ ...letter, from: letter.to, to: letter.from });

const textOf = (code: string): string => (isRefusalCode(code) ? refusalCodes[code].messageZh : code);

async function endHandoff(office: Office, { letter, receipt }: Ending): Promise<void> {
  const ended = { result: receipt.result, code: receipt.code, ended_at: isoTime(office.desk.clock.nowMs()) };
  await tablesOf(office).updateTable('case_handoff').set(ended).where('envelope_id', '=', letter.id).execute();
}
