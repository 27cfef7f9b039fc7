import { AssuranceGrade } from '../../../schema/code-lists.js';
import type { ServiceRefusalCode } from '../../../schema/service-refusals.js';
import { type Grade, isMediaType, MAX_CASE_FILES, MAX_FILE_BYTES, type MediaType } from './admission.rules.js';

/** A file of a manifest. */
export interface ManifestEntry {
  /** 1, 2, 3 … within the case: what logs and faults may name it by. */
  readonly ordinal: number;
  readonly name: string;
  /** SHA-256 in lower-case hex. */
  readonly digest: string;
  readonly size: number;
  readonly mediaType: MediaType;
  readonly grade: Grade;
  /** The unit that vouches for the copy, for grades A and B. */
  readonly certifiedBy: string | null;
}

/** A paper of a manifest: it travels under a shipment number, or is digital only and stays where it is. */
export interface ManifestPaper {
  readonly ordinal: number;
  readonly name: string;
  readonly originals: number;
  readonly copies: number;
  /** Null: digital only. */
  readonly shipmentNo: string | null;
  /** The file that stands for it; needed when it is digital only. */
  readonly digest: string | null;
}

/** Everything that belongs to a case: what a forwarding envelope carries, and its receiver compares with. */
export interface Manifest {
  readonly version: 1;
  readonly entries: readonly ManifestEntry[];
  readonly papers: readonly ManifestPaper[];
}

const DIGEST = /^[0-9a-f]{64}$/;
const MAX_NAME_LENGTH = 200;
const MAX_PIECES = 1_000;

/** PAPER_NOT_ACCOUNTED unless every paper is shipped, or has its file in the manifest. */
export function refusePapers({ entries, papers }: Omit<Manifest, 'version'>): ServiceRefusalCode | undefined {
  const digests = new Set(entries.map(({ digest }) => digest));
  const isAccounted = ({ shipmentNo, digest }: ManifestPaper): boolean =>
    shipmentNo !== null || (digest !== null && digests.has(digest));
  return papers.every(isAccounted) ? undefined : 'PAPER_NOT_ACCOUNTED';
}

/** A manifest that came from another province, or undefined when it is none that this province would have sent. */
export function parseManifest(value: unknown): Manifest | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const entries = parseAll(value['entries'], parseEntry);
  const papers = parseAll(value['papers'], parsePaper);
  if (entries === undefined || papers === undefined) return undefined;
  const areUnique = [entries, papers].every((list) => new Set(list.map(({ ordinal }) => ordinal)).size === list.length);
  return areUnique && refusePapers({ entries, papers }) === undefined ? { version: 1, entries, papers } : undefined;
}

function parseAll<Item>(value: unknown, parse: (item: unknown) => Item | undefined): readonly Item[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_CASE_FILES) return undefined;
  const items = value.map(parse);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function parseEntry(value: unknown): ManifestEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { ordinal, name, digest, size, mediaType, grade, certifiedBy } = value;
  if (!isCount(ordinal, 1, MAX_PIECES) || !isName(name) || !isDigestText(digest)) return undefined;
  if (!isCount(size, 1, MAX_FILE_BYTES) || typeof mediaType !== 'string' || !isMediaType(mediaType)) return undefined;
  if (!isGrade(grade) || !isNullOr(certifiedBy, isName)) return undefined;
  return { ordinal, name, digest, size, mediaType, grade, certifiedBy };
}

function parsePaper(value: unknown): ManifestPaper | undefined {
  if (!isRecord(value)) return undefined;
  const { ordinal, name, originals, copies, shipmentNo, digest } = value;
  if (!isCount(ordinal, 1, MAX_PIECES) || !isName(name) || !isCount(originals, 0, MAX_PIECES)) return undefined;
  if (!isCount(copies, 0, MAX_PIECES) || !isNullOr(shipmentNo, isName) || !isNullOr(digest, isDigestText)) {
    return undefined;
  }
  return { ordinal, name, originals, copies, shipmentNo, digest };
}

/** True for a name that a material, a unit or a shipment may have. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH && value.isWellFormed();
}

/** True for a number of pieces. */
export function isPieceCount(value: unknown): value is number {
  return isCount(value, 0, MAX_PIECES);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const isDigestText = (value: unknown): value is string => typeof value === 'string' && DIGEST.test(value);

const isGrade = (value: unknown): value is Grade =>
  typeof value === 'string' && Object.hasOwn(AssuranceGrade.entries, value);

const isNullOr = <Value>(value: unknown, is: (value: unknown) => value is Value): value is Value | null =>
  value === null || is(value);
