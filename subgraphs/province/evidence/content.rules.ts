import { type EvidenceTypeCode, isEvidenceType } from '../../../schema/evidence-types.js';
import { isPersonKey } from '../../../schema/identity.js';
import { isText } from './question.rules.js';

/** One value of evidence, under the name that the licence gives it. */
export interface EvidenceField {
  readonly name: string;
  readonly value: string;
}

/** The copy that was made for this request: for what, and until when it may be used. */
export interface CopyNote {
  readonly cause: string;
  readonly expires: string;
}

/** What is released: a licence of the subject as data, bound to the request. Encrypted wherever it travels or rests. */
export interface EvidenceContent {
  readonly version: 1;
  readonly requestHash: string;
  /** Person key of the person whom it is about. */
  readonly subject: string;
  readonly type: EvidenceTypeCode;
  /** Identifier of the licence. */
  readonly licence: string;
  readonly fields: readonly EvidenceField[];
  /** The last day on which it is valid; null for one without end. */
  readonly validTo: string | null;
  readonly source: { readonly province: string; readonly authority: string };
  readonly lastUpdated: string;
  /** Issued by the authority itself. */
  readonly grade: 'A';
  readonly copy: CopyNote | null;
}

const MAX_FIELDS = 100;
const MAX_VALUE = 2_000;

/** Content that was decrypted; undefined when it has not the published form. */
export function parseContent(value: unknown): EvidenceContent | undefined {
  if (!isRecord(value) || value['version'] !== 1 || value['grade'] !== 'A') return undefined;
  const { requestHash, subject, type, licence, fields, validTo, source, lastUpdated, copy } = value;
  if (!isText(requestHash) || !isPersonKey(subject) || !isEvidenceType(type) || !isText(licence)) return undefined;
  if (!Array.isArray(fields) || fields.length > MAX_FIELDS || !fields.every(isField)) return undefined;
  if (!(validTo === null || isText(validTo)) || !isText(lastUpdated) || !isSource(source)) return undefined;
  if (!(copy === null || isCopy(copy))) return undefined;
  const parts = { requestHash, subject, type, licence, fields, validTo, source, lastUpdated, copy };
  return { version: 1, ...parts, grade: 'A' };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isField = (value: unknown): value is EvidenceField =>
  isRecord(value) && isText(value['name']) && typeof value['value'] === 'string' && value['value'].length <= MAX_VALUE;

const isSource = (value: unknown): value is EvidenceContent['source'] =>
  isRecord(value) && isText(value['province']) && isText(value['authority']);

const isCopy = (value: unknown): value is CopyNote =>
  isRecord(value) && isText(value['cause']) && isText(value['expires']);
