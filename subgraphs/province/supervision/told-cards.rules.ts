import { isProvinceCode } from '../../../schema/global-id.js';
import { SupervisionRule } from '../../../schema/supervision-lists.js';
import type { Clock } from '../shared/clock.js';
import { isKeepable } from '../shared/written-text.js';
import type { CardBasis } from './machine/fold-card.rules.js';
import type { CardPolicy } from './machine/limit-course.rules.js';
import { type CardRule, type CardStep, isStep } from './machine/vocabulary.rules.js';

/** One province tells another which cards a case has. */
export const ALERTS_TOLD = 'alertsTold';

/** A step as it travels: without the account of who took it. */
export interface ToldStep {
  readonly seq: number;
  readonly atMs: number;
  readonly event: CardStep;
  readonly said: string | null;
  readonly role: string;
  readonly province: string | null;
  readonly unit: string | null;
}

/** A card as it travels. `owned` is what its owner alone can say: the unit, and what was done about it. */
export interface ToldCard {
  readonly rule: CardRule;
  readonly occurrence: string;
  readonly province: string;
  readonly leg: string | null;
  readonly clockName: string | null;
  readonly teller: string;
  readonly parties: readonly string[];
  readonly basis: CardBasis;
  readonly owned: { readonly unitCode: string | null; readonly steps: readonly ToldStep[] } | null;
}

type Fields = Readonly<Record<string, unknown>>;

// More than a case can come to; a letter with more is none of ours.
const MAX_CARDS = 200;
// Beyond the life of any case, and within what a date can be.
const LAST_MS = Date.parse('2200-01-01T00:00:00.000Z');

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => isKeepable(value);
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isInstant = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LAST_MS;
const isInstantOrNull = (value: unknown): value is number | null => value === null || isInstant(value);
const isCount = (value: unknown): value is number => isInstant(value) && value <= 10_000;

/** Reads what a letter tells of cards; undefined when it has not the form of one. */
export function parseToldCards(payload: unknown): readonly ToldCard[] | undefined {
  if (!isFields(payload) || !Array.isArray(payload['cards']) || payload['cards'].length > MAX_CARDS) return undefined;
  const cards = payload['cards'].map(parseCard);
  return cards.every((card) => card !== undefined) ? cards : undefined;
}

function parseCard(value: unknown): ToldCard | undefined {
  if (!isFields(value)) return undefined;
  const { rule, occurrence, province, leg, clockName, teller, parties } = value;
  if (!isRule(rule) || !isText(occurrence) || !isTextOrNull(leg) || !isTextOrNull(clockName)) return undefined;
  if (!isProvinceCode(province) || !isProvinceCode(teller)) return undefined;
  if (!Array.isArray(parties) || !parties.every(isProvinceCode)) return undefined;
  const basis = parseBasis(value['basis']);
  const owned = parseOwned(value['owned']);
  if (basis === undefined || owned === undefined) return undefined;
  return { rule, occurrence, province, leg, clockName, teller, parties, basis, owned };
}

const isRule = (value: unknown): value is CardRule => isText(value) && Object.hasOwn(SupervisionRule.entries, value);

function parseBasis(value: unknown): CardBasis | undefined {
  if (!isFields(value)) return undefined;
  const { clock: given, hitMs } = value;
  const policy = parsePolicy(value['policy']);
  const clock = given === null ? null : parseClock(given);
  if (policy === undefined || clock === undefined || !isInstantOrNull(hitMs)) return undefined;
  return (clock === null) === (hitMs === null) ? undefined : { clock, hitMs, policy };
}

function parsePolicy(value: unknown): CardPolicy | undefined {
  if (!isFields(value)) return undefined;
  const { reminderShare, reminderLeft, rectify } = value;
  if (!isCount(reminderShare) || reminderShare > 100 || !isCount(reminderLeft) || !isCount(rectify)) return undefined;
  return { reminderShare, reminderLeft, rectify };
}

function parseClock(value: unknown): Clock | undefined {
  if (!isFields(value)) return undefined;
  const { province, startedAt, extensionAtMost, stoppedAt, pauses, extension } = value;
  const limit = parseLimit(value['limit']);
  if (!isProvinceCode(province) || !isInstant(startedAt) || !isCount(extensionAtMost)) return undefined;
  if (limit === undefined || !isInstantOrNull(stoppedAt) || !Array.isArray(pauses)) return undefined;
  const read = pauses.map(parsePause);
  const longer = extension === null ? null : parseExtension(extension);
  if (longer === undefined || !read.every((pause) => pause !== undefined)) return undefined;
  return { province, startedAt, limit, extensionAtMost, stoppedAt, pauses: read, extension: longer };
}

function parseLimit(value: unknown): Clock['limit'] | undefined {
  if (!isFields(value)) return undefined;
  const { value: count, unit } = value;
  if (!isCount(count) || (unit !== 'WORKING_DAY' && unit !== 'CALENDAR_DAY')) return undefined;
  return { value: count, unit };
}

function parsePause(value: unknown): Clock['pauses'][number] | undefined {
  if (!isFields(value)) return undefined;
  const { from, to } = value;
  return isInstant(from) && isInstantOrNull(to) ? { from, to } : undefined;
}

function parseExtension(value: unknown): NonNullable<Clock['extension']> | undefined {
  if (!isFields(value)) return undefined;
  const { at, by } = value;
  return isInstant(at) && isCount(by) ? { at, by, approvedBy: '' } : undefined;
}

function parseOwned(value: unknown): ToldCard['owned'] | undefined {
  if (value === null) return null;
  if (!isFields(value) || !isTextOrNull(value['unitCode']) || !Array.isArray(value['steps'])) return undefined;
  const taken = value['steps'].map(parseStep);
  return taken.every((step) => step !== undefined) ? { unitCode: value['unitCode'], steps: taken } : undefined;
}

function parseStep(value: unknown): ToldStep | undefined {
  if (!isFields(value)) return undefined;
  const { seq, atMs, event, said, role, province, unit } = value;
  if (!isCount(seq) || !isInstant(atMs) || !isStep(event) || !isTextOrNull(said)) return undefined;
  if (!isText(role) || !isTextOrNull(province) || !isTextOrNull(unit)) return undefined;
  return { seq, atMs, event, said, role, province, unit };
}

/**
 * Whether a province may say this: its own units' cards always; another's only as who watches it, being the place that
 * leads or that sent the handoff, or as who holds the proof of two different stories.
 */
export function mayTell(from: string, { rule, clockName, province, teller, owned }: ToldCard): boolean {
  if (from === province) return true;
  return owned === null && teller === from && (rule === 'R9' || rule === 'R6' || clockName === 'LEG');
}

/** Between whom a collaboration is; `watcher` states all that is stated of it, where one province does: the lead of a joint case. */
export interface ToldPlaces {
  readonly parties: readonly string[];
  readonly watcher: string | null;
}

/** Whether a card can be stated by the province that it names, in a collaboration between these. */
export function isStatedByWatcher(
  { rule, occurrence, province, teller }: ToldCard,
  { parties, watcher }: ToldPlaces,
): boolean {
  if (!parties.includes(province) || !parties.includes(teller)) return false;
  // The one that has sealed twice proves nothing by what it says of itself.
  if (rule === 'R6') return teller !== province && occurrence.startsWith(`${province}>${teller}/`);
  if (rule === 'R10' || rule === 'R12') return teller === province;
  if (watcher !== null) return teller === watcher;
  return rule === 'R9' ? teller !== province : teller === province;
}
