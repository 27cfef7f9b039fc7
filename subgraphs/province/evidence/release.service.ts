import { recordAccess } from '../trail/index.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { inTransaction } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { keepCopy } from '../licences/index.js';
import { eachAloneOrThrow } from '../shared/each-alone.js';
import { fromJson } from '../storage/stored.js';
import { evidenceTypes } from '../../../schema/evidence-types.js';
import type { CopyNote } from './content.rules.js';
import { contentOf } from './content.service.js';
import { type Bureau, holdSupply, mustStep, stepSupply, tablesOf } from './course.service.js';
import type { SupplyRow } from './evidence.entity.js';
import { openProof } from './find-proofs.service.js';
import { EVIDENCE_PROVIDED } from './letter-events.rules.js';
import type { Question } from './question.rules.js';
import type { EvidencePlace } from './request.service.js';
import { sealAnswer } from './seal-answer.service.js';
import { refuseQuestion } from './supply.service.js';
import { mustStepAndTell } from './tell.service.js';

/**
 * Releases what was approved, in this order and each in a transaction of its own: the entry in the trail of the person,
 * the note of it, the answer. Whatever dies in between, nothing leaves without an entry; at worst the trail says twice
 * what happened once. Does nothing for a request that is not at that point.
 */
export async function releaseSupply(place: EvidencePlace, id: string): Promise<void> {
  const approved = await inTransaction(place.desk, (transaction) => checkAgain({ ...place, transaction }, id));
  if (approved !== undefined) {
    await enterInTrail(place, approved);
    await inTransaction(place.desk, (transaction) => noteAccess({ ...place, transaction }, id));
  }
  await inTransaction(place.desk, (transaction) => provide({ ...place, transaction }, id));
  place.wake();
}

// So many at once, so that one province's backlog does not keep another's from its turn for long.
const MAX_RELEASES = 200;

/** Releases everything that waits for it: what a law allows without a preview, and what was cut off before. */
export async function releaseDue(place: EvidencePlace): Promise<number> {
  const due = await inTransaction(place.desk, (transaction) => listDue({ ...place, transaction }));
  await eachAloneOrThrow(due, ({ id }) => releaseSupply(place, id));
  return due.length;
}

function listDue(bureau: Bureau): Promise<readonly { readonly id: string }[]> {
  const supplies = tablesOf(bureau).selectFrom('evidence_supply').select('id');
  const waiting = supplies
    .where('state', 'in', ['APPROVED', 'ACCESS_LOGGED'])
    .where((eb) => eb.or([eb('due_ms', 'is', null), eb('due_ms', '<=', bureau.desk.clock.nowMs())]));
  return waiting.orderBy('id').limit(MAX_RELEASES).execute();
}

// Whoever releases has so long before another one may try: long enough for two commits, short after a crash.
const LEASE_MS = 30_000;

// Between approval and release the licence may have been revoked, or the agreement suspended.
async function checkAgain(bureau: Bureau, id: string): Promise<Question | undefined> {
  const row = await holdSupply(bureau, id);
  const nowMs = bureau.desk.clock.nowMs();
  if (row?.state !== 'APPROVED' || (row.due_ms !== null && row.due_ms > nowMs)) return undefined;
  const question = questionOf(row);
  const refused = await refuseQuestion(bureau, question);
  if (refused !== undefined) {
    await mustStepAndTell(bureau, row, refused);
    return undefined;
  }
  if ((await openProof(bureau, { licence: row.licence ?? '', subject: question.subject })) !== undefined) {
    const leased = tablesOf(bureau)
      .updateTable('evidence_supply')
      .set({ due_ms: nowMs + LEASE_MS });
    await leased.where('id', '=', id).execute();
    return question;
  }
  await mustStepAndTell(bureau, row, { event: 'findNothing', by: 'SYSTEM', rule: 'NOTHING_FOUND' });
  return undefined;
}

function enterInTrail({ desk }: EvidencePlace, question: Question): Promise<void> {
  const { subject: person, requester: province, reader, requestId, basis, type, authorisation, caseId } = question;
  const { zh, en } = evidenceTypes[type];
  const kind = basis === null ? authorisation.kind : 'LAW';
  const ground = basis === null ? authorisation.text : `${basis.law}${basis.article}`;
  const text = `${zh} · ${en}: ${ground}`;
  const access = {
    reader: { subject: reader.subject, role: reader.role, province, unit: reader.unit },
    purpose: { code: 'EVIDENCE', reference: requestId },
    operation: sha256(canonicalJson(question)),
  } as const;
  const entry = { person, classes: ['EVIDENCE', 'LICENCE'], basis: { kind, text }, caseId } as const;
  return recordAccess({ ...desk, nowMs: desk.clock.nowMs }, access, [entry]);
}

async function noteAccess(bureau: Bureau, id: string): Promise<void> {
  const row = await holdSupply(bureau, id);
  if (row?.state !== 'APPROVED') return;
  mustStep(await stepSupply(bureau, row, { event: 'logAccess', by: 'SYSTEM', facts: { isLogged: true } }));
}

async function provide(bureau: Bureau, id: string): Promise<void> {
  const { desk, transaction } = bureau;
  const row = await holdSupply(bureau, id);
  if (row?.state !== 'ACCESS_LOGGED') return;
  const question = questionOf(row);
  // What was granted when it was entered may have ended since: sending may have failed for days.
  const refused = await refuseQuestion(bureau, question);
  if (refused !== undefined) return mustStepAndTell(bureau, row, refused);
  const proof = await openProof(bureau, { licence: row.licence ?? '', subject: question.subject });
  if (proof === undefined) {
    await mustStepAndTell(bureau, row, { event: 'findNothing', by: 'SYSTEM', rule: 'NOTHING_FOUND' });
    return;
  }
  mustStep(await stepSupply(bureau, row, { event: 'provide', by: 'SYSTEM', facts: { isLogged: true } }));
  const requestHash = row.request_hash;
  const { collaborationNo, requester: to, requestId } = question;
  const link = { collaborationNo, from: bureau.instance.code, to };
  const content = contentOf(bureau, { question, requestHash, proof });
  await keepCopyFor(bureau, question, { licenceId: proof.id, note: content.copy });
  const payload = { requestId, requestHash, content: await sealAnswer(bureau, link, content) };
  await sendEnvelope(transaction, desk, { collaborationNo, to, event: EVIDENCE_PROVIDED, payload });
}

interface Noted {
  readonly licenceId: string;
  readonly note: CopyNote;
}

// The copy that the note in the answer tells of: whoever looks at the licence here finds for what it was copied.
async function keepCopyFor(
  { transaction, desk }: Bureau,
  { reader: { role, unit }, requester: province, caseId }: Question,
  { licenceId, note: { cause, expires: expiresAt } }: Noted,
): Promise<void> {
  await keepCopy(transaction, desk, { licenceId, creator: { role, province, unit }, cause, caseId, expiresAt });
}

/** What was asked, as long as it is kept. */
export function questionOf({ question }: Pick<SupplyRow, 'question'>): Question {
  if (question === null) throw new Error('The question was erased, so nothing can be done about it any more.');
  return fromJson(question);
}
