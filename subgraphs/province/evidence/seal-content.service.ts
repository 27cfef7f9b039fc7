import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf, type Sealing } from '../storage/sealing.js';
import { type EvidenceContent, parseContent } from './content.rules.js';
import type { RequestRow } from './evidence.entity.js';

/** What of this module is sealed, for the rotation of keys. */
export const sealedRequests: SealedTable = { table: 'evidence_request', key: ['id'], columns: ['content'] };

const placeOf = (id: string) => ({ table: 'evidence_request', column: 'content', row: id });

/** What is stored of evidence with its request. */
export type StoredContent = Pick<RequestRow, 'content' | 'sealing_key_id'>;

/** Of a request that has no evidence, or none any more. */
export const NO_CONTENT: StoredContent = { content: null, sealing_key_id: null };

/** Evidence as it is stored with its request. */
export function sealContent(sealing: Sealing, requestId: string, content: EvidenceContent): StoredContent {
  const sealed = sealing.seal(JSON.stringify(content), placeOf(requestId));
  return { content: sealed, sealing_key_id: keyIdOf(sealed) };
}

/** Stored evidence in clear: for release only. Throws for what was sealed for another request. */
export function openContent(sealing: Sealing, requestId: string, sealed: string): EvidenceContent {
  const content = parseContent(JSON.parse(sealing.open(sealed, placeOf(requestId))));
  if (content === undefined) throw new Error('What was stored as evidence is none.');
  return content;
}
