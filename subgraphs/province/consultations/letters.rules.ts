import type {
  ConsultationAct,
  ConsultationAsker,
  ConsultationKind,
  ConsultationTopic,
} from '../../../schema/consultation-lists.js';
import {
  ConsultationAct as acts,
  ConsultationAsker as askers,
  ConsultationKind as kinds,
  ConsultationState as states,
  ConsultationTopic as topics,
} from '../../../schema/consultation-lists.js';
import { isProvinceCode, parseGlobalId } from '../../../schema/global-id.js';
import { isPersonKey } from '../../../schema/identity.js';
import { advanceClock, type Clock, startClock } from '../shared/clock.js';
import { type Handoff, type Holder, refuseHistory } from '../shared/responsibility.js';
import { isWritten } from '../shared/written-text.js';
import type { State } from './machine/words.rules.js';
import type { Ledger } from './thread-clock.rules.js';

/** The letters by which threads go between provinces. */
export const THREAD_PASSED = 'consultationPassed';
export const THREAD_TOLD = 'consultationTold';
export const THREAD_ACTED = 'consultationActed';

/** What every letter of a thread says of it. */
export interface ThreadFacts {
  readonly originId: string;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly transfers: number;
  readonly reopenings: number;
}

/** A thread is handed to the addressee. */
export interface Passed extends ThreadFacts {
  readonly kind: keyof typeof ConsultationKind.entries;
  readonly topic: keyof typeof ConsultationTopic.entries;
  readonly itemCode: string | null;
  readonly askerKind: keyof typeof ConsultationAsker.entries;
  readonly openedAt: string;
  /** {@link SealedPart}, sealed to the addressee. */
  readonly sealed: string;
}

/** Where a thread stands, for the province where it was opened. */
export interface Told extends ThreadFacts {
  readonly state: State;
  readonly since: string;
  readonly version: number;
  readonly dueMs: number | null;
  readonly sealed: string;
}

/** What the asker does about a thread that another province has. */
export interface Acted {
  readonly originId: string;
  readonly act: 'confirm' | 'reopen' | 'escalate';
  /** His words, sealed to the addressee; null where he needs none. */
  readonly sealed: string | null;
}

/** What of a letter nobody reads but the addressee. */
export interface SealedPart {
  readonly messages: readonly SealedMessage[];
  readonly person: string | null;
  readonly names: readonly string[];
}

/** A message on its way. */
export interface SealedMessage {
  readonly seq: number;
  readonly at: string;
  readonly act: keyof typeof ConsultationAct.entries;
  readonly province: string;
  readonly unit: string | null;
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const isWithin = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
// Years have four digits, and an instant that follows from one of these can still be written down.
const LAST_MS = Date.UTC(9999, 0);
const isInstantMs = (value: unknown): value is number => isWithin(value, LAST_MS);
const isCount = (value: unknown): value is number => isWithin(value, 1_000);
// A step is one more; columns of whole numbers end here.
const isVersion = (value: unknown): value is number => isWithin(value, 2 ** 31 - 1);
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isName = (value: unknown): value is string => typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value);
const isOf = <Entries extends object>(entries: Entries, value: unknown): value is keyof Entries & string =>
  typeof value === 'string' && Object.hasOwn(entries, value);

/** Reads what a letter hands over; undefined for what is none. */
export function parsePassed(payload: unknown): Passed | undefined {
  const fields = fieldsOf(payload);
  const facts = parseLetterFacts(fields);
  const { kind, topic, itemCode, askerKind, openedAt, sealed } = fields;
  const isWhole =
    facts !== undefined &&
    isOf(kinds.entries, kind) &&
    isOf(topics.entries, topic) &&
    isOf(askers.entries, askerKind) &&
    (itemCode === null || isName(itemCode)) &&
    isInstant(openedAt) &&
    typeof sealed === 'string';
  return isWhole ? { ...facts, kind, topic, askerKind, itemCode, openedAt, sealed } : undefined;
}

/** Reads what a letter tells; undefined for what is none. */
export function parseTold(payload: unknown): Told | undefined {
  const fields = fieldsOf(payload);
  const facts = parseLetterFacts(fields);
  const { state, since, version, dueMs, sealed } = fields;
  const isWhole =
    facts !== undefined &&
    isOf(states.entries, state) &&
    isInstant(since) &&
    isVersion(version) &&
    (dueMs === null || isInstantMs(dueMs)) &&
    typeof sealed === 'string';
  return isWhole ? { ...facts, state, since, version, dueMs, sealed } : undefined;
}

