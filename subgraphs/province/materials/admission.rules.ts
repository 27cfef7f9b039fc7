import type { AssuranceGrade } from '../../../schema/code-lists.js';
import type { ServiceRefusalCode } from '../../../schema/service-refusals.js';

/** Grade of trust in a copy. */
export type Grade = keyof typeof AssuranceGrade.entries;

/** A scan of ten pages in colour has some 10 MB; what is larger is not one material. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Of all materials of one case together, those on their way included. */
export const MAX_CASE_BYTES = 100 * 1024 * 1024;
export const MAX_CASE_FILES = 100;

/** In base64 a chunk takes 171 kB: with its request it stays below the 256 kB that a gateway reads. */
export const CHUNK_BYTES = 128 * 1024;

/** How many bytes tell a type. */
export const HEAD_BYTES = 8;

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

/** What is taken, and how such files begin. OFD (GB/T 33190) is a ZIP archive. */
export const mediaTypes = {
  'application/pdf': ascii('%PDF-'),
  'application/ofd': [...ascii('PK'), 0x03, 0x04],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type MediaType = keyof typeof mediaTypes;

/** True for a type that materials may have. */
export function isMediaType(text: string): text is MediaType {
  return Object.hasOwn(mediaTypes, text);
}

/** True when `head`, the first bytes of a file, are those of its type. */
export function isOfType(mediaType: MediaType, head: Uint8Array): boolean {
  return mediaTypes[mediaType].every((byte, index) => head[index] === byte);
}

/** A file that somebody wants to hand in. */
export interface Announcement {
  readonly size: number;
  readonly mediaType: string;
  readonly grade: Grade;
  readonly certifiedBy: string | null;
}

/** What a case has already, with what is on its way. */
export interface CaseLoad {
  readonly files: number;
  readonly bytes: number;
}

/** Why a file is not taken, before a byte of it has come; undefined when it is. */
export function refuseAnnouncement(file: Announcement, load: CaseLoad): ServiceRefusalCode | undefined {
  if (file.size <= 0) return 'MATERIAL_EMPTY';
  if (file.size > MAX_FILE_BYTES) return 'MATERIAL_TOO_LARGE';
  if (load.files >= MAX_CASE_FILES || load.bytes + file.size > MAX_CASE_BYTES) return 'CASE_FULL';
  if (!isMediaType(file.mediaType)) return 'MEDIA_TYPE_NOT_ALLOWED';
  // A and B mean that somebody vouches for the copy; a grade without a name would be nobody's word.
  if ((file.grade === 'A' || file.grade === 'B') && file.certifiedBy === null) return 'CERTIFIER_MISSING';
  return undefined;
}
