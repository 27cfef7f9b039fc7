import type { EvidencePath } from '../../../schema/evidence-lists.js';
import { type EvidenceTypeCode, isEvidenceType } from '../../../schema/evidence-types.js';
import { isProvinceCode, parseGlobalId } from '../../../schema/global-id.js';
import { isPersonKey } from '../../../schema/identity.js';
import { isRole, type Role } from '../../../schema/roles.js';

/** An article of a law. */
export interface LawArticle {
  readonly law: string;
  readonly article: string;
}

/** Who will read it: an authority, in the person of whoever asked. */
export interface EvidenceReader {
  readonly subject: string;
  readonly role: Role;
  /** Code of the unit that has the case. */
  readonly unit: string;
}

/** What one province asks another. Its canonical JSON is hashed, and the answer names that hash. */
export interface Question {
  readonly version: 1;
  readonly requestId: string;
  readonly requester: string;
  readonly provider: string;
  readonly type: EvidenceTypeCode;
  /** Person key of the applicant. */
  readonly subject: string;
  readonly caseId: string;
  readonly collaborationNo: string;
  /** Code of the national item of the case. */
  readonly item: string;
  readonly path: keyof typeof EvidencePath.entries;
  /** The article that the unit rests on; null for an explicit request. */
  readonly basis: LawArticle | null;
  /** The clause, or the place on the national list, by which the requester may ask. */
  readonly authorisation: { readonly kind: 'AGREEMENT' | 'NATIONAL_LIST'; readonly text: string };
  readonly reader: EvidenceReader;
  readonly askedAt: string;
}

const MAX_TEXT = 200;
const ITEM_CODE = /^[a-z0-9-]{1,80}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A question as it came from another province; undefined when it has not the published form. */
export function parseQuestion(value: unknown): Question | undefined {
  if (!isRecord(value) || value['version'] !== 1 || Object.keys(value).length !== QUESTION_FIELDS) return undefined;
  const { requestId, requester, provider, type, subject, caseId, collaborationNo, item, path, askedAt } = value;
  if (!isProvinceCode(requester) || !isProvinceCode(provider)) return undefined;
  if (!isIdOf(requestId, requester, 'EvidenceRequest') || !isIdOf(caseId, requester, 'Case')) return undefined;
  if (!isEvidenceType(type) || !isPersonKey(subject) || !isText(collaborationNo)) return undefined;
  if (!isShaped(item, ITEM_CODE) || !isShaped(askedAt, INSTANT)) return undefined;
  const [basis, authorisation, reader] = [
    parseBasis(value['basis'], path),
    parseAuthorisation(value['authorisation']),
    parseReader(value['reader']),
  ];
  if (basis === undefined || authorisation === undefined || reader === undefined) return undefined;
  const parts = { requestId, requester, provider, type, subject, caseId, collaborationNo, item, askedAt };
  return { version: 1, ...parts, ...basis, authorisation, reader };
}

const QUESTION_FIELDS = 14;

function parseBasis(value: unknown, path: unknown): Pick<Question, 'path' | 'basis'> | undefined {
  if (path === 'EXPLICIT_REQUEST') return value === null ? { path, basis: null } : undefined;
  if (path !== 'LEGAL_BASIS' || !isRecord(value)) return undefined;
  const { law, article } = value;
  return isText(law) && isText(article) ? { path, basis: { law, article } } : undefined;
}

function parseAuthorisation(value: unknown): Question['authorisation'] | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, text } = value;
  return (kind === 'AGREEMENT' || kind === 'NATIONAL_LIST') && isText(text) ? { kind, text } : undefined;
}

function parseReader(value: unknown): EvidenceReader | undefined {
  if (!isRecord(value)) return undefined;
  const { subject, role, unit } = value;
  return isText(subject) && isRole(role) && isText(unit) ? { subject, role, unit } : undefined;
}

/** What a province says of a request that it has: how far it is, and which rule ended it. */
export interface Told {
  readonly requestId: string;
  readonly event: 'askPreview' | 'findNothing' | 'findSeveral' | 'deny' | 'decline' | 'expirePreview' | 'refuse';
  readonly rule: string | null;
  readonly explanation: string | null;
  /** Until when the preview may be opened. */
  readonly until: string | null;
}

const told: ReadonlySet<unknown> = new Set<Told['event']>([
  ...(['askPreview', 'findNothing', 'findSeveral', 'deny', 'decline', 'expirePreview', 'refuse'] as const),
]);

/** What another province says of a request; undefined when it has not the published form. */
export function parseTold(value: unknown): Told | undefined {
  if (!isRecord(value)) return undefined;
  const { requestId, event, rule, explanation, until } = value;
  if (!isText(requestId) || !isTold(event) || !isNullOr(rule, isText)) return undefined;
  if (!isNullOr(explanation, isText) || !isNullOr(until, isText)) return undefined;
  return { requestId, event, rule, explanation, until };
}

const isTold = (value: unknown): value is Told['event'] => told.has(value);

/** An answer as it travels: what it answers, and the content encrypted to whom it goes. */
export interface Answer {
  readonly requestId: string;
  readonly requestHash: string;
  readonly content: string;
}

/** An answer of another province; undefined when it has not the published form. */
export function parseAnswer(value: unknown): Answer | undefined {
  if (!isRecord(value)) return undefined;
  const { requestId, requestHash, content } = value;
  if (!isText(requestId) || !isShaped(requestHash, /^[0-9a-f]{64}$/) || typeof content !== 'string') return undefined;
  return { requestId, requestHash, content };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a text that a letter or a command may have where people read it. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= MAX_TEXT &&
  value.isWellFormed() &&
  !value.includes('\0');

const isShaped = (value: unknown, shape: RegExp): value is string => typeof value === 'string' && shape.test(value);

const isNullOr = <Value>(value: unknown, is: (value: unknown) => value is Value): value is Value | null =>
  value === null || is(value);

const isIdOf = (value: unknown, province: string, type: string): value is string => {
  const parts = parseGlobalId(value);
  return parts?.province === province && parts.type === type;
};
