import { findLegalBasis, isEvidenceType, typesProving, type EvidenceTypeCode } from '../../../schema/evidence-types.js';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import type { EvidencePath } from '../../../schema/evidence-lists.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import type { Identity } from '../../../schema/identity.js';
import { readNationalLists } from '../access/agreements/national-lists.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import { isOfUnit } from '../access/unit.rules.js';
import { type CaseNeeds, findCaseNeeds } from '../cases/index.js';
import { canonicalJson, type Json } from '../exchange/canonical-json.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { createUuidV7 } from '../exchange/uuid.js';
import type { AgreementBook } from '../shared/agreement.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { toJson } from '../storage/stored.js';
import { authorise, type EvidenceCrossing } from './authorise.service.js';
import { type Bureau, mustStep, stepRequest, tablesOf } from './course.service.js';
import type { RequestRow } from './evidence.entity.js';
import { EVIDENCE_REQUESTED } from './letter-events.rules.js';
import type { EvidenceReader, LawArticle, Question } from './question.rules.js';
import { NO_CONTENT } from './seal-content.service.js';

/** Where requests are made. */
export interface EvidencePlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  /** The agreements that bind this province. */
  readonly agreements: AgreementBook;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** What somebody asks for. */
export interface Asking {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly type: string;
  readonly provider: string;
  /** The article that the unit rests on; null when the applicant asks explicitly. */
  readonly basis: LawArticle | null;
}

/** The id of the request, or the rule that refuses it. */
export type AskingOutcome = { readonly id: string } | RefusedAsking;

/** The rule that refuses a request, so that nothing of it remains. */
export interface RefusedAsking {
  readonly refusal: EvidenceRule;
}

/**
 * Asks another province for evidence about the applicant of a case: once for each key of a caller. A request that is
 * not authorised is kept as denied, and nothing of it leaves this province.
 */
export async function requestEvidence(
  place: EvidencePlace,
  caller: Identity | undefined,
  asking: Asking,
): Promise<AskingOutcome> {
  if (caller === undefined) return { refusal: 'CALLER_NOT_KNOWN' };
  const { idempotencyKey, ...asked } = asking;
  const request = { command: 'requestEvidence', ...asked };
  const ifReused: RefusedAsking = { refusal: 'KEY_REUSED' };
  const outcome = await runOnce(place.desk, { idempotencyKey, caller, request, ifReused }, async (transaction) => {
    const bureau = { ...place, transaction };
    const judged = await judgeAsking(bureau, caller, asking);
    return 'refusal' in judged ? judged : begin(bureau, judged);
  });
  if ('refusal' in outcome) return outcome;
  place.wake();
  return { id: outcome.subject };
}

/** Whether somebody may ask for this evidence, before anybody looks at what provinces have agreed on. */
export async function judgeAsking(bureau: Bureau, caller: Identity, asking: Asking): Promise<Begun | RefusedAsking> {
  const needs = await findCaseNeeds(bureau, asking.caseId);
  if (needs === undefined) return { refusal: 'CASE_UNKNOWN' };
  const { type } = asking;
  if (!isEvidenceType(type)) return { refusal: 'TYPE_UNKNOWN' };
  const refusal = refuseCaller(bureau, caller, { asking, needs }) ?? refuseAsking(bureau, { asking, type, needs });
  if (refusal !== undefined) return { refusal };
  const { applicant: subject } = needs;
  return subject === null ? { refusal: 'APPLICANT_UNKNOWN' } : { caller, asking, type, needs, subject };
}

interface Circumstances {
  readonly asking: Asking;
  readonly needs: CaseNeeds;
}

// The applicant asks for himself; the unit that has the case asks by law. Nobody asks about anybody else.
function refuseCaller(bureau: Bureau, caller: Identity, { asking, needs }: Circumstances): EvidenceRule | undefined {
  if (asking.basis !== null) {
    const unit = { province: bureau.instance.code, unit: needs.unitCode };
    return needs.isHandledHere && isOfUnit(caller, unit) ? undefined : 'NOT_OF_THE_UNIT';
  }
  if (caller.person === undefined) return 'CALLER_NOT_KNOWN';
  return caller.person === needs.applicant ? undefined : 'SUBJECT_NOT_APPLICANT';
}

function refuseAsking(
  { instance }: Bureau,
  { asking, type, needs }: Circumstances & { readonly type: EvidenceTypeCode },
): EvidenceRule | undefined {
  if (asking.provider === instance.code) return 'PROVIDER_IS_OWN';
  if (!readNationalLists().provinces.has(asking.provider)) return 'NOT_PROVIDED';
  if (asking.basis !== null && !needs.isAccepted) return 'NOT_ACCEPTED';
  if (needs.isDecided) return 'CASE_ENDED';
  return needs.materials.some((material) => typesProving(material).includes(type)) ? undefined : 'NOT_NEEDED';
}

