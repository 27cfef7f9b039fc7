import { parseGlobalId } from '../../../schema/global-id.js';
import type { Agreement } from '../shared/agreement.js';
import type { AgreementRow } from './agreement.entity.js';
import { refuse, type Refused } from './applying.service.js';
import type { Bureau } from './bureau.service.js';
import { findSubject, type Prepared } from './command.service.js';
import { readProposed, signAlone } from './documents.service.js';
import { isText, type Move, type MoveKind } from './moves/move.rules.js';
import { judgeByOwnList } from './own-list.service.js';
import { readText } from './texts.service.js';

/** What comes with a text. */
export interface Proposal {
  /** JSON of an agreement, as a file has it. */
  readonly document: string;
  readonly reason: string | null;
  /** Global id of what led to it: a consultation, say. */
  readonly origin: string | null;
}

/** What is proposed, read; or why it is not read. */
export function readProposal({ document, reason, origin }: Proposal): Agreement | Refused {
  const found = readProposed(document);
  if ('problems' in found) return refuse('DOCUMENT_INVALID', found.problems);
  if (reason !== null && !isText(reason)) return refuse('REASON_MISSING');
  return origin === null || parseGlobalId(origin) !== undefined ? found.document : refuse('ORIGIN_UNKNOWN');
}

/** Prepares a proposal of this province: under a new number, or to amend what is in force. */
export async function prepareProposal(
  bureau: Bureau,
  agreement: Agreement,
  { amended, ...said }: Omit<Proposal, 'document'> & { readonly amended: AgreementRow | undefined },
): Promise<Prepared | Refused> {
  const { number, version } = agreement;
  if (amended !== undefined && amended.number !== number) return refuse('PARTIES_DIFFER');
  const about = { number, first: version, amends: amended?.first_version ?? null };
  return prepareText(bureau, agreement, { kind: 'propose', ...about, ...said });
}

/** Prepares another text in the place of the one on the table. */
export async function prepareCounter(
  bureau: Bureau,
  agreement: Agreement,
  { id, reason }: { readonly id: string; readonly reason: string | null },
): Promise<Prepared | Refused> {
  const row = await findSubject(bureau, id);
  if ('refusal' in row) return row;
  if (row.number !== agreement.number) return refuse('PARTIES_DIFFER');
  const about = { number: row.number, first: row.first_version, amends: null };
  return prepareText(bureau, agreement, { kind: 'counter', ...about, origin: null, reason });
}

async function prepareText(
  bureau: Bureau,
  agreement: Agreement,
  about: Pick<Move, 'number' | 'first' | 'amends' | 'origin' | 'reason'> & { readonly kind: MoveKind },
): Promise<Prepared | Refused> {
  const { until } = agreement.validity;
  const { desk, instance } = bureau;
  if (until !== null && Date.parse(until) <= desk.clock.nowMs()) return refuse('VALIDITY_OVER');
  const document = await signAlone(desk, { agreement, signatures: [] });
  const { facts, problems } = await judgeByOwnList(bureau, agreement);
  return { move: { ...about, by: instance.code, version: agreement.version, document }, facts, problems };
}

/** Prepares a review, or the end of it without an agreement. */
export async function prepareReview(
  bureau: Bureau,
  { id, isDeclined, reason }: { readonly id: string; readonly isDeclined: boolean; readonly reason: string | null },
): Promise<Prepared | Refused> {
  const row = await findSubject(bureau, id);
  if ('refusal' in row) return row;
  if (reason !== null && !isText(reason)) return refuse('REASON_MISSING');
  const kind = isDeclined ? 'decline' : 'review';
  return { move: moveAbout(bureau, row, { kind, document: null, reason }), facts: {}, problems: [] };
}

/** Prepares the signature under the text of this hash, which has to be the one on the table. */
export async function prepareSignature(
  bureau: Bureau,
  { id, hash }: { readonly id: string; readonly hash: string },
): Promise<Prepared | Refused> {
  const row = await findSubject(bureau, id);
  if ('refusal' in row) return row;
  const text = await readText(bureau, row, row.version);
  if (text === undefined || row.hash !== hash) return refuse('NOT_THE_CURRENT_VERSION');
  const signed = await signAlone(bureau.desk, text);
  const [document] = signed.signatures;
  const { facts, problems } = await judgeByOwnList(bureau, text.agreement);
  return { move: moveAbout(bureau, row, { kind: 'sign', document, reason: null }), facts, problems };
}

/** A move of this province about the text that is on the table. */
export function moveAbout(
  { instance }: Pick<Bureau, 'instance'>,
  { number, first_version: first, version }: AgreementRow,
  said: Pick<Move, 'kind' | 'document' | 'reason'>,
): Move {
  return { ...said, number, first, version, by: instance.code, amends: null, origin: null };
}
