import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import { isoTime, type Letter } from '../../exchange/desk.js';
import { toJson } from '../../storage/stored.js';
import { mayReceiveNow } from '../../teams/index.js';
import { compensableLegs, readyLegs } from '../joint/leg-graph.rules.js';
import { type Decision, decide, follow, type Move } from '../machine/decide.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import { type ActorRole, type CaseEvent, isEnvelopeEvent } from '../machine/vocabulary.rules.js';
import { amendFile, storeAmended } from './amend-file.service.js';
import { clocksOut, turnCaseClocks } from './case-clocks.rules.js';
import { refuseClause } from './clause-check.service.js';
import { CASE, dispatching, getMachine } from './case-face.rules.js';
import {
  type CourseRecord,
  type Dossier,
  findKnownItem,
  legStates,
  type Office,
  storeCourse,
  tablesOf,
} from './dossier.service.js';
import { findAgreedLimits } from './agreed-limits.rules.js';
import { gatherFacts } from './gather-facts.rules.js';
import { isApplicantStated } from './issue-result.service.js';
import { noteEvent } from '../feed/note-event.service.js';
import { countVisits } from './count-visits.service.js';
import type { FileContent } from './handling.entity.js';
import { lackingFor } from './lacking.service.js';
import { recordCase } from './record-case.service.js';
import type { Said } from './said.rules.js';
import { digestOf, isUnderway, type LoggedSaid, tellProvince } from './tell-province.service.js';

/** A move that is asked for: by a person, by the system itself, or by the letter of another province. */
export interface AskedMove {
  readonly name: string;
  readonly event: CaseEvent;
  readonly actor: {
    readonly role: ActorRole;
    readonly isEntitled: boolean;
    readonly unitCode: string | null;
    /** Of the caller; null for the system and for letters. */
    readonly subject: string | null;
  };
  readonly said: Said;
  /** The letter that brings it, and what it says. */
  readonly letter?: { readonly letter: Letter; readonly said: Facts };
}

/** The system of the province itself. */
export const SYSTEM = { role: 'SYSTEM', isEntitled: true, unitCode: null, subject: null } as const;

/**
 * Makes a move by the rules, with all that follows from it, in the office's transaction: course, clocks, log, record,
 * envelopes, triggers. Gives the code of a refusal, and then nothing was written.
 */
export async function makeMove(office: Office, dossier: Dossier, asked: AskedMove): Promise<RefusalCode | undefined> {
  const code = await makeOneMove(office, dossier, asked);
  if (code === undefined) await readyWhatCanBe(office, dossier);
  return code;
}

async function makeOneMove(office: Office, dossier: Dossier, asked: AskedMove): Promise<RefusalCode | undefined> {
  const record = dossier.courses.get(asked.name);
  if (record === undefined) return 'LEG_UNKNOWN';
  const unfit = asked.letter === undefined ? await amendFile(office, dossier, asked) : undefined;
  if (unfit !== undefined) return unfit;
  const facts = await factsFor(office, dossier, { record, asked });
  const decision = judge(record, asked, { facts, at: isoTime(office.desk.clock.nowMs()) });
  if (decision.status === 'refused') return decision.refusal.code;
  const refused = refuseByCase(office, dossier, asked);
  if (refused !== undefined) return refused;
  const turning = { province: office.instance.code, atMs: office.desk.clock.nowMs(), facts };
  const turned = turnCaseClocks(record.clocks, decision.clockEffects, turning);
  if ('refusal' in turned) return turned.refusal;
  await carryOut(office, dossier, { record: { ...record, clocks: turned.clocks }, move: decision, asked });
  return undefined;
}

interface Asking {
  readonly record: CourseRecord;
  readonly asked: AskedMove;
}

async function factsFor(office: Office, dossier: Dossier, { record, asked }: Asking): Promise<Facts> {
  const { content, gaps } = dossier;
  const { event, said, letter } = asked;
  const item = await findKnownItem(office, content.itemCode);
  const { brought } = record;
  // A leg that the lead does itself was sent to nobody, so there is nothing that could differ.
  const isKeptWhole = record.machine === 'JOINT_LEG' && content.places.LEAD === office.instance.code;
  const known = {
    ...content,
    ...{ gaps, name: record.name, course: record.course, item: item?.facts },
    legs: legStates(dossier),
    clocksOut: clocksOut(record.clocks, office.desk.clock.nowMs()),
    materialsLacking: await lackingFor(office, dossier, { record, waivers: said.waivers }),
    isApplicantStated: event === 'issueResult' && (await isApplicantStated(office, dossier)),
    visits: event === 'rateCase' ? await countVisits(office, dossier) : 0,
    isClerkCertified: await isClerkCertified(office, content, asked),
    isDigestEqual: brought === null ? isKeptWhole : digestOf(brought.content) === brought.digest,
  };
  const gathered = gatherFacts(event, known, said);
  const facts: Facts =
    letter === undefined
      ? { ...gathered, signature: await sign(office, dossier, asked) }
      : { ...gathered, ...letter.said };
  const jointRole = content.flow?.legs.find(({ id }) => id === record.name)?.role;
  return { ...facts, agreedLimits: findAgreedLimits(facts.basis, office.agreements.current(), jointRole) };
}

// The certificate is of the account that asks, and of the unit for which it does.
async function isClerkCertified(
  { transaction, desk }: Office,
  { itemCode: item, mode }: FileContent,
  { event, actor: { subject, unitCode: unit } }: AskedMove,
): Promise<boolean | undefined> {
  if (event !== 'receiveCase') return undefined;
  if (subject === null || unit === null) return false;
  return mayReceiveNow(transaction, { subject, unit, item, mode }, desk.clock.nowMs);
}

