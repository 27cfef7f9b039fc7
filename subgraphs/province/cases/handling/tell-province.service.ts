import { canonicalJson, type Json } from '../../exchange/canonical-json.js';
import { isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import { sendEnvelope } from '../../exchange/send-envelope.js';
import { type Manifest, manifestOf } from '../../materials/index.js';
import type { Facts } from '../machine/facts.rules.js';
import type { EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { dueNowMs } from './case-clocks.rules.js';
import { broughtWith, materialsWith } from './case-face.rules.js';
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
  readonly said: LoggedSaid;
  readonly brought: Json;
  readonly digest: string;
  /** Everything that belongs to the case, where materials travel; null otherwise. */
  readonly manifest: Manifest | null;
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
  const payload = asJson({
    ...payloadOf(office, dossier, telling),
    manifest: await manifestWith(office, dossier, event),
  });
  const envelopeId = await sendEnvelope(transaction, desk, { collaborationNo, to, event, payload });
  const sent = { envelope_id: envelopeId, course_id: record.id, event, addressee: to };
  const row = { ...sent, sent_at: isoTime(desk.clock.nowMs()), result: 'OPEN', code: null, ended_at: null } as const;
  await tablesOf(office).insertInto('case_handoff').values(row).execute();
  return envelopeId;
}

function payloadOf(
  { desk }: Office,
  dossier: Dossier,
  { record, event, said }: Telling,
): Omit<CasePayload, 'manifest'> {
  const brought = broughtBy(dossier, event, said);
  const { name: leg, state, handoffId, clocks } = record;
  const dueMs = dueNowMs(clocks, desk.clock.nowMs());
  const dueAt = dueMs === null ? null : isoTime(dueMs);
  return { leg, state, handoffId, dueAt, said, brought, digest: digestOf(brought) };
}

// A participant has no case, and so nothing that was handed in there.
async function manifestWith(
  { transaction }: Office,
  { caseId }: Dossier,
  event: EnvelopeEvent,
): Promise<Manifest | null> {
  if (caseId === null || !materialsWith.has(event)) return null;
  return (await manifestOf(transaction, caseId)).manifest;
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