/** Reads what a letter says that the asker does; undefined for what is none. */
export function parseActed(payload: unknown): Acted | undefined {
  const { originId, act, sealed } = fieldsOf(payload);
  if (!isOrigin(originId) || (act !== 'confirm' && act !== 'reopen' && act !== 'escalate')) return undefined;
  return sealed === null || typeof sealed === 'string' ? { originId, act, sealed } : undefined;
}

const isOrigin = (id: unknown): id is string => parseGlobalId(id)?.type === 'Consultation';

/** Reads what every letter of a thread says of it; undefined for what is none. */
export function parseLetterFacts(fields: Fields): ThreadFacts | undefined {
  const { originId, transfers, reopenings } = fields;
  const [ledger, clock] = [parseLedger(fields['ledger']), parseClock(fields['clock'])];
  const isWhole = isOrigin(originId) && isCount(transfers) && isCount(reopenings);
  return isWhole && ledger !== undefined && clock !== undefined
    ? { originId, transfers, reopenings, ledger, clock }
    : undefined;
}

// A thread has few holders; more than this is no thread.
const MAX_HANDOFFS = 200;

function parseLedger(value: unknown): Ledger | undefined {
  const { first, startedAt, handoffs } = fieldsOf(value);
  const holder = parseHolder(first);
  if (holder === undefined || !isInstantMs(startedAt)) return undefined;
  if (!Array.isArray(handoffs) || handoffs.length > MAX_HANDOFFS) return undefined;
  const read = handoffs.flatMap((each) => parseHandoff(each) ?? []);
  // What no thread can have gone through is refused here: who kept it could not read the clock of the thread any more.
  const isPossible = refuseHistory({ first: holder, startedAt, endedAt: LAST_MS, handoffs: read }) === undefined;
  return isPossible && read.length === handoffs.length ? { first: holder, startedAt, handoffs: read } : undefined;
}

function parseHandoff(value: unknown): Handoff | undefined {
  const { from, to, acknowledgedAt } = fieldsOf(value);
  const [giver, taker] = [parseHolder(from), parseHolder(to)];
  if (giver === undefined || taker === undefined) return undefined;
  return acknowledgedAt === null || isInstantMs(acknowledgedAt)
    ? { from: giver, to: taker, acknowledgedAt }
    : undefined;
}

function parseHolder(value: unknown): Holder | undefined {
  const { province, unit } = fieldsOf(value);
  return isProvinceCode(province) && isName(unit) ? { province, unit } : undefined;
}

// Made anew from what it says, so that a clock is never one that the rules could not have made.
function parseClock(value: unknown): Clock | undefined {
  const { province, startedAt, limit, extensionAtMost, extension, stoppedAt } = fieldsOf(value);
  const days = fieldsOf(limit)['value'];
  if (!isProvinceCode(province) || !isInstantMs(startedAt) || !isCount(days) || !isCount(extensionAtMost))
    return undefined;
  let clock = startClock({ province, startedAt, limit: { value: days, unit: 'WORKING_DAY' }, extensionAtMost });
  if (extension !== null) {
    const { at, by, approvedBy } = fieldsOf(extension);
    if (!isInstantMs(at) || !isCount(by) || !isName(approvedBy)) return undefined;
    const extended = advanceClock(clock, { kind: 'EXTENDED', at: clock.startedAt, by, approvedBy });
    if ('refusal' in extended) return undefined;
    clock = { ...extended.clock, extension: { at, by, approvedBy } };
  }
  return stoppedAt === null || isInstantMs(stoppedAt) ? { ...clock, stoppedAt } : undefined;
}

/** Reads what was sealed; undefined for what is none. */
export function parseSealed(text: string): SealedPart | undefined {
  const { messages, person, names } = fieldsOf(parseJson(text));
  if (!Array.isArray(messages) || !Array.isArray(names)) return undefined;
  const read = messages.flatMap((each) => parseMessage(each) ?? []);
  const isWhole =
    read.length === messages.length &&
    names.every((name) => isWritten(name)) &&
    (person === null || isPersonKey(person));
  return isWhole ? { messages: read, person, names } : undefined;
}

function parseMessage(value: unknown): SealedMessage | undefined {
  const { seq, at, act, province, unit, text } = fieldsOf(value);
  const isWhole =
    isCount(seq) &&
    isInstant(at) &&
    isOf(acts.entries, act) &&
    isProvinceCode(province) &&
    (unit === null || isName(unit)) &&
    isWritten(text);
  return isWhole ? { seq, at, act, province, unit, text } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