// Every move of this province bears its signature, so that the log proves who said what even without the exchange.
function sign({ desk }: Office, { collaborationNo }: Dossier, { name, event, said }: AskedMove): Promise<string> {
  return desk.signer.sign(`tongban move 1\n${canonicalJson({ collaborationNo, name, event, said })}`);
}

function judge(
  { machine, course }: CourseRecord,
  { event, actor, letter }: AskedMove,
  { facts, at }: { readonly facts: Facts; readonly at: string },
): Decision {
  const situation = { machine: getMachine(machine), course };
  // Both sides keep a joint leg and each follows what the other did; other letters are events of their own.
  const isFollowed = letter !== undefined && machine === 'JOINT_LEG' && isEnvelopeEvent(event);
  return isFollowed ? follow(situation, { event, at, facts }) : decide(situation, { event, actor, at, facts });
}

// What no table of one leg can know. Letters are judged where they come in.
function refuseByCase(office: Office, dossier: Dossier, asked: AskedMove): RefusalCode | undefined {
  if (asked.letter !== undefined) return undefined;
  return refuseByGraph(office, dossier, asked) ?? refuseClause(office, dossier.content, asked);
}

// The state of the whole case.
function refuseByGraph(office: Office, dossier: Dossier, { name, event }: AskedMove): RefusalCode | undefined {
  const { flow, places } = dossier.content;
  if (flow === null || places.LEAD !== office.instance.code) return undefined;
  if (event === 'dispatchLeg' && !dispatching.has(dossier.courses.get(CASE)?.state ?? '')) return 'EVENT_NOT_IN_STATE';
  if (event !== 'orderCompensation') return undefined;
  const isNext = compensableLegs(flow.legs, legStates(dossier)).some(({ id }) => id === name);
  return isNext ? undefined : 'COMPENSATION_OUT_OF_ORDER';
}

interface Decided extends Asking {
  readonly move: Move;
}

async function carryOut(office: Office, dossier: Dossier, decided: Decided): Promise<void> {
  const { move, asked } = decided;
  const said = loggedOf(decided);
  if (asked.letter === undefined) await storeAmended(office, dossier, asked);
  let record = await storeCourse(office, dossier, movedRecord(decided));
  await writeLog(office, decided, { record, said });
  for (const event of move.envelopes) {
    // A handoff whose receipt is not here is with the exchange, which sends it again itself.
    if (move.entry.event === 'resendHandoff' && (await isUnderway(office, record.handoffId))) continue;
    const envelopeId = await tellProvince(office, dossier, { record, event, said });
    if (move.entry.event === 'forwardCase' && envelopeId !== undefined)
      record = await storeCourse(office, dossier, { ...record, handoffId: envelopeId });
  }
  await recordCase(office, dossier, { record, move, said: asked.said });
  const province = asked.letter?.letter.from ?? office.instance.code;
  await noteEvent(office, dossier, { record, event: move.entry.event, province });
  await pullTriggers(office, dossier, move);
}

// The first unit that acts on a course of its own holds it from then on. An answered handoff is no longer open.
function movedRecord({ record, move, asked }: Decided): CourseRecord {
  const { state } = move.next;
  const isAnswered = record.state === 'FORWARDED' && state !== 'FORWARDED';
  const handoffId = isAnswered ? null : record.handoffId;
  const unitCode = record.kind === 'OWN' ? (record.unitCode ?? asked.actor.unitCode) : record.unitCode;
  return { ...record, course: move.next, state, handoffId, unitCode };
}

function loggedOf({ move, asked }: Decided): LoggedSaid {
  const { opinion } = asked.said;
  return opinion === undefined ? move.entry.said : { ...move.entry.said, note: opinion };
}

async function writeLog(
  office: Office,
  { move, asked }: Decided,
  { record, said }: { readonly record: CourseRecord; readonly said: LoggedSaid },
): Promise<void> {
  const { at, event, role, from, to, completion } = move.entry;
  const origin = asked.letter?.letter;
  const row = {
    ...{
      course_id: record.id,
      seq: record.version,
      at,
      event,
      role,
      completion,
      said: toJson(said),
      alerts: toJson(move.alerts),
    },
    ...{ from_state: from, to_state: to, unit_code: asked.actor.unitCode, subject: asked.actor.subject },
    province: origin?.from ?? office.instance.code,
    letter_id: origin?.id ?? null,
    clocks: toJson(record.clocks),
  };
  await tablesOf(office).insertInto('case_log').values(row).execute();
  const news = { course_id: row.course_id, seq: row.seq, collaboration_no: record.collaborationNo };
  await tablesOf(office).insertInto('case_news').values(news).execute();
}

// A trigger whose course is kept by another province, or does not take the event now, has nothing to do here.
async function pullTriggers(office: Office, dossier: Dossier, move: Move): Promise<void> {
  for (const { leg, event } of move.triggers) {
    const name = leg === 'CASE' ? CASE : leg.toLowerCase();
    if (dossier.courses.get(name)?.kind === 'OWN')
      await makeOneMove(office, dossier, { name, event, actor: SYSTEM, said: {} });
  }
}

// A planned leg becomes ready by itself, once the case goes on and what it waits for is done.
async function readyWhatCanBe(office: Office, dossier: Dossier): Promise<void> {
  const { flow } = dossier.content;
  if (flow === null || !dispatching.has(dossier.courses.get(CASE)?.state ?? '')) return;
  for (const { id } of readyLegs(flow.legs, legStates(dossier)))
    await makeOneMove(office, dossier, { name: id, event: 'readyLeg', actor: SYSTEM, said: {} });
}
