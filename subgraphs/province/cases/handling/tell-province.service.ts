import { canonicalJson, type Json } from '../../exchange/canonical-json.js';
import { isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import { sendEnvelope } from '../../exchange/send-envelope.js';
import { type Manifest, manifestOf, noteListed } from '../../materials/index.js';
import { type SealedPerson, sealPersonFor } from '../../persons/index.js';
import { type FieldClassCode, recordAccessIn } from '../../trail/index.js';
import type { Facts } from '../machine/facts.rules.js';
import type { EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { dueNowMs } from './case-clocks.rules.js';
import { broughtWith, legMaterialsWith, materialsWith } from './case-face.rules.js';
import { type LegMeasure, measureLeg } from './measure-leg.rules.js';
import { basisOf } from './release-basis.service.js';
import { type CourseRecord, type Dossier, type Office, tablesOf } from './dossier.service.js';

/** What the log keeps of a move, and what another province is told of it. */
export type LoggedSaid = Facts & { readonly note?: string };

/** What an envelope of a case says: who says it, what was said, and what it brings with the digest of that. */
export interface CasePayload {
  /** The leg of the sender. */
  readonly leg: string;
  /** The state of that leg after its move. */
  readonly state: string;
  /** The handoff that this repeats or answers; null when it begins one, or has nothing to do with any. */
  readonly handoffId: string | null;
  /** When that leg is due, by the clock that counts now; null when none runs. ISO 8601 in UTC with milliseconds. */
  readonly dueAt: string | null;
  /** How that leg has kept its time until then. */
  readonly measure: LegMeasure;
  readonly said: LoggedSaid;
  readonly brought: Json;
  readonly digest: string;
  /** Everything that belongs to the case, where materials travel; null otherwise. */
  readonly manifest: Manifest | null;
  /** Who has applied, sealed to the addressee; null where it is not told. */
  readonly applicant: string | null;
}

/** The digest by which both sides know that they speak of the same. */
export function digestOf(content: Json): string {
  return sha256(canonicalJson(content));
}

/** The province that is told of the moves of a course; undefined when they concern nobody else. */
export function addresseeOf({ instance }: Office, { content }: Dossier, record: CourseRecord): string | undefined {
  const { mode, places } = content;
  if (mode === 'FULLY_ONLINE') return undefined;
  if (mode === 'RECEIVE_AND_FORWARD') return record.name === 'handle' ? places.RECEIVING : places.LEAD;
  if (record.kind === 'COPY') return record.province;
  return record.kind === 'OWN' && places.LEAD !== instance.code ? places.LEAD : undefined;
}

/** What was moved, as the other province is told of it. */
export interface Telling {
  readonly record: CourseRecord;
  readonly event: EnvelopeEvent;
  readonly said: LoggedSaid;
}

/** Tells the other province of a move, in the transaction of the move. Gives the envelope's id; none goes to oneself. */
export async function tellProvince(office: Office, dossier: Dossier, telling: Telling): Promise<string | undefined> {
  const { record, event } = telling;
  const to = addresseeOf(office, dossier, record);
  if (to === undefined) return undefined;
  const { transaction, desk } = office;
  const { collaborationNo } = dossier;
  const manifest = await manifestWith(office, dossier, telling);
  const person = await applicantWith(office, dossier, { event, to });
  const applicant = person?.sealed ?? null;
  const payload = asJson({ ...payloadOf(office, dossier, telling), manifest, applicant });
  const envelopeId = await sendEnvelope(transaction, desk, { collaborationNo, to, event, payload });
  const sent = { envelope_id: envelopeId, course_id: record.id, event, addressee: to };
  const row = { ...sent, sent_at: isoTime(desk.clock.nowMs()), result: 'OPEN', code: null, ended_at: null } as const;
  await tablesOf(office).insertInto('case_handoff').values(row).execute();
  const classes = [...(person?.classes ?? []), ...(manifest?.entries.length ? ['MATERIAL' as const] : [])];
  if (manifest !== null) {
    await noteListed(transaction, { addressee: to, collaborationNo, manifest, at: isoTime(desk.clock.nowMs()) });
  }
  await enterLetting(office, dossier, { to, classes, operation: digestOf(payload) });
  return envelopeId;
}

interface Letting {
  readonly to: string;
  readonly classes: readonly FieldClassCode[];
  readonly operation: string;
}

// What goes to another province is read there: the applicant's trail says so, in the commit that writes the letter.
async function enterLetting(
  { transaction, desk }: Office,
  { collaborationNo, caseId, applicant, content }: Dossier,
  { to, classes, operation }: Letting,
): Promise<void> {
  if (applicant.person === null || classes.length === 0) return;
  const reader = { subject: `province:${to}`, role: null, province: to, unit: null };
  const purpose = { code: 'CASE_HANDLING', reference: collaborationNo } as const;
  const entry = { person: applicant.person, classes, basis: basisOf(content), caseId };
  const place = { signer: desk.signer, randomness: desk.randomness, nowMs: desk.clock.nowMs };
  await recordAccessIn(transaction, place, { access: { reader, purpose, operation }, entries: [entry] });
}

function payloadOf(
  { desk }: Office,
  dossier: Dossier,
  { record, event, said }: Telling,
): Omit<CasePayload, 'manifest' | 'applicant'> {
  const brought = broughtBy(dossier, event, said);
  const { name: leg, state, handoffId, clocks } = record;
  const dueMs = dueNowMs(clocks, desk.clock.nowMs());
  const dueAt = dueMs === null ? null : isoTime(dueMs);
  const measure = measureLeg(clocks, desk.clock.nowMs());
  return { leg, state, handoffId, dueAt, measure, said, brought, digest: digestOf(brought) };
}

// A participant has no case: what it hands in there is of its leg, and goes with the result of that.
async function manifestWith(
  { transaction }: Office,
  { caseId }: Dossier,
  { record, event }: Pick<Telling, 'record' | 'event'>,
): Promise<Manifest | null> {
  const subject = legMaterialsWith.has(event) ? record.id : caseId;
  if (subject === null || !materialsWith.has(event)) return null;
  return (await manifestOf(transaction, subject)).manifest;
}

// Who handles a case, or does a leg of it, must know whose it is.
const withApplicant: ReadonlySet<EnvelopeEvent> = new Set(['caseForwarded', 'legDispatched']);

async function applicantWith(
  { transaction, desk }: Office,
  { collaborationNo, applicant }: Dossier,
  { event, to }: { readonly event: EnvelopeEvent; readonly to: string },
): Promise<SealedPerson | null> {
  if (applicant.person === null || !withApplicant.has(event)) return null;
  const link = { collaborationNo, from: desk.signer.province, to };
  return sealPersonFor(transaction, desk, { person: applicant.person, link });
}

function broughtBy({ content }: Dossier, event: EnvelopeEvent, said: LoggedSaid): Json {
  if (event === 'caseForwarded' || event === 'legDispatched' || event === 'caseCorrected') return asJson(content);
  return broughtWith.has(event) ? asJson(said) : null;
}

// What is stored as JSON is JSON; the types of the rules do not say so.
const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** True while the receipt of an envelope is not here. */
export async function isUnderway(office: Office, envelopeId: string | null): Promise<boolean> {
  const handoffs = tablesOf(office).selectFrom('case_handoff').select('result');
  const row = await handoffs.where('envelope_id', '=', envelopeId ?? '').executeTakeFirst();
  return row?.result === 'OPEN';
}
