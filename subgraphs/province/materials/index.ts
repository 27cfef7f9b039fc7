import { ManifestResolver } from './manifest.resolver.js';
import { materialEntities } from './material.entity.js';
import { UploadResolver } from './upload.resolver.js';

export { ChunkNotFetched, createGatewayFetchChunk } from './fetch-chunk.service.js';
export { type Manifest, type ManifestEntry, type ManifestPaper, parseManifest } from './manifest.rules.js';
export { type CaseContentRequest, readCaseContent, refuseFile } from './case-content.service.js';
export { enterOrder } from './enter-order.service.js';
export { answerChunk, askForChunk, openChunk } from './chunk-question.service.js';
export { MaterialChunkAnswer, type MaterialChunkView, viewOfChunk } from './manifest-type.resolver.js';
export { noteListed } from './listed-material.service.js';
export { digestManifest, manifestOf, type SealedManifest } from './manifest.service.js';
export { findReceived, keepManifest, lackingMaterials } from './received-manifest.service.js';
export { ReceivedMaterials } from './received-type.resolver.js';
export { startEndedSweep, sweepEnded } from './sweep-ended.service.js';
export { startUploadSweep, sweepUploads } from './sweep-uploads.service.js';
export type { Refused } from './upload.service.js';
export { runTransfers, startTransfers } from './run-transfers.service.js';
export {
  fetchMaterials,
  isRefusedChunk,
  readChunk,
  type FetchChunk,
  type MaterialChunk,
  type RefusedChunk,
  type TransferDesk,
  type TransferFault,
} from './transfer.service.js';

/** What modules.ts needs to know of this module. */
export const materials = {
  entities: materialEntities,
  resolvers: [UploadResolver, ManifestResolver],
  references: {},
} as const;
