import type { Kysely } from 'kysely';
import type { Identity } from '../../../schema/identity.js';
import { isForCase } from '../../../schema/purpose.js';
import { SubgraphError } from '../../server/errors.js';
import { findCaseNeeds } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import { atOneInstant, inTransaction, isoTime } from '../exchange/desk.js';
import type { AccessBasis } from '../../../schema/trail-lists.js';
import { fromJson } from '../storage/stored.js';
import { commitAccess } from '../trail/index.js';
import type { EvidenceContent } from './content.rules.js';
import { contentOf } from './content.service.js';
import { type Bureau, tablesOf } from './course.service.js';
import type { EvidenceTables, LogRow, RequestRow, SupplyRow } from './evidence.entity.js';
import { openProof } from './find-proofs.service.js';
import { isSubject } from './preview.service.js';
import type { Question } from './question.rules.js';
import { questionOf } from './release.service.js';
import type { EvidencePlace } from './request.service.js';
import { openContent } from './seal-content.service.js';
import { isOfHandlingUnit } from './handling-unit.service.js';

/** The place of evidence, of a request to the graph. */
export function placeOf({ exchange, province, surroundings }: ProvinceContext): EvidencePlace {
  const { agreements } = surroundings;
  return { desk: exchange.desk, instance: province, agreements, wake: () => exchange.wake() };
}

/** Looks something up for a request to the graph, all at one instant. */
export const read = <Result>(context: ProvinceContext, work: (bureau: Bureau) => Promise<Result>): Promise<Result> => {
  const place = placeOf(context);
  return inTransaction(place.desk, (transaction) => work({ ...place, transaction }));
};

/** A request of this province, for those whom its case concerns; undefined for everybody else. */
export function findRequest(context: ProvinceContext, id: string): Promise<RequestRow | undefined> {
  return read(context, async (bureau) => {
    const requests = tablesOf(bureau).selectFrom('evidence_request').selectAll().where('id', '=', id);
    const row = await requests.executeTakeFirst();
    return row !== undefined && (await isConcerned(bureau, context.caller, row.case_id)) ? row : undefined;
  });
}

// A case asks for a handful of materials, each of some provinces.
const MAX_REQUESTS = 100;

/** The requests for a case, oldest first, for those whom the case concerns; none for everybody else. */
export function listRequests(context: ProvinceContext, caseId: string): Promise<readonly RequestRow[]> {
  return read(context, async (bureau) => {
    if (!(await isConcerned(bureau, context.caller, caseId))) return [];
    return requestsFor(tablesOf(bureau), caseId).limit(MAX_REQUESTS).execute();
  });
}

/** The requests for a case, oldest first. */
export function requestsFor(db: Kysely<EvidenceTables>, caseId: string) {
  return db.selectFrom('evidence_request').selectAll().where('case_id', '=', caseId).orderBy('id');
}

async function isConcerned(bureau: Bureau, caller: Identity | undefined, caseId: string): Promise<boolean> {
  const needs = await findCaseNeeds(bureau, caseId);
  if (caller === undefined || needs === undefined) return false;
  const isApplicant = caller.person !== undefined && caller.person === needs.applicant;
  return isApplicant || isOfHandlingUnit(bureau, caller, needs);
}

/** A preview, for the person whom it is about; undefined for everybody else. */
export async function findPreview(context: ProvinceContext, id: string): Promise<SupplyRow | undefined> {
  const supplies = await atOneInstant(context.exchange.desk, (transaction) =>
    tablesOf({ transaction }).selectFrom('evidence_supply').selectAll().where('id', '=', id).execute(),
  );
  return supplies.find((row) => isSubject(row, context.caller));
}

/** What has happened to a request here, in order. */
export function listLog(context: ProvinceContext, id: string): Promise<readonly LogRow[]> {
  return atOneInstant(context.exchange.desk, (transaction) => {
    const log = tablesOf({ transaction }).selectFrom('evidence_log').selectAll().where('subject', '=', id);
    return log.orderBy('seq').execute();
  });
}

/** Received evidence in clear, once the trail has the entry of who looks; undefined while there is none. */
export async function readContent(context: ProvinceContext, row: RequestRow): Promise<EvidenceContent | undefined> {
  if (row.content === null || row.question === null) return undefined;
  const question: Question = fromJson(row.question);
  if (!mayReadInClear(context, question)) throw new SubgraphError('FORBIDDEN', NOT_STATED);
  await enter(context, question);
  return openContent(context.surroundings.sealing, row.id, row.content);
}

/** What would be released, for the person whom it is about, once he has opened the preview. */
export async function readPreview(context: ProvinceContext, row: SupplyRow): Promise<EvidenceContent | undefined> {
  if (row.state !== 'PREVIEW_OPENED' || row.licence === null) return undefined;
  const question = questionOf(row);
  const licence = row.licence;
  await enter(context, question);
  return read(context, async (bureau) => {
    const proof = await openProof(bureau, { licence, subject: question.subject });
    if (proof === undefined) return undefined;
    return { ...contentOf(bureau, { question, requestHash: row.request_hash, proof }), copy: null };
  });
}

function enter(context: ProvinceContext, question: Question): Promise<void> {
  const { subject: person, caseId } = question;
  const basis = basisFor(context, question);
  return commitAccess(context, [
    { person, classes: ['EVIDENCE'], basis, caseId: basis.kind === 'OWN' ? null : caseId },
  ]);
}

const NOT_STATED =
  '查阅证明须在 x-tongban-purpose 中载明办理该办件。 · Evidence is read for its case, and by who says so: x-tongban-purpose: CASE_HANDLING.';

/** Whether the caller is the subject, or says that he reads for the case: no other purpose entitles to its evidence. */
export function mayReadInClear(
  { caller, passport }: ProvinceContext,
  { subject, caseId }: Pick<Question, 'subject' | 'caseId'>,
): boolean {
  return caller?.person === subject || isForCase(passport?.purpose, caseId);
}

/** On what the caller reads evidence: it is about himself, or by what it was asked for. */
export function basisFor({ caller }: ProvinceContext, question: Question): AccessBasis {
  const { subject, basis: law, authorisation } = question;
  if (caller?.person === subject) return { kind: 'OWN', text: '本人查阅证明 · evidence about oneself' };
  return law === null ? authorisation : { kind: 'LAW', text: `${law.law}${law.article}` };
}

/** When a clock runs out, as text; null while none runs. */
export const dueAt = ({ due_ms: dueMs }: Pick<RequestRow, 'due_ms'>): string | null =>
  dueMs === null ? null : isoTime(dueMs);