/** What is asked for by somebody who may. */
export interface Begun {
  readonly caller: Identity;
  readonly asking: Asking;
  readonly type: EvidenceTypeCode;
  readonly needs: CaseNeeds;
  readonly subject: string;
}

async function begin(bureau: Bureau, begun: Begun): Promise<Outcome<RefusedAsking>> {
  const draft = draftOf(bureau, begun);
  await tablesOf(bureau).insertInto('evidence_request').values(draft).execute();
  const { asking, type } = begun;
  const { basis } = asking;
  const asked = await stepRequest(
    bureau,
    draft,
    basis === null
      ? { event: 'requestExplicitly', by: 'APPLICANT', facts: { isSubject: true } }
      : { event: 'invokeLaw', by: 'UNIT', facts: { hasLegalBasis: findLegalBasis(type, basis) !== undefined } },
  );
  if ('refusal' in asked) return asked;
  const found = authorise(bureau, crossingOf(bureau, begun));
  if ('rule' in found) {
    mustStep(await stepRequest(bureau, asked.row, { event: 'deny', by: 'SYSTEM', facts: {}, ...found }));
    return { subject: draft.id };
  }
  const question = questionOf(bureau, { ...begun, id: draft.id, path: draft.path, authorisation: found });
  await send(bureau, asked.row, question);
  return { subject: draft.id };
}

/** What a request lets cross the border. */
export function crossingOf({ instance }: Bureau, { type, needs, asking }: Begun): EvidenceCrossing {
  return { type, item: needs.itemCode, from: instance.code, to: asking.provider };
}

function draftOf({ desk, instance }: Bureau, { asking, type, needs }: Begun): RequestRow {
  const nowMs = desk.clock.nowMs();
  const local = createUuidV7(nowMs, desk.randomness);
  return {
    id: formatGlobalId({ province: instance.code, type: 'EvidenceRequest', local }),
    type,
    path: asking.basis === null ? 'EXPLICIT_REQUEST' : 'LEGAL_BASIS',
    question: null,
    request_hash: '',
    state: 'DRAFT',
    since: isoTime(nowMs),
    due_ms: null,
    ...{ rule: null, explanation: null, version: 0 },
    case_id: asking.caseId,
    collaboration_no: needs.collaborationNo,
    provider: asking.provider,
    ...{ envelope_id: null, preview_until: null, ...NO_CONTENT, received_at: null, used_for: null },
  };
}

interface Questioning extends Begun {
  readonly id: string;
  readonly path: keyof typeof EvidencePath.entries;
  readonly authorisation: Question['authorisation'];
}

function questionOf({ desk, instance }: Bureau, questioning: Questioning): Question {
  const { id, asking, type, needs, subject, path, authorisation } = questioning;
  return {
    version: 1,
    requestId: id,
    requester: instance.code,
    provider: asking.provider,
    ...{ type, subject, path, authorisation },
    caseId: asking.caseId,
    collaborationNo: needs.collaborationNo,
    item: needs.itemCode,
    basis: asking.basis,
    reader: readerOf(questioning),
    askedAt: isoTime(desk.clock.nowMs()),
  };
}

// What the applicant asks for is read by the unit that has his case, whoever of it that will be.
function readerOf({ caller, asking, needs }: Questioning): EvidenceReader {
  const { subject, role } = caller;
  const unit = needs.unitCode;
  return asking.basis === null || role === undefined
    ? { subject: unit, role: 'officer', unit }
    : { subject, role, unit };
}

async function send(bureau: Bureau, row: RequestRow, question: Question): Promise<void> {
  const { desk, transaction } = bureau;
  const text = canonicalJson(question);
  const changes = { question: toJson(question), request_hash: sha256(text) };
  const facts = { isGranted: true };
  const authorised = mustStep(await stepRequest(bureau, row, { event: 'authorise', by: 'SYSTEM', facts, changes }));
  const envelopeId = await sendEnvelope(transaction, desk, {
    collaborationNo: question.collaborationNo,
    to: question.provider,
    event: EVIDENCE_REQUESTED,
    payload: JSON.parse(text) as Json,
  });
  const sent = { event: 'send', by: 'SYSTEM', facts: {}, changes: { envelope_id: envelopeId } } as const;
  mustStep(await stepRequest(bureau, authorised, sent));
}
